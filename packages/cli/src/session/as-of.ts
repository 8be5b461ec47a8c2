import type { Clock } from '@patchyard/domain'
import { CliConfigError } from './cli-config.ts'

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

const absolute = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/

/**
 * The instant of `--as-of`, as the API takes it: a day (its first moment), a time, UTC unless it says otherwise, or how long ago (`-30d`; m, h, d,
 * w). Throws CliConfigError for anything else; whether it has passed is for the server to say.
 */
export function readAsOf(text: string, clock: Pick<Clock, 'nowMs'>): string {
  const ago = /^-(\d{1,6})([mhdw])$/.exec(text)
  const day = absolute.exec(text)
  const ms =
    ago !== null
      ? clock.nowMs() - Number(ago[1]) * (unitMs[ago[2] ?? ''] ?? Number.NaN)
      : day !== null
        ? instantOf(day[1] ?? '', day[2] ?? '00:00', day[3] ?? 'Z')
        : Number.NaN
  if (Number.isNaN(ms) || Math.abs(ms) > 8.64e15) {
    const forms = '2026-10-01, 2026-10-01T12:00Z or -30d (m, h, d, w)'
    throw new CliConfigError('config_invalid', `--as-of takes an instant such as ${forms}, not "${text}"`)
  }
  return new Date(ms).toISOString()
}

/** Of a day that exists: 30 February would become 2 March. */
function instantOf(day: string, time: string, zone: string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  const exists = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day)
  return exists ? Date.parse(`${day}T${time}${zone}`) : Number.NaN
}
