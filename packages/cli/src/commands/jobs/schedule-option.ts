import {
  checkSchedule,
  checkWindow,
  type NthWeekday,
  type PatchWindow,
  type Schedule,
  usualWindow,
  type JobPlatform,
  weekdays,
} from '@patchyard/domain'
import { type Command, Option } from 'commander'
import { CliConfigError } from '../../session/cli-config.ts'

export interface ScheduleOptions {
  readonly schedule?: string
  readonly start?: string
  readonly zone?: string
  readonly until?: string
  readonly every?: string
  readonly window?: string
  readonly windowFor?: 'start' | 'finish'
}

export const scheduleOptions = (command: Command): Command =>
  command
    .option(
      '--schedule <when>',
      'on-demand, once, daily, weekly:monday,friday, monthly:1,15,last, monthly:2nd-tuesday,last-friday, patch-tuesday+3 or none',
    )
    .option('--start <time>', 'first moment at which it may run, as clocks show it: 2027-01-05T22:00')
    .option('--zone <zone>', "time zone, such as Europe/Berlin; without one: each agent's own")
    .option('--until <date>', 'last date on which a run may begin')
    .option('--every <n>', 'every n days, weeks or months')
    .option('--window <minutes>', 'patching window; 0: none')
    .addOption(
      new Option(
        '--window-for <what>',
        'what must be within the window; on Linux usually "finish", else "start"',
      ).choices(['start', 'finish']),
    )

const refused = (message: string): CliConfigError => new CliConfigError('config_invalid', message)

/** undefined: not said; null: none yet. Throws CliConfigError with all that is wrong. */
export function scheduleOf(options: ScheduleOptions): Schedule | null | undefined {
  const { schedule: text, start, zone, until, every } = options
  if (text === undefined) {
    if ([start, zone, until, every].some(one => one !== undefined))
      throw refused('--start, --zone, --until and --every need --schedule')
    return undefined
  }
  if (text === 'none') return null
  const [kind = '', list = ''] = text.split(':')
  const timed = { start, zone: zone ?? null }
  const recurring = { ...timed, until: until ?? null, every: every === undefined ? 1 : Number(every) }
  const parsed = partsOf(kind, list, timed, recurring)
  if (parsed === null) throw refused(`--schedule ${text}: no such schedule; --help has examples`)
  const { schedule, problems } = checkSchedule(parsed)
  if (schedule === null) throw refused(problems.map(one => one.message).join('; '))
  return schedule
}

function partsOf(kind: string, list: string, timed: object, recurring: object): object | null {
  const items = list === '' ? [] : list.split(',').map(one => one.trim().toLowerCase())
  const tuesday = /^patch-tuesday([+-]\d{1,2})?$/.exec(kind)
  if (tuesday !== null && list === '')
    return { type: 'patchTuesday', ...recurring, offsetDays: Number(tuesday[1] ?? 0) }
  if (kind === 'weekly') return { type: 'weekly', ...recurring, days: items }
  if (kind === 'monthly') return monthly(items, recurring)
  if (list !== '') return null
  if (kind === 'on-demand') return { type: 'onDemand' }
  if (kind === 'once') return { type: 'once', ...timed }
  return kind === 'daily' ? { type: 'daily', ...recurring } : null
}

function monthly(items: readonly string[], recurring: object): object | null {
  const named = items.map(nthOf)
  if (items.length > 0 && named.every(one => one !== null)) {
    return { type: 'monthlyWeekdays', ...recurring, weekdays: named }
  }
  const dates = items.filter(one => one !== 'last')
  if (items.length === 0 || !dates.every(one => /^\d{1,2}$/.test(one))) return null
  return { type: 'monthlyDates', ...recurring, dates: dates.map(Number), lastDay: dates.length < items.length }
}

/** `2nd-tuesday`, `last-friday`. */
function nthOf(text: string): NthWeekday | null {
  const [, nth, day] = /^(1st|2nd|3rd|4th|5th|last)-([a-z]+)$/.exec(text) ?? []
  const weekday = weekdays.find(one => one === day)
  if (nth === undefined || weekday === undefined) return null
  return { nth: nth === 'last' ? 'last' : (Number(nth[0]) as 1 | 2 | 3 | 4 | 5), weekday }
}

/** undefined: not said; null: none. */
export function windowOf(options: ScheduleOptions, platform: JobPlatform): PatchWindow | null | undefined {
  if (options.window === undefined) {
    if (options.windowFor !== undefined) throw refused('--window-for needs --window')
    return undefined
  }
  if (options.window === '0') return null
  const window = { appliesTo: options.windowFor ?? usualWindow[platform], minutes: Number(options.window) }
  const problems = checkWindow(window)
  if (problems.length > 0) throw refused(problems.map(one => one.message).join('; '))
  return window
}
