import type { ProfileDocument } from '@patchyard/api'
import {
  defaultProfileDocument,
  type ProfileDocument as DomainDocument,
  profileLimits,
  type Weekday,
  weekdays,
} from '@patchyard/domain'

/** A blackout as it is written: its number keeps it itself while others come and go. */
export interface BlackoutForm {
  readonly id: number
  readonly days: readonly Weekday[]
  /** "08:00". */
  readonly from: string
  /** Hours, such as "2" or "1.5". */
  readonly hours: string
  /** IANA name; empty: each asset's own. */
  readonly zone: string
}

/** Numbers stand as they are typed; empty: no limit, or the usual. */
export interface DocumentForm {
  readonly patching: boolean
  readonly suspendScanning: boolean
  readonly otherUpdaters: ProfileDocument['otherUpdaters']
  readonly checkInS: string
  readonly cacheMb: string
  readonly bandwidthKBs: string
  readonly cpuPercent: string
  readonly memoryMb: string
  readonly blackouts: readonly BlackoutForm[]
}

export const limitFields = ['checkInS', 'cacheMb', 'bandwidthKBs', 'cpuPercent', 'memoryMb'] as const
export type LimitField = (typeof limitFields)[number]

const written = (value: number | null): string => (value === null ? '' : String(value))

export const documentForm = (document: DomainDocument = defaultProfileDocument): DocumentForm => ({
  patching: document.patching,
  suspendScanning: document.suspendScanning,
  otherUpdaters: document.otherUpdaters,
  checkInS: written(document.checkInS),
  cacheMb: written(document.cacheMb),
  bandwidthKBs: written(document.bandwidthKBs),
  cpuPercent: written(document.cpuPercent),
  memoryMb: written(document.memoryMb),
  blackouts: document.blackouts.map((window, id) => ({
    id,
    days: weekdays.filter(day => window.days.includes(day)),
    from: window.from,
    hours: String(Math.round((window.minutes / 60) * 100) / 100),
    zone: window.zone ?? '',
  })),
})

/** A window on working days, to begin with. */
export const newBlackout = (blackouts: readonly BlackoutForm[]): BlackoutForm => ({
  id: Math.max(-1, ...blackouts.map(one => one.id)) + 1,
  days: weekdays.slice(0, 5),
  from: '08:00',
  hours: '10',
  zone: '',
})

/** undefined: not a number that is allowed; null: empty. */
function limitOf(field: LimitField, text: string): number | null | undefined {
  if (text.trim() === '') return field === 'checkInS' ? undefined : null
  const { min, max } = profileLimits[field]
  const value = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN
  return value >= min && value <= max ? value : undefined
}

/** Whole minutes; undefined: no such length. */
export function minutesOf(hours: string): number | undefined {
  const text = hours.trim().replace(',', '.')
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(text)) return undefined
  const minutes = Math.round(Number(text) * 60)
  return minutes >= profileLimits.blackoutMinutes.min && minutes <= profileLimits.blackoutMinutes.max
    ? minutes
    : undefined
}

/** Names of fields that hold no allowed value: a limit, or "blackout 3". */
export function wrongFields(form: DocumentForm): ReadonlySet<string> {
  return new Set([
    ...limitFields.filter(field => limitOf(field, form[field]) === undefined),
    ...form.blackouts
      .filter(one => one.days.length === 0 || !/^\d\d:\d\d$/.test(one.from) || minutesOf(one.hours) === undefined)
      .map(one => `blackout ${one.id}`),
  ])
}

/** The document as the server takes it; null while a field holds no allowed value. */
export function documentOf(form: DocumentForm): ProfileDocument | null {
  if (wrongFields(form).size > 0) return null
  const limit = (field: LimitField): number | null => limitOf(field, form[field]) ?? null
  return {
    patching: form.patching,
    suspendScanning: form.suspendScanning,
    otherUpdaters: form.otherUpdaters,
    checkInS: limit('checkInS') ?? defaultProfileDocument.checkInS,
    cacheMb: limit('cacheMb'),
    bandwidthKBs: limit('bandwidthKBs'),
    cpuPercent: limit('cpuPercent'),
    memoryMb: limit('memoryMb'),
    blackouts: form.blackouts.map(({ days, from, hours, zone }) => ({
      days: [...days],
      from,
      minutes: minutesOf(hours) ?? 0,
      zone: zone === '' ? null : zone,
    })),
  }
}
