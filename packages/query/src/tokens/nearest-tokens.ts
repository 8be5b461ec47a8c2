import type { Token } from './token.ts'

/** Longer names are not compared: none of ours is near to them, and the table below is quadratic. */
const LONGEST = 48
/** Of fewer letters too many names hold some. */
const SHORTEST_PART = 4

/** Up to three tokens whose name or alias is what somebody may have meant by `name`, nearest first. */
export function nearestTokens(name: string, tokens: readonly Token[]): readonly Token[] {
  if (name.length > LONGEST) return []
  const wanted = name.toLowerCase()
  return tokens
    .map(token => ({ token, far: Math.min(...namesOf(token).map(known => farness(wanted, known))) }))
    .filter(({ far }) => far < Number.POSITIVE_INFINITY)
    .toSorted((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ token }) => token)
}

/** Steps of a typing mistake; behind them names that hold the word (`status`: scanStatus), or that it ends with (`hostName`). */
function farness(wanted: string, known: string): number {
  const most = Math.max(1, Math.floor(wanted.length / 3))
  const steps = Math.abs(known.length - wanted.length) > most ? most + 1 : distance(wanted, known)
  if (steps <= most) return steps
  if (wanted.length >= SHORTEST_PART && known.includes(wanted)) return LONGEST
  return known.length >= SHORTEST_PART && wanted.endsWith(known) ? LONGEST + 1 : Number.POSITIVE_INFINITY
}

/** The last part of a dotted name is what people remember of it. */
const namesOf = (token: Token): string[] =>
  [token.name, ...(token.aliases ?? [])].flatMap(name => {
    const last = name.slice(name.lastIndexOf('.') + 1)
    return last === name ? [name.toLowerCase()] : [name.toLowerCase(), last.toLowerCase()]
  })

/** Steps from one word to the other: a letter more, less, other, or two exchanged (optimal string alignment). */
function distance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const line = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      const exchanged = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      line.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (line[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + (same ? 0 : 1),
          exchanged ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    beforeLast = last
    last = line
  }
  return last[b.length] ?? 0
}
