import https from 'node:https'
import type { Network } from '../core/ports/network.ts'
import { http } from './node-http.ts'
import { openBellSocket } from './bell-socket.ts'
import { httpExchange } from './http-exchange.ts'
import { proxySettings } from './proxy-settings.ts'
import type { ServerAddress } from './server-address.ts'
import { trustedCertificates } from './tls-trust.ts'

/**
 * HTTPS on Node's own client: no redirects, no cookies, no compression. Proxies are Node's (`proxyEnv`, CONNECT), TLS sessions are
 * resumed, and connections are kept as long as the server keeps them, so that a check-in a minute costs no handshake each time.
 */
export function createNodeNetwork(address: ServerAddress): Network & { close(): void } {
  const secure = address.url.protocol === 'https:'
  const trusted = secure ? trustedCertificates(address.ca) : []
  const shared = { keepAlive: true, maxFreeSockets: 1, ...proxySettings(address) }
  const strict = secure ? new https.Agent({ ...shared, ca: trusted, minVersion: 'TLSv1.2' }) : new http.Agent(shared)
  // Connections whose certificate was judged by hand are never reused for a request that must not take such a certificate.
  const lenient = secure ? new https.Agent({ ca: trusted, ...shared, keepAlive: false, maxCachedSessions: 0 }) : strict
  return {
    exchange: request =>
      httpExchange({ url: address.url, trusted, agent: request.allowNotYetValid === true ? lenient : strict }, request),
    openBell: request => openBellSocket({ url: address.url, trusted, agent: strict }, request),
    close: () => {
      strict.destroy()
      lenient.destroy()
    },
  }
}
