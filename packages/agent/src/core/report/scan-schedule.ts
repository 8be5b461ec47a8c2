import type { ScanState, ScanTrigger, Settings } from '../journal/schema.ts'

export interface ScanFacts {
  readonly scan: ScanState | null
  readonly settings: Settings
  readonly boot: string
  readonly uptimeS: number
  /** This process has not scanned yet. */
  readonly atStart: boolean
  /** 0 … 1, drawn for each scan. */
  readonly fraction: number
}

/** A restart of the agent this soon after a scan brings no new one. */
const FRESH_S = 300
/** Hosts that were installed or started together drift apart, by a twentieth and never by more than a quarter of an hour. */
const SPREAD = 0.05
const LONGEST_SPREAD_S = 900
/** Scanning is suspended: a look now and then, for the profile may change. */
const SUSPENDED_S = 3600

/**
 * Why a scan is due now, or seconds until one is. Intervals count uptime: a wall clock that jumps makes no storm of scans, and a laptop
 * that slept through its date scans when it wakes.
 */
export function scanDue(facts: ScanFacts): { due: ScanTrigger } | { inS: number } {
  const { scan, settings, boot, uptimeS } = facts
  const suspended = settings.profile?.suspendScanning === true
  if (scan === null) {
    const asked = settings.scanAfter > 0
    return suspended && !asked ? { inS: SUSPENDED_S } : { due: asked ? 'asked' : 'start' }
  }
  // One wish is one scan: it counts as served when a scan was begun for it, whatever its clock said.
  if (settings.scanAfter > scan.servedScanAfter && scan.startedMs < settings.scanAfter) return { due: 'asked' }
  if (suspended) return { inS: SUSPENDED_S }
  const sameBoot = scan.boot === boot
  const sinceS = sameBoot ? uptimeS - scan.startedUptimeS : Number.POSITIVE_INFINITY
  if (facts.atStart && sinceS > FRESH_S) return { due: 'start' }
  const everyS = settings.scanEveryS + facts.fraction * Math.min(SPREAD * settings.scanEveryS, LONGEST_SPREAD_S)
  if (sinceS >= everyS) return { due: 'timer' }
  return { inS: everyS - sinceS }
}
