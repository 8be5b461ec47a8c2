import { Problem } from '../errors/problem.ts'

/** Milliseconds of the parameter `asOf`; undefined without it: the present. Throws Problem `as_of_future`. */
export function readAsOf(asOf: string | undefined, nowMs: number): number | undefined {
  if (asOf === undefined) return undefined
  const ms = Date.parse(asOf)
  // RFC 3339 has a second 60, and offsets that lead beyond the years that dates have.
  if (Number.isNaN(ms)) throw new Problem('malformed', { field: 'asOf', detail: 'that instant does not exist' })
  if (ms > nowMs) {
    const now = new Date(nowMs).toISOString()
    throw new Problem('as_of_future', { field: 'asOf', detail: `it is ${now} by the clock of the server` })
  }
  return ms
}

/** Throws Problem `as_of_no_history` where something is asked of the past that has none. */
export function refuseWithoutPast(field: string, what: string): never {
  throw new Problem('as_of_no_history', { field, detail: `no history is kept of ${what}` })
}
