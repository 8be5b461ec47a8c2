import { type Address, addressText, masked, parseAddress } from '@patchyard/query'

/** A range that the language can ask for, or what is wrong with it in words. */
export type RangeNetworks = { readonly networks: readonly string[] } | { readonly wrong: string }

const widths = { 4: 32, 6: 128 } as const

/**
 * Networks that together are the range: `10.0.0.0/8`, one address, or `192.0.2.10 - 192.0.2.99`. A range of addresses needs at
 * most 62 networks (IPv4) or 254 (IPv6).
 */
export function rangeNetworks(text: string): RangeNetworks {
  const parts = text.split('-').map(part => part.trim())
  if (parts.length === 1) return network(parts[0] ?? '')
  if (parts.length > 2) return { wrong: 'a range is two addresses with one hyphen between them' }
  const [low, high] = parts.map(part => parseAddress(part))
  if (low === null || low === undefined) return { wrong: `"${parts[0]}" is no IP address` }
  if (high === null || high === undefined) return { wrong: `"${parts[1]}" is no IP address` }
  if (low.version !== high.version) return { wrong: 'one address is IPv4, the other IPv6' }
  const [from, to] = [numberOf(low), numberOf(high)]
  if (from > to) return { wrong: 'the range begins after its end' }
  return { networks: covering(from, to, low.version) }
}

function network(text: string): RangeNetworks {
  const [address = '', length, more] = text.split('/')
  const parsed = parseAddress(address)
  if (parsed === null || more !== undefined) return { wrong: `"${text}" is no IP address and no network` }
  if (length === undefined) return { networks: [addressText(parsed)] }
  const bits = /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN
  if (!(bits <= widths[parsed.version])) return { wrong: `"/${length}" is no length of a network here` }
  const whole = masked(parsed, bits)
  if (addressText(whole) !== addressText(parsed)) {
    return { wrong: `${text} has bits behind its length; the network is ${addressText(whole)}/${bits}` }
  }
  return { networks: [`${addressText(whole)}/${bits}`] }
}

/** From the lowest address on, each time the largest network that begins there and ends inside. */
function covering(from: bigint, to: bigint, version: 4 | 6): string[] {
  const width = widths[version]
  const networks: string[] = []
  for (let at = from; at <= to; ) {
    let bits = 0
    while (bits < width && (at & ((1n << BigInt(bits + 1)) - 1n)) === 0n && at + (1n << BigInt(bits + 1)) - 1n <= to) {
      bits += 1
    }
    const address = addressText(addressOf(at, version))
    networks.push(bits === 0 ? address : `${address}/${width - bits}`)
    at += 1n << BigInt(bits)
  }
  return networks
}

const groupBits = { 4: 8n, 6: 16n } as const

const numberOf = ({ version, groups }: Address): bigint =>
  groups.reduce((all, group) => (all << groupBits[version]) | BigInt(group), 0n)

function addressOf(value: bigint, version: 4 | 6): Address {
  const bits = groupBits[version]
  const count = version === 4 ? 4 : 8
  const groups = Array.from({ length: count }, (_, i) =>
    Number((value >> (bits * BigInt(count - 1 - i))) & ((1n << bits) - 1n)),
  )
  return { version, groups }
}
