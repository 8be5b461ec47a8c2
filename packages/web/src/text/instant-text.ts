import { t } from '../i18n/text.ts'

/** Times as people read them: local with the name of the zone, in UTC, and how long ago. */

const pad = (value: number): string => String(value).padStart(2, '0')

function partsOf(at: Date, timeZone: string | undefined): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...(timeZone === undefined ? {} : { timeZone }),
  })
  return Object.fromEntries(format.formatToParts(at).map(part => [part.type, part.value]))
}

// Each English knows the short names of its own part of the world (CET, EST, IST …) and says GMT+n elsewhere.
const englishes = ['en-GB', 'en-US', 'en-CA', 'en-AU', 'en-IN', 'en-ZA']

function zoneName(at: Date, timeZone: string | undefined): string {
  const names = englishes.map(locale => {
    const format = new Intl.DateTimeFormat(locale, {
      timeZoneName: 'short',
      ...(timeZone === undefined ? {} : { timeZone }),
    })
    return format.formatToParts(at).find(part => part.type === 'timeZoneName')?.value ?? ''
  })
  return names.find(name => name !== '' && !/^(GMT|UTC)[+-]/.test(name)) ?? names[0] ?? ''
}

interface LocalTextOptions {
  /** An IANA name, or nothing for the zone of the machine. */
  readonly timeZone?: string
  readonly seconds?: boolean
}

/** "2026-11-21 15:00 CET", or "2026-11-21 15:00:09 CET". */
export function localText(atMs: number, { timeZone, seconds = false }: LocalTextOptions = {}): string {
  const at = new Date(atMs)
  const part = partsOf(at, timeZone)
  return `${part['year']}-${part['month']}-${part['day']} ${part['hour']}:${part['minute']}${seconds ? `:${part['second']}` : ''} ${zoneName(at, timeZone)}`
}

/** "2026-11-21 14:00:09 UTC". */
export function utcText(atMs: number): string {
  const at = new Date(atMs)
  const date = `${at.getUTCFullYear()}-${pad(at.getUTCMonth() + 1)}-${pad(at.getUTCDate())}`
  return `${date} ${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}:${pad(at.getUTCSeconds())} UTC`
}

const steps = [
  ['time.days', 86_400_000],
  ['time.hours', 3_600_000],
  ['time.minutes', 60_000],
] as const

function amount(ms: number): string {
  for (const [unit, size] of steps) {
    const count = Math.floor(ms / size)
    if (count >= 1) return t(unit, { count })
  }
  return ''
}

/** "3 min ago", "just now", "in 2 days". */
export function agoText(atMs: number, nowMs: number): string {
  const text = amount(Math.abs(nowMs - atMs))
  if (text === '') return t('time.justNow')
  return t(atMs <= nowMs ? 'time.ago' : 'time.in', { time: text })
}

/** "12 s", "3 min 20 s", "1 h 5 min", "2 days 3 h". */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ]
  const parts = [
    days > 0 ? t('time.days', { count: days }) : '',
    hours > 0 ? t('time.hours', { count: hours }) : '',
    minutes > 0 ? t('time.minutes', { count: minutes }) : '',
    seconds % 60 > 0 || seconds === 0 ? t('time.seconds', { count: seconds % 60 }) : '',
  ].filter(part => part !== '')
  return parts.slice(0, 2).join(' ')
}
