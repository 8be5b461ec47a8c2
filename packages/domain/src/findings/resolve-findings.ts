import { type CompareVersions, type InstalledVersions, isSatisfied, type PackageUpdate } from './package-update.ts'

export type FindingStatus = 'missing' | 'installed'

export interface Finding {
  readonly patchId: number
  /** Product track of the patch: one line of versions of one thing on one distribution release. */
  readonly track: string
  readonly status: FindingStatus
  /** false: a newer missing patch of this asset brings every package of this one further. */
  readonly latest: boolean
  /** The machine's own engine offers it. */
  readonly offered: boolean
  /** The catalog says so, by what is installed (`resolveMatched`). Missing is what one of the two says. */
  readonly matched: boolean
  readonly firstSeenMs: number
  readonly sinceMs: number
  /**
   * Since when the asset has lacked something of this track. Every missing finding of one track says the same, so it
   * needs no ledger of its own: the next version takes it over from the finding that it replaces.
   */
  readonly exposedSinceMs: number
}

export interface OfferedPatch {
  readonly patchId: number
  readonly track: string
  readonly packages: readonly PackageUpdate[]
}

export type FindingCause = 'reported' | 'installed' | 'superseded' | 'withdrawn' | 'missing again'

export interface FindingHistory {
  readonly patchId: number
  readonly status: FindingStatus
  readonly fromMs: number
  readonly toMs: number
  readonly cause: FindingCause
}

export interface FindingChanges {
  /** New or changed rows, whole. */
  readonly upserts: readonly Finding[]
  /** Neither missing nor installed any more. */
  readonly removed: readonly number[]
  /** Every state that ended now; states that go on leave no row. */
  readonly history: readonly FindingHistory[]
}

export interface ResolveInput {
  readonly nowMs: number
  /** Present findings of the asset: all missing ones, and the installed ones of patches that are offered now. */
  readonly current: readonly Finding[]
  /** Packages of each missing finding as last offered, to tell whether it was installed. */
  readonly before: ReadonlyMap<number, OfferedPatch>
  readonly offered: readonly OfferedPatch[]
  readonly installed: InstalledVersions
  readonly compare: CompareVersions
}

/**
 * What a report of offered updates means for an asset's findings. The package manager decides what is missing; a
 * missing patch that it no longer offers counts as installed only when its versions are there: a mirror that drops a
 * version installs nothing.
 */
export function resolveFindings(input: ResolveInput): FindingChanges {
  const { nowMs, offered, before } = input
  const current = new Map(input.current.map(f => [f.patchId, f]))
  const offeredIds = new Set(offered.map(o => o.patchId))
  const offeredTracks = new Set(offered.map(o => o.track))
  const latest = latestPatches(offered, input.compare)
  const upserts: Finding[] = []
  const removed: number[] = []
  const history: FindingHistory[] = []
  const exposure = exposureOf(input.current)

  for (const { patchId, track } of offered) {
    const old = current.get(patchId)
    const isLatest = latest.has(patchId)
    if (old?.status === 'missing') {
      if (old.latest !== isLatest || !old.offered) upserts.push({ ...old, latest: isLatest, offered: true })
      continue
    }
    if (old !== undefined) history.push(endedFinding(old, nowMs, 'missing again'))
    upserts.push({
      patchId,
      track,
      status: 'missing',
      latest: isLatest,
      offered: true,
      matched: false,
      firstSeenMs: old?.firstSeenMs ?? nowMs,
      sinceMs: nowMs,
      exposedSinceMs: exposure.get(track) ?? nowMs,
    })
  }

  for (const old of input.current) {
    // What the engine never offered is the catalog's to end.
    if (old.status !== 'missing' || offeredIds.has(old.patchId) || !old.offered) continue
    const was = before.get(old.patchId)
    if (was !== undefined && isSatisfied(was.packages, input.installed, input.compare)) {
      history.push(endedFinding(old, nowMs, 'installed'))
      upserts.push({ ...old, status: 'installed', latest: true, offered: false, matched: false, sinceMs: nowMs })
    } else if (old.matched) {
      upserts.push({ ...old, offered: false })
    } else {
      history.push(endedFinding(old, nowMs, offeredTracks.has(old.track) ? 'superseded' : 'withdrawn'))
      removed.push(old.patchId)
    }
  }
  return { upserts, removed, history }
}

/** By track: since when something of it has been missing without a break. */
export function exposureOf(current: readonly Finding[]): ReadonlyMap<string, number> {
  const exposure = new Map<string, number>()
  for (const { status, track, exposedSinceMs } of current) {
    if (status === 'missing') exposure.set(track, Math.min(exposure.get(track) ?? exposedSinceMs, exposedSinceMs))
  }
  return exposure
}

export function endedFinding(finding: Finding, nowMs: number, cause: FindingCause): FindingHistory {
  // A clock that was set back must not make a period that ends before it begins.
  return {
    patchId: finding.patchId,
    status: finding.status,
    fromMs: Math.min(finding.sinceMs, nowMs),
    toMs: nowMs,
    cause,
  }
}

/** Ids of patches that are not wholly overtaken by other offered ones (several advisories for one package). */
export function latestPatches(offered: readonly OfferedPatch[], compare: CompareVersions): ReadonlySet<number> {
  const newest = new Map<string, string>()
  const keyOf = (p: PackageUpdate): string => `${p.name}\0${p.arch}`
  for (const { packages } of offered) {
    for (const p of packages) {
      const known = newest.get(keyOf(p))
      if (known === undefined || compare(p.candidate, known) > 0) newest.set(keyOf(p), p.candidate)
    }
  }
  const latest = new Set<number>()
  for (const { patchId, packages } of offered) {
    const leads = packages.some(p => compare(p.candidate, newest.get(keyOf(p)) ?? p.candidate) >= 0)
    if (leads || packages.length === 0) latest.add(patchId)
  }
  return latest
}
