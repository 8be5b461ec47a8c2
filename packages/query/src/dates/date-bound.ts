/** Units of `now-7d` and of rounding `now/d`. Months and years are the calendar's in UTC. */
export type DateUnit = 's' | 'm' | 'h' | 'd' | 'w' | 'M' | 'y'

/**
 * An instant or a stretch of time as written: `2024-03` is a month, `2024-03-31` a day, a timestamp its second or millisecond,
 * `now-7d` an instant that is known when the query is evaluated, `now/d` the whole day of it.
 */
export type DateBound =
  | { readonly kind: 'absolute'; readonly fromMs: number; readonly toMs: number }
  | { readonly kind: 'now'; readonly shifts: readonly DateShift[]; readonly round: DateUnit | null }

export interface DateShift {
  /** Signed: -7 with unit 'd' is seven days before. */
  readonly count: number
  readonly unit: DateUnit
}
