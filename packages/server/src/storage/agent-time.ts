/** 9999-12-31T23:59:59.999Z: beyond it neither ISO texts nor people's eyes agree on what a year is. */
const LAST_MS = 253_402_300_799_999

/**
 * An instant that an agent says, as a date that every layer can hold. Agents' clocks are off by years and hostile agents
 * say 2^53: the nearest end of 1970…9999 is stored, shown, and used for nothing but ordering that agent's own events.
 */
export function agentTimeMs(ms: number): number {
  return Math.min(Math.max(ms, 0), LAST_MS)
}
