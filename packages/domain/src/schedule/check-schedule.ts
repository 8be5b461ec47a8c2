import { checkMembers } from './check-members.ts'
import { isRecurring } from './is-recurring.ts'
import { type Schedule, scheduleTypes, scheduleLimits, type TimedSchedule } from './schedule.ts'
import { type ScheduleProblem, shown } from './schedule-problem.ts'
import { tidySchedule } from './schedule-text.ts'
import { scheduledDays, startOf } from './scheduled-days.ts'
import { DAY_MS, MINUTE_MS, parseDate } from '../zones/civil-date.ts'
import { readWall } from '../zones/wall-time.ts'
import { platformZones, type ZoneRules } from '../zones/zone-rules.ts'

export type CheckedSchedule =
  | { readonly schedule: Schedule; readonly problems: readonly [] }
  | { readonly schedule: null; readonly problems: readonly [ScheduleProblem, ...ScheduleProblem[]] }

export interface ScheduleCheck {
  /**
   * Refuses a start that is over, the running minute not counted; without it any start is taken, as for a job that is
   * edited and keeps its start. In the zone of the agents it is over when it is over for the last zone on earth.
   */
  readonly nowMs?: number
  readonly rules?: ZoneRules
}

/** Any value in, a tidy schedule or everything that is wrong with it out. Never throws. */
export function checkSchedule(value: unknown, { nowMs, rules = platformZones }: ScheduleCheck = {}): CheckedSchedule {
  const members = asRecord(value)
  if (members === null)
    return refused([problem('schedule_malformed', '', `a schedule is an object, not ${shown(value)}`)])
  const type = scheduleTypes.find(one => one === members['type'])
  if (type === undefined)
    return refused([
      problem('schedule_type', 'type', `type: ${shown(members['type'])} is none of ${scheduleTypes.join(', ')}`),
    ])
  const problems = checkMembers(type, members, rules)
  if (problems.length > 0) return refused(problems)
  // Every member was looked at: the value has the shape of its type.
  const schedule = tidySchedule(members as unknown as Schedule)
  if (schedule.type === 'onDemand') return { schedule, problems: [] }
  const wrong = timeProblem(schedule, nowMs, rules)
  return wrong === null ? { schedule, problems: [] } : refused([wrong])
}

function timeProblem(schedule: TimedSchedule, nowMs: number | undefined, rules: ZoneRules): ScheduleProblem | null {
  if (schedule.type === 'monthlyDates' && schedule.dates.length === 0 && !schedule.lastDay)
    return problem('schedule_dates', 'dates', 'dates: neither a date of the month nor its last day is chosen')
  if (isRecurring(schedule) && schedule.until !== null) {
    const { until } = schedule
    const startDay = startOf(schedule).day
    if ((parseDate(until) ?? startDay) < startDay)
      return problem('schedule_until_before_start', 'until', `until: ${until} lies before the start, ${schedule.start}`)
    if (scheduledDays(schedule, startDay).next().done === true)
      return problem('schedule_never', '', `from ${schedule.start} until ${until} there is no day on which this runs`)
  }
  if (nowMs !== undefined && lastInstantOfStart(schedule, rules) + MINUTE_MS <= nowMs)
    return problem('schedule_start_past', 'start', `start: ${schedule.start} is over`)
  return null
}

/** The westernmost zone is 12 hours behind UTC. */
function lastInstantOfStart(schedule: TimedSchedule, rules: ZoneRules): number {
  const { day, minute } = startOf(schedule)
  const wall = day * DAY_MS + minute * MINUTE_MS
  return schedule.zone === null ? wall + DAY_MS / 2 : readWall(wall, schedule.zone, rules).atMs
}

/** Null and a window of whole minutes within the limits are taken. Never throws. */
export function checkWindow(value: unknown): readonly ScheduleProblem[] {
  if (value === null) return []
  const members = asRecord(value)
  if (members === null) return [problem('window_malformed', '', `a window is an object or null, not ${shown(value)}`)]
  const { min, max } = scheduleLimits.windowMinutes
  const { appliesTo, minutes, ...others } = members
  const problems: ScheduleProblem[] = Object.keys(others).map(name =>
    problem('window_malformed', name.slice(0, 60), `a window has no member ${shown(name)}`),
  )
  if (appliesTo !== 'start' && appliesTo !== 'finish')
    problems.push(
      problem('window_malformed', 'appliesTo', `appliesTo: ${shown(appliesTo)} is neither "start" nor "finish"`),
    )
  if (!Number.isInteger(minutes) || (minutes as number) < min || (minutes as number) > max)
    problems.push(
      problem(
        'window_malformed',
        'minutes',
        `minutes: ${shown(minutes)} is not a whole number from ${min} to ${max} (a week)`,
      ),
    )
  return problems
}

const asRecord = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null

const problem = (code: ScheduleProblem['code'], at: string, message: string): ScheduleProblem => ({ code, at, message })

function refused(problems: readonly ScheduleProblem[]): CheckedSchedule {
  const [first, ...others] = problems
  if (first === undefined) throw new RangeError('a refusal names at least one problem')
  return { schedule: null, problems: [first, ...others] }
}
