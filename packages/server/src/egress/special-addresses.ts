import { ipBytes } from '../tls/ip-bytes.ts'

// IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and its updates), multicast and class E. Addresses are compared as
// bytes: lists of spellings were beaten again and again (CVE-2023-42282, CVE-2024-29415, CVE-2026-43929).
const special = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // Inside of 2000::/3; everything outside of it is refused below.
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
] as const

/** The bytes of an address; of an IPv6 spelling of an IPv4 address (`::ffff:a.b.c.d`) those four. */
function bytesOf(address: string): Uint8Array | null {
  const bytes = ipBytes(address)
  if (bytes === null || bytes.length === 4) return bytes
  const mapped = bytes.subarray(0, 10).every(byte => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff
  return mapped ? bytes.subarray(12) : bytes
}

/** Whether an address lies in a network, `10.0.0.0/8` or a bare address. False for what is neither. */
export function isInNetwork(address: string, network: string): boolean {
  const [base = '', length] = network.split('/')
  const [one, two] = [bytesOf(address), ipBytes(base)]
  if (one === null || two === null || one.length !== two.length) return false
  const bits = length === undefined ? one.length * 8 : Number(length)
  for (let at = 0; at < bits; at += 8) {
    const mask = bits - at >= 8 ? 0xff : (0xff00 >> (bits - at)) & 0xff
    if (((one[at / 8] ?? 0) & mask) !== ((two[at / 8] ?? 0) & mask)) return false
  }
  return true
}

/** Whether an address belongs to the public internet. */
export function isPublicAddress(address: string): boolean {
  const bytes = bytesOf(address)
  if (bytes === null) return false
  // 2000::/3 is all that IANA has given out for global unicast.
  if (bytes.length === 16 && ((bytes[0] ?? 0) & 0xe0) !== 0x20) return false
  return !special.some(network => isInNetwork(address, network))
}

export const isLoopbackAddress = (address: string): boolean =>
  isInNetwork(address, '127.0.0.0/8') || isInNetwork(address, '::1/128')
