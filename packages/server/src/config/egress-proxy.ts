import { ConfigError } from './config-error.ts'
import type { Given, GivenSettings } from './read-settings.ts'
import type { EgressProxy } from './server-config.ts'

/** Throws ConfigError, which never repeats the value: there may be a password in it. */
export function egressProxy(given: GivenSettings): EgressProxy | null {
  const found = given.egressProxy?.[0]
  const direct = (given.egressDirect ?? []).map(directHost)
  if (found === undefined) {
    const [first] = given.egressDirect ?? []
    if (first !== undefined) throw new ConfigError(first.source, null, 'is of no use without --egress-proxy')
    return null
  }
  return { url: proxyUrl(found), direct }
}

function proxyUrl({ source, text }: Given): string {
  const url = URL.canParse(text) ? new URL(text) : null
  const isWhole = url !== null && url.pathname === '/' && url.search === '' && url.hash === '' && url.hostname !== ''
  if (url?.protocol !== 'http:' || !isWhole)
    throw new ConfigError(source, null, 'is not the address of a proxy (example: http://proxy.example.org:3128)')
  return url.href
}

function directHost({ source, text }: Given): string {
  const host = text.toLowerCase()
  if (!/^\.?[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/.test(host) || host.includes('..'))
    throw new ConfigError(source, text, 'is neither a host nor a .suffix (example: .corp.example)')
  return host
}
