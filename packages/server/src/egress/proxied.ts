import { isIpAddress } from '../config/ip-address.ts'
import type { EgressProxy } from '../config/server-config.ts'
import { EgressError } from './egress.ts'
import { isInNetwork, isPublicAddress } from './special-addresses.ts'

/** Whether a request goes through the proxy: all but hosts and addresses that the operator named, and addresses of networks that they opened. */
export function isProxied(url: URL, proxy: EgressProxy, allowed: readonly string[]): boolean {
  const host = hostOf(url)
  if (isIpAddress(host) && allowed.some(network => isInNetwork(host, network))) return false
  return !proxy.direct.some(name => (name.startsWith('.') ? host.endsWith(name) : host === name))
}

// Names that are no place on the public internet (RFC 6761, 6762, 7686, 8375, and ICANN's reservation of .internal in 2024).
const inside = /(?:^|\.)(?:localhost|local|internal|invalid|test|onion|home\.arpa)$/

/**
 * What can be said of an address whose name only the proxy resolves: what such a name stands for is the proxy's to refuse.
 * Throws EgressError `egress_address` or `egress_url`.
 */
export function checkProxied(url: URL, allowHttp: boolean): void {
  const host = hostOf(url)
  // A label that is empty would hide the ones behind it: `metadata.internal..`.
  const isName = host.includes('.') && !host.endsWith('.') && !host.startsWith('.') && !host.includes('..')
  const isPublic = isIpAddress(host) ? isPublicAddress(host) : isName && !inside.test(host)
  if (!isPublic) {
    throw new EgressError(
      'egress_address',
      `${host} is not on the public internet; the operator can let it be asked without the proxy by --egress-direct, and open its network by --egress-allow`,
    )
  }
  if (url.protocol === 'http:' && !allowHttp) throw new EgressError('egress_url', 'only https is allowed')
}

/** Names with a dot at the end are the same places. */
const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
