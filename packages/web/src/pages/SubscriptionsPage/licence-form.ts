import type { CallInput, Subscription } from '@patchyard/api'

export interface LicenceForm {
  readonly kind: 'free' | 'trial' | 'full'
  /** Digits, or empty for any number. */
  readonly limit: string
  /** `2026-12-31`, the last day in UTC, or empty for never. */
  readonly lastDay: string
}

const DAY_MS = 86_400_000

export function formOf({ kind, limit, endAt }: Subscription['licence']): LicenceForm {
  return {
    kind: kind === 'free' || kind === 'trial' ? kind : 'full',
    limit: limit === null ? '' : String(limit),
    // The end is the first instant that is not covered any more.
    lastDay: endAt === null ? '' : new Date(Date.parse(endAt) - 1).toISOString().slice(0, 10),
  }
}

/** Null while something is missing or makes no sense. */
export function licenceRequest(form: LicenceForm): NonNullable<CallInput<'setLicence'>['body']> | null {
  if (form.kind === 'free') return { kind: 'free' }
  const limit = form.limit.trim()
  if (limit !== '' && !/^[1-9]\d{0,7}$/.test(limit)) return null
  if (Number(limit) > 10_000_000) return null
  const dayMs = form.lastDay === '' ? null : Date.parse(`${form.lastDay}T00:00:00Z`)
  if (Number.isNaN(dayMs) || (dayMs === null && form.kind === 'trial')) return null
  return {
    kind: form.kind,
    limit: limit === '' ? null : Number(limit),
    endAt: dayMs === null ? null : new Date(dayMs + DAY_MS).toISOString(),
  }
}
