/** Stable; pages and programs branch on them. */
export const scheduleProblemCodes = [
  'schedule_malformed',
  'schedule_member_unknown',
  'schedule_type',
  'schedule_start',
  'schedule_start_past',
  'schedule_until',
  'schedule_until_before_start',
  'schedule_zone',
  'schedule_every',
  'schedule_days',
  'schedule_dates',
  'schedule_weekdays',
  'schedule_offset',
  'schedule_never',
  'window_malformed',
] as const
export type ScheduleProblemCode = (typeof scheduleProblemCodes)[number]

export interface ScheduleProblem {
  readonly code: ScheduleProblemCode
  /** Member of the schedule or window; '' for the whole of it. */
  readonly at: string
  /** Where, what was found, what is allowed. */
  readonly message: string
}

/** What was found, short enough for a sentence; control characters of hostile texts come out escaped. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') return typeof value
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
