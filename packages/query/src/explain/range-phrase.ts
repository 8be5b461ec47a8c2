import type { Range } from '../tree/tree.ts'

/** How one says where something lies from a bound, by the kind of the value. */
export interface RangeWords<T> {
  same(value: T): string
  above(value: T): string
  from(value: T): string
  below(value: T): string
  upTo(value: T): string
}

/** A range as a sentence's end: "is more than 5", "is 10 or more and is 20 or less". */
export function rangePhrase<T>({ low, high }: Range<T>, words: RangeWords<T>): string {
  const isOne = low !== null && high !== null && low.included && high.included
  if (isOne && JSON.stringify(low.value) === JSON.stringify(high.value)) return words.same(low.value)
  const ends = [
    ...(low === null ? [] : [low.included ? words.from(low.value) : words.above(low.value)]),
    ...(high === null ? [] : [high.included ? words.upTo(high.value) : words.below(high.value)]),
  ]
  return ends.join(' and ')
}
