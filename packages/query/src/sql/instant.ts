import { EARLIEST_MS, LATEST_MS } from '../dates/resolve-date.ts'
import { param, type SqlFragment, sql } from './fragment.ts'

/** A moment as a parameter; beyond the years that both sides have, their edge. */
export const instant = (ms: number): SqlFragment =>
  sql`${param(new Date(Math.max(EARLIEST_MS, Math.min(LATEST_MS, ms))).toISOString())}::timestamptz`
