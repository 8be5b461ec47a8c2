import { createHash, type X509Certificate } from 'node:crypto'
import https from 'node:https'
import { TLSSocket } from 'node:tls'
import { NetworkError } from '../core/ports/network.ts'
import { toNetworkError } from './network-errors.ts'
import { proxySettings } from './proxy-settings.ts'
import type { ServerAddress } from './server-address.ts'
import { peerChain } from './tls-trust.ts'

const HANDSHAKE_MS = 30_000

/**
 * The certificate of the server's own CA, known by the pin in the activation key (SHA-256 of its public key). Only the handshake is made:
 * nothing is sent over a connection that is not trusted yet. With what is returned as `ca`, connections are checked as usual.
 * @returns PEM
 * @throws NetworkError `E_NETWORK_TLS` when the server does not show a CA certificate with that key
 */
export function fetchPinnedCa(address: ServerAddress, pin: Uint8Array): Promise<string> {
  const agent = new https.Agent({ keepAlive: false, ...proxySettings(address) })
  return new Promise<string>((resolve, reject) => {
    const outgoing = https.request({
      host: address.url.hostname.replace(/^\[|\]$/g, ''),
      port: address.url.port === '' ? 443 : address.url.port,
      method: 'GET',
      path: '/',
      agent,
      rejectUnauthorized: false,
    })
    const settle = (act: () => void) => {
      clearTimeout(timer)
      act()
      outgoing.destroy()
    }
    const timer = setTimeout(
      () => settle(() => reject(new NetworkError('E_NETWORK_TIMEOUT', 'the server did not finish the handshake'))),
      HANDSHAKE_MS,
    )
    outgoing.on('error', error => settle(() => reject(toNetworkError(error))))
    outgoing.once('socket', socket => {
      if (!(socket instanceof TLSSocket)) {
        settle(() => reject(new NetworkError('E_NETWORK_TLS', 'the connection is not encrypted')))
        return
      }
      const judge = () =>
        settle(() => {
          const found = peerChain(socket).find(certificate => certificate.ca && hasKey(certificate, pin))
          if (found === undefined)
            reject(new NetworkError('E_NETWORK_TLS', 'the server does not show the CA that the activation key names'))
          else resolve(found.toString())
        })
      if (Object.keys(socket.getPeerCertificate()).length > 0) judge()
      else socket.once('secureConnect', judge)
    })
  }).finally(() => agent.destroy())
}

function hasKey(certificate: X509Certificate, pin: Uint8Array): boolean {
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(spki).digest().equals(pin)
}
