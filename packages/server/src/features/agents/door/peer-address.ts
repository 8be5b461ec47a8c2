import { isIpAddress } from '../../../config/ip-address.ts'

/**
 * A peer as PostgreSQL's inet and our limits take it: IPv4 that came through an IPv6 socket is IPv4 (otherwise no IPv4
 * network of an activation key would ever match), a zone index is dropped, anything else is null.
 */
export function peerAddress(text: string | undefined): string | null {
  if (text === undefined) return null
  const plain = text.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '').replace(/%.*$/, '')
  return isIpAddress(plain) ? plain : null
}
