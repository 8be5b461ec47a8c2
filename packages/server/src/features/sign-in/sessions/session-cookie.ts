import '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** A cookie that pages never read and other sites never send. */
export interface OwnCookie {
  read(request: FastifyRequest): string | undefined
  set(reply: FastifyReply, text: string, maxAgeS?: number): void
  clear(reply: FastifyReply): void
}

/** `__Host-` needs HTTPS; over plain HTTP on loopback a browser would drop it. */
function ownCookie(word: string, https: boolean): OwnCookie {
  const name = https ? `__Host-${word}` : word
  const flags = { path: '/', httpOnly: true, secure: https, sameSite: 'strict' } as const
  return {
    read: request => request.cookies[name],
    set(reply, text, maxAgeS) {
      reply.setCookie(name, text, { ...flags, ...(maxAgeS === undefined ? {} : { maxAge: maxAgeS }) })
    },
    clear: reply => void reply.clearCookie(name, flags),
  }
}

export interface SignInCookies {
  readonly session: OwnCookie
  /** Says that somebody signed in here before. */
  readonly knownBrowser: OwnCookie
  /** Binds a sign-in at an identity provider to the browser that began it. */
  readonly identity: OwnCookie
}

export const signInCookies = (https: boolean): SignInCookies => ({
  session: ownCookie('patchyard', https),
  knownBrowser: ownCookie('patchyard-known', https),
  identity: ownCookie('patchyard-identity', https),
})
