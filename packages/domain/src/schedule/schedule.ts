import type { Weekday } from '../profiles/profile-document.ts'

/**
 * When a job runs, as data (docs/schedules.md). The time of day of every run is that of `start`, and the first run is the
 * first matching moment at or after it. Instants come out of it only together with a zone (schedule/runs).
 */
export type Schedule = OnDemandSchedule | OnceSchedule | RecurringSchedule

/** As soon as the job is enabled. */
export interface OnDemandSchedule {
  readonly type: 'onDemand'
}

export interface OnceSchedule extends Timed {
  readonly type: 'once'
}

export type RecurringSchedule =
  | DailySchedule
  | WeeklySchedule
  | MonthlyDatesSchedule
  | MonthlyWeekdaysSchedule
  | PatchTuesdaySchedule

export type TimedSchedule = OnceSchedule | RecurringSchedule

interface Timed {
  /** `YYYY-MM-DDTHH:MM` on the wall clock of the zone. */
  readonly start: string
  /** IANA name; null: each asset's own zone. */
  readonly zone: string | null
}

interface Recurring extends Timed {
  /** `YYYY-MM-DD`, the last date on which a run may begin; null: no end. */
  readonly until: string | null
  /** Every n days, weeks or months. The day, week or month of the first run is the first that counts. */
  readonly every: number
}

export interface DailySchedule extends Recurring {
  readonly type: 'daily'
}

/** Weeks begin on Monday. */
export interface WeeklySchedule extends Recurring {
  readonly type: 'weekly'
  readonly days: readonly Weekday[]
}

/** A month that lacks a date has no run on it. */
export interface MonthlyDatesSchedule extends Recurring {
  readonly type: 'monthlyDates'
  /** 1–31; may be empty with `lastDay`. */
  readonly dates: readonly number[]
  readonly lastDay: boolean
}

/** A month without a fifth such weekday has no run on it. */
export interface MonthlyWeekdaysSchedule extends Recurring {
  readonly type: 'monthlyWeekdays'
  readonly weekdays: readonly NthWeekday[]
}

export interface NthWeekday {
  readonly nth: Nth
  readonly weekday: Weekday
}

export const nths = [1, 2, 3, 4, 5, 'last'] as const
export type Nth = (typeof nths)[number]

/** Patch Tuesday is the second Tuesday of a month; the run may fall into the month before or after it. */
export interface PatchTuesdaySchedule extends Recurring {
  readonly type: 'patchTuesday'
  /** Negative: before it. */
  readonly offsetDays: number
}

export const scheduleTypes = [
  'onDemand',
  'once',
  'daily',
  'weekly',
  'monthlyDates',
  'monthlyWeekdays',
  'patchTuesday',
] as const satisfies readonly Schedule['type'][]
export type ScheduleType = Schedule['type']

/** What lists show and filter by. */
export const scheduleKinds: { readonly [T in ScheduleType]: string } = {
  onDemand: 'On-demand',
  once: 'Once',
  daily: 'Daily',
  weekly: 'Weekly',
  monthlyDates: 'Monthly',
  monthlyWeekdays: 'Monthly',
  patchTuesday: 'Monthly',
}

/** Both ends belong to what is allowed. */
export const scheduleLimits = {
  firstYear: 2000,
  lastYear: 2199,
  every: { daily: 366, weekly: 52, monthly: 12 },
  offsetDays: { min: -27, max: 27 },
  zoneLength: 64,
  /** A week: longer ones would lie over the next run of most schedules. */
  windowMinutes: { min: 1, max: 10_080 },
} as const

/**
 * `start`: a task must begin inside the window, and may end after it. `finish`: at the end of the window nothing further
 * begins, the transaction in flight ends, the rest is timed out.
 */
export interface PatchWindow {
  readonly appliesTo: 'start' | 'finish'
  /** Time that passes, not time that clocks show. */
  readonly minutes: number
}

/** What a window is about where nobody chose. */
export const usualWindow = { windows: 'start', macos: 'start', linux: 'finish' } as const satisfies Readonly<
  Record<string, PatchWindow['appliesTo']>
>
