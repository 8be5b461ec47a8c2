import type { ScanState, ScanTrigger, Settings } from '../journal/schema.ts'

export interface ScanFacts {
  readonly scan: ScanState | null
  readonly settings: Settings
  readonly boot: string
  readonly uptimeS: number
  /** This process has not scanned yet. */
  readonly atStart: boolean
}

/** A restart of the agent this soon after a scan brings no new one. */
const FRESH_S = 300

/**
 * Why a scan is due now, or seconds until one is. Intervals count uptime: a wall clock that jumps makes no storm of scans, and a laptop
 * that slept through its date scans when it wakes.
 */
export function scanDue(facts: ScanFacts): { due: ScanTrigger } | { inS: number } {
  const { scan, settings, boot, uptimeS } = facts
  if (scan === null) return { due: 'start' }
  // One wish is one scan: it counts as served when a scan was begun for it, whatever its clock said.
  if (settings.scanAfter > scan.servedScanAfter && scan.startedMs < settings.scanAfter) return { due: 'asked' }
  const sameBoot = scan.boot === boot
  const sinceS = sameBoot ? uptimeS - scan.startedUptimeS : Number.POSITIVE_INFINITY
  if (facts.atStart && sinceS > FRESH_S) return { due: 'start' }
  if (sinceS >= settings.scanEveryS) return { due: 'timer' }
  return { inS: settings.scanEveryS - sinceS }
}
