/** Stable; pages and programs branch on the codes. The sentences stand in docs/errors.md. */
export const scheduleProblemTexts = {
  schedule_malformed: 'A schedule is an object with a type.',
  schedule_member_unknown: 'A member is there that schedules of this type do not have.',
  schedule_type: 'There is no such type of schedule.',
  schedule_start: 'The start is not a date that exists with a time of day.',
  schedule_start_past:
    'The start is over. In the zone of the agents it is over when the last zone on earth has passed it.',
  schedule_until: 'The last date is not a date that exists.',
  schedule_until_before_start: 'The last date lies before the start.',
  schedule_zone: 'There is no such time zone in the IANA list as this server has it; offsets like +02:00 are no zones.',
  schedule_every: 'The number of days, weeks or months between runs is not a whole number within its limits.',
  schedule_days: 'The weekdays are not a list of weekdays, or there is none.',
  schedule_dates: 'The dates are not a list of dates of a month, or neither a date nor the last day is chosen.',
  schedule_weekdays: 'The weekdays of a month lack their place in it, or there is none.',
  schedule_offset: 'Patch Tuesday is moved by more than 27 days, or not by whole days.',
  schedule_never: 'Between start and last date there is no day on which this runs.',
  window_malformed: 'A window says `appliesTo` (`start` or `finish`) and `minutes`, from 1 to 10,080.',
} as const
export type ScheduleProblemCode = keyof typeof scheduleProblemTexts

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
