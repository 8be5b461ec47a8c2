import { ConfigError } from './config-error.ts'
import { isCidr, isIpAddress, isLoopbackHost } from './ip-address.ts'
import type { Given, GivenSettings } from './read-settings.ts'
import type { ServerConfig, TlsChoice } from './server-config.ts'
import type { SettingName } from './settings.ts'

export type Place = Pick<ServerConfig, 'port' | 'host' | 'publicUrl' | 'tls' | 'trustedProxies'>

const defaultPort = 8080

/**
 * Where the server listens and whether it speaks TLS (decisions.md §3.1): plain HTTP only where nothing leaves the machine,
 * or behind a proxy that was declared. A choice that would put passwords on a network in the clear is refused.
 */
export function choosePlace(given: GivenSettings, absolute: (path: string) => string): Place {
  const one = (name: SettingName): Given | undefined => given[name]?.[0]
  const url = publicUrl(one('publicUrl'))
  const trustedProxies = (given.trustProxy ?? []).map(proxy)
  const host = listenAddress(one('listen')) ?? (url === null || isLoopbackHost(url.hostname) ? '127.0.0.1' : '::')
  const tls = tlsChoice({
    url,
    host,
    proxied: trustedProxies.length > 0,
    cert: one('tlsCert'),
    key: one('tlsKey'),
    absolute,
  })
  refuseWrongScheme(url, tls, one('publicUrl'))
  return {
    host,
    port: port(one('port')) ?? portOf(url, tls),
    publicUrl: url === null ? null : url.origin,
    tls,
    trustedProxies,
  }
}

function publicUrl(found: Given | undefined): URL | null {
  if (found === undefined) return null
  const url = URL.canParse(found.text) ? new URL(found.text) : null
  const refuse = (why: string): ConfigError =>
    new ConfigError(found.source, found.text, `${why} (example: https://patch.example.org:8443)`)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) throw refuse('is not an http or https address')
  if (url.username !== '' || url.password !== '') throw refuse('holds a user or password')
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') throw refuse('has more than scheme, host and port')
  return url
}

function proxy(found: Given): string {
  if (!isCidr(found.text))
    throw new ConfigError(found.source, found.text, 'is not an address or network (example: 10.0.0.5/32)')
  // "Everybody is a proxy" lets anybody write the address that limits are counted for.
  if (found.text.endsWith('/0')) throw new ConfigError(found.source, found.text, 'would believe everybody')
  return found.text
}

function listenAddress(found: Given | undefined): string | undefined {
  if (found === undefined) return undefined
  if (found.text === 'localhost') return '127.0.0.1'
  if (!isIpAddress(found.text))
    throw new ConfigError(found.source, found.text, 'is not an address (example: 192.0.2.10)')
  return found.text
}

function tlsChoice(input: {
  url: URL | null
  host: string
  proxied: boolean
  cert: Given | undefined
  key: Given | undefined
  absolute: (path: string) => string
}): TlsChoice {
  const { cert, key } = input
  if (cert !== undefined && key !== undefined) {
    return { kind: 'files', cert: input.absolute(cert.text), key: input.absolute(key.text) }
  }
  if (cert !== undefined) throw new ConfigError(cert.source, cert.text, 'needs its key: --tls-key FILE')
  if (key !== undefined) throw new ConfigError(key.source, key.text, 'needs its certificate: --tls-cert FILE')
  if (input.proxied) return { kind: 'plain', reason: 'proxy' }
  // Whoever gives an https address for the loopback wants TLS there, too.
  if (isLoopbackHost(input.host) && input.url?.protocol !== 'https:') return { kind: 'plain', reason: 'loopback' }
  return { kind: 'ownCa' }
}

function refuseWrongScheme(url: URL | null, tls: TlsChoice, found: Given | undefined): void {
  if (url === null || found === undefined || url.protocol === 'https:') return
  if (tls.kind !== 'plain')
    throw new ConfigError(found.source, found.text, 'says http, but this server would speak HTTPS; write https')
  if (!isLoopbackHost(url.hostname)) {
    throw new ConfigError(
      found.source,
      found.text,
      'says http: passwords and inventory would cross the network in the clear. Write https; behind a proxy, add --trust-proxy',
    )
  }
}

function port(found: Given | undefined): number | undefined {
  if (found === undefined) return undefined
  const value = /^[0-9]{1,5}$/.test(found.text) ? Number(found.text) : Number.NaN
  if (!(value <= 65_535)) throw new ConfigError(found.source, found.text, 'is not a port, 0 to 65535 (example: 8443)')
  return value
}

/** The port in the public address is the one to listen on, unless a proxy listens there. */
function portOf(url: URL | null, tls: TlsChoice): number {
  if (url === null || (tls.kind === 'plain' && tls.reason === 'proxy')) return defaultPort
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}
