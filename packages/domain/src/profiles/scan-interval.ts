import type { LicenceKind } from '../licences/licence.ts'

/**
 * The shortest interval that a profile may be given while this licence counts. A profile keeps its
 * interval when a licence ends; `scanIntervalS` says what that comes to, and after the renewal it counts again.
 */
export const shortestScanS: { readonly [K in LicenceKind]: number } = {
  free: 24 * 3600,
  trial: 4 * 3600,
  full: 4 * 3600,
}
export const longestScanS = 7 * 24 * 3600

/** What the default assessment profile of a new subscription says; on Free the licence makes 24 hours of it. */
export const defaultScanS = 4 * 3600

/** How often an agent scans under this licence, seconds: Free scans once a day at most; nothing is stored for it. */
export const scanIntervalS = (kind: LicenceKind, wantedS: number): number =>
  kind === 'free' ? Math.max(wantedS, shortestScanS.free) : wantedS
