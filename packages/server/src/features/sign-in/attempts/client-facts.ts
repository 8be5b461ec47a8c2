import type { FastifyRequest } from 'fastify'
import { peerKey } from '../../../http/peer-key.ts'
import type { SignInCookies } from '../sessions/session-cookie.ts'

/** From where somebody signs in. `address` is the true peer's: headers count only from proxies that were declared. */
export interface ClientFacts {
  readonly address: string
  /** What limits count by: an IPv4 address or an IPv6 network. */
  readonly peer: string
  readonly agent: string
  readonly knownBrowser: string | null
}

export const clientFacts =
  (cookies: SignInCookies) =>
  (request: FastifyRequest): ClientFacts => ({
    address: request.ip,
    peer: peerKey(request.ip),
    agent: (request.headers['user-agent'] ?? '').slice(0, 300).toWellFormed().replaceAll('\0', ''),
    knownBrowser: cookies.knownBrowser.read(request) ?? null,
  })
