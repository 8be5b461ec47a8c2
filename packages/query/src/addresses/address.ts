/** An IP address as numbers: 4 groups of 8 bits or 8 groups of 16. */
export interface Address {
  readonly version: 4 | 6
  readonly groups: readonly number[]
}

const bitsOf = { 4: 8, 6: 16 } as const
export const widthOf = { 4: 32, 6: 128 } as const

/** Strict: dotted decimals without leading zeros, or RFC 4291 §2.2 text without a zone. Null for anything else. */
export function parseAddress(text: string): Address | null {
  if (!text.includes(':')) {
    const groups = parseV4(text)
    return groups === null ? null : { version: 4, groups }
  }
  const groups = parseV6(text)
  return groups === null ? null : { version: 6, groups }
}

function parseV4(text: string): number[] | null {
  const parts = text.split('.', 5)
  if (parts.length !== 4 || !parts.every(part => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return null
  return parts.map(Number)
}

function parseV6(text: string): number[] | null {
  const halves = text.split('::', 3)
  if (halves.length > 2) return null
  const [head, tail] = halves.map((half, index) => groupsOf(half, index === halves.length - 1))
  if (head === null || head === undefined || tail === null) return null
  if (tail === undefined) return head.length === 8 ? head : null
  // "::" stands for one group of zeros at least.
  const missing = 8 - head.length - tail.length
  return missing < 1 ? null : [...head, ...Array<number>(missing).fill(0), ...tail]
}

function groupsOf(text: string, isLast: boolean): number[] | null {
  if (text === '') return []
  const parts = text.split(':', 9)
  const groups: number[] = []
  for (const [index, part] of parts.entries()) {
    if (isLast && index === parts.length - 1 && part.includes('.')) {
      const v4 = parseV4(part)
      if (v4 === null) return null
      const [a = 0, b = 0, c = 0, d = 0] = v4
      groups.push(a * 256 + b, c * 256 + d)
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16))
    else return null
  }
  return groups
}

/** The address with all bits behind the first `prefix` zero. */
export function masked({ version, groups }: Address, prefix: number): Address {
  const bits = bitsOf[version]
  return {
    version,
    groups: groups.map((group, index) => {
      const kept = Math.max(0, Math.min(bits, prefix - index * bits))
      return group & ~((1 << (bits - kept)) - 1)
    }),
  }
}

/** Canonical text, as PostgreSQL and RFC 5952 write it: lower case, the longest run of zero groups as `::`. */
export function addressText({ version, groups }: Address): string {
  if (version === 4) return groups.join('.')
  const zeros = longestZeros(groups)
  // An IPv4 address inside (RFC 5952 §5) is written with dots where PostgreSQL's inet_net_ntop does.
  if (zeros.from === 0 && (zeros.length === 6 || (zeros.length === 5 && groups[5] === 0xffff))) {
    const [high = 0, low = 0] = groups.slice(6)
    return `::${zeros.length === 5 ? 'ffff:' : ''}${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`
  }
  const hex = groups.map(group => group.toString(16))
  if (zeros.length < 2) return hex.join(':')
  return `${hex.slice(0, zeros.from).join(':')}::${hex.slice(zeros.from + zeros.length).join(':')}`
}

function longestZeros(groups: readonly number[]): { from: number; length: number } {
  let best = { from: -1, length: 0 }
  for (let from = 0; from < groups.length; from++) {
    let to = from
    while (groups[to] === 0) to++
    if (to - from > best.length) best = { from, length: to - from }
    from = Math.max(from, to)
  }
  return best
}
