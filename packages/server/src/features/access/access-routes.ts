import '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { apiRoute } from '../../http/api-route.ts'
import type { AnyRoute } from '../../http/route.ts'
import type { AccessService } from './access-service.ts'

export interface SessionCookie {
  /** `__Host-` needs HTTPS; over plain HTTP on loopback a browser would drop it. */
  readonly name: string
  readonly secure: boolean
}

export const sessionCookie = (https: boolean): SessionCookie => ({
  name: https ? '__Host-patchyard' : 'patchyard',
  secure: https,
})

export const sessionTokenOf =
  (cookie: SessionCookie) =>
  (request: FastifyRequest): string | undefined =>
    request.cookies[cookie.name]

export function accessRoutes(service: AccessService, cookie: SessionCookie): AnyRoute[] {
  const set = (reply: FastifyReply, token: string): void => {
    reply.setCookie(cookie.name, token, { path: '/', httpOnly: true, secure: cookie.secure, sameSite: 'strict' })
  }
  return [
    apiRoute(
      'createFirstAdmin',
      async (_, { body, reply }) => {
        const { me, sessionToken } = await service.createFirstAdmin(body)
        set(reply, sessionToken)
        return me
      },
      { errors: ['first_admin_refused'], ratePerMinute: 10 },
    ),
    apiRoute(
      'signIn',
      async (_, { body, reply }) => {
        const { me, sessionToken } = await service.signIn(body)
        set(reply, sessionToken)
        return me
      },
      { errors: ['sign_in_refused'], ratePerMinute: 20 },
    ),
    apiRoute('signOut', async (_, { request, reply }) => {
      const token = request.cookies[cookie.name]
      if (token !== undefined) await service.signOut(token)
      reply.clearCookie(cookie.name, { path: '/', httpOnly: true, secure: cookie.secure, sameSite: 'strict' })
      return {}
    }),
    apiRoute('me', principal => service.me(principal)),
    apiRoute('listApiKeys', (principal, { query }) => service.listApiKeys(principal, query)),
    apiRoute('createApiKey', (principal, { body }) => service.createApiKey(principal, body), {
      errors: ['key_too_strong'],
    }),
    apiRoute('revokeApiKey', (principal, { params }) => service.revokeApiKey(principal, params.id)),
  ]
}
