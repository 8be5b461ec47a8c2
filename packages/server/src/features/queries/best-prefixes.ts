export interface CountedValue {
  readonly label: string
  /** foldText of it. */
  readonly folded: string
  readonly count: number
}

export interface RankedValue extends CountedValue {
  /** Length of the shortest prefix of `folded` among whose `most` first values this one is, in UTF-16 units. */
  readonly best: number
}

/** Longer values are no proposals, and an index entry has room for 2,700 bytes. */
export const LONGEST_VALUE = 300

interface Placed {
  readonly value: CountedValue
  readonly isPlaced: boolean
}

/**
 * Yields groups of values, each with the prefix from which on it is proposed; `values` stand in the order in which they are.
 * Every longer prefix of a value is answered by a part of the values, in the same order, so whoever is among the first stays
 * there. Values that no prefix reaches (more than `most` that differ in case alone) are left out, and so are those longer than
 * LONGEST_VALUE. Hundred thousands take half a second in all: whoever takes the groups can let others have their turn.
 */
export function* bestPrefixes(values: readonly CountedValue[], most: number): Generator<RankedValue[]> {
  const fitting = values.filter(({ label, folded }) => label.length <= LONGEST_VALUE && folded.length <= LONGEST_VALUE)
  yield* rank(
    fitting.map(value => ({ value, isPlaced: false })),
    0,
    most,
  )
}

/** `group`: all that begin with the same `length` units, and whether a shorter prefix has them already. */
function* rank(group: readonly Placed[], length: number, most: number): Generator<RankedValue[]> {
  yield group.slice(0, most).flatMap(({ value, isPlaced }) => (isPlaced ? [] : [{ ...value, best: length }]))
  if (group.length <= most) return
  const rest = new Map<string, Placed[]>()
  for (const [i, { value, isPlaced }] of group.entries()) {
    if (value.folded.length <= length) continue
    const next = value.folded.charAt(length)
    const same = rest.get(next)
    const entry = { value, isPlaced: isPlaced || i < most }
    if (same === undefined) rest.set(next, [entry])
    else same.push(entry)
  }
  for (const same of rest.values()) if (same.some(entry => !entry.isPlaced)) yield* rank(same, length + 1, most)
}
