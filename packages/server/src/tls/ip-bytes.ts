import { isIpv4, isIpv6 } from '../config/ip-address.ts'

/** The 4 or 16 bytes of an address, or null when the text is none. */
export function ipBytes(text: string): Buffer | null {
  if (isIpv4(text)) return Buffer.from(text.split('.').map(Number))
  if (!isIpv6(text)) return null
  // The URL parser writes every spelling as groups of hex with at most one `::` (WHATWG URL, IPv6 serializer).
  const groups = new URL(`http://[${text}]/`).hostname.slice(1, -1)
  const [head = '', tail] = groups.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array<string>(8 - left.length - right.length).fill('0')
  return Buffer.from([...left, ...zeros, ...right].map(group => group.padStart(4, '0')).join(''), 'hex')
}
