import { parseKbKey } from './patch-key.ts'
import type { SupersedenceEdge } from './supersedence-graph.ts'
import { isCumulativeProduct, windowsBuild } from './windows-build.ts'

/** What must be known of a patch to place it among those of its product. */
export interface TrackedPatch {
  readonly key: string
  readonly issuedAtMs: number | null
  /** As the source writes it; '' : not known. */
  readonly fixedBuild: string
  /** null: the source does not tell hotpatches from other updates. */
  readonly isHotpatch: boolean | null
  readonly cves: readonly string[]
}

/** Patches that are linked by a source's own words, and so belong to one line. */
export interface Segment {
  readonly members: readonly TrackedPatch[]
  /** First and last place on the axis of the product: epoch ms or revision of the build. */
  readonly from: number
  readonly to: number
  readonly cves: number
}

export type TrackName = 'cumulative' | 'hotpatch'

export interface Track {
  readonly name: TrackName
  readonly axis: 'build' | 'date'
  /** In order, none overlapping the next. */
  readonly segments: readonly Segment[]
}

/**
 * Updates of setup, recovery, servicing, Secure Boot's list or one service, which belong to no line, fix at most 4 CVEs in a product; segments of
 * the line at least 12 (65 cumulative products of the KB table of 2026-06-28: 2,739 updates on lines, 261 beside them).
 */
const LEAST_CVES = 8
/** Of the CVEs of a monthly update, a hotpatch of its day has 90 to 100 % (121 pairs in the same table), any other update of its day at most 5 %. */
const LEAST_COMMON = 0.85

/**
 * The line of cumulative updates of one product, and its line of hotpatches where there is one. The cumulative line is the set of segments
 * that do not overlap and fix the most CVEs together: that of hotpatches runs beside it with gaps, and other updates lie within its span. Hotpatches are those
 * that their source calls so, else the segments with an update of the same day and the same CVEs as one of the cumulative line.
 * Nothing for products whose updates do not hold all earlier ones.
 */
export function tracksOf(
  product: string,
  patches: readonly TrackedPatch[],
  edges: readonly SupersedenceEdge[],
): readonly Track[] {
  if (!isCumulativeProduct(product)) return []
  const own = withoutForeignBuilds(patches)
  const axis = own.length > 0 && own.every(patch => windowsBuild(patch.fixedBuild) !== null) ? 'build' : 'date'
  const segments = segmentsOf(own, edges, axis)
  const isKnownHotpatch = (segment: Segment): boolean => segment.members.some(patch => patch.isHotpatch === true)
  const main = heaviest(segments.filter(one => one.cves >= LEAST_CVES && !isKnownHotpatch(one)))
  const ofMain = new Set(main)
  const byDay = new Map<number, TrackedPatch[]>()
  for (const patch of main.flatMap(segment => segment.members)) {
    if (patch.issuedAtMs === null) continue
    const others = byDay.get(patch.issuedAtMs)
    if (others === undefined) byDay.set(patch.issuedAtMs, [patch])
    else others.push(patch)
  }
  const isTwin = (patch: TrackedPatch): boolean =>
    patch.isHotpatch === null &&
    patch.issuedAtMs !== null &&
    (byDay.get(patch.issuedAtMs) ?? []).some(other => areTwins(patch, other))
  const hot = heaviest(
    segments.filter(one => !ofMain.has(one) && (isKnownHotpatch(one) || one.members.some(patch => isTwin(patch)))),
  )
  const isKnown = hot.some(isKnownHotpatch)
  const tracks: Track[] = [
    { name: 'cumulative', axis, segments: main },
    // Hotpatches come twice a quarter: one pair alone is an update that was published twice (Windows 10, 5020880).
    { name: 'hotpatch', axis, segments: isKnown || hot.length > 1 ? hot : [] },
  ]
  return tracks.filter(track => track.segments.length > 0)
}

/** Some bulletins name the KB of another version: what has another build than most is left out. */
function withoutForeignBuilds(patches: readonly TrackedPatch[]): readonly TrackedPatch[] {
  const counts = new Map<number, number>()
  for (const patch of patches) {
    const build = windowsBuild(patch.fixedBuild)?.build
    if (build !== undefined) counts.set(build, (counts.get(build) ?? 0) + 1)
  }
  const common = [...counts].toSorted(([a, x], [b, y]) => y - x || b - a)[0]?.[0]
  return patches.filter(patch => {
    const build = windowsBuild(patch.fixedBuild)?.build
    return build === undefined || build === common
  })
}

/** Where a patch stands on the axis of its product; null: not known. */
export const placeOn = (axis: Track['axis'], patch: TrackedPatch): number | null =>
  axis === 'date' ? patch.issuedAtMs : (windowsBuild(patch.fixedBuild)?.revision ?? null)

function segmentsOf(
  patches: readonly TrackedPatch[],
  edges: readonly SupersedenceEdge[],
  axis: Track['axis'],
): readonly Segment[] {
  const byKey = new Map(patches.map(patch => [patch.key, patch]))
  const parents = new Map<string, string>()
  const rootOf = (key: string): string => {
    let root = key
    for (let up = parents.get(root); up !== undefined; up = parents.get(root)) root = up
    if (root !== key) parents.set(key, root)
    return root
  }
  for (const { newer, older } of edges) {
    if (!byKey.has(newer) || !byKey.has(older)) continue
    const [a, b] = [rootOf(newer), rootOf(older)]
    if (a !== b) parents.set(a, b)
  }
  const groups = Map.groupBy([...byKey.values()], patch => rootOf(patch.key))
  return [...groups.values()].flatMap(members => {
    const places = members.map(patch => placeOn(axis, patch)).filter(place => place !== null)
    if (places.length === 0) return []
    const cves = new Set(members.flatMap(patch => patch.cves)).size
    return [{ members, from: Math.min(...places), to: Math.max(...places), cves }]
  })
}

/** Weighted interval scheduling: of segments that do not overlap, those with the most CVEs together, in order. */
function heaviest(segments: readonly Segment[]): readonly Segment[] {
  const sorted = segments.toSorted((a, b) => a.to - b.to || a.from - b.from || compareFirst(a, b))
  const best: { weight: number; chosen: readonly Segment[] }[] = [{ weight: 0, chosen: [] }]
  for (const [i, segment] of sorted.entries()) {
    let before = i
    while (before > 0 && (sorted[before - 1]?.to ?? 0) >= segment.from) before--
    const without = best[i] ?? { weight: 0, chosen: [] }
    const rest = best[before] ?? { weight: 0, chosen: [] }
    const weight = rest.weight + segment.cves
    best.push(weight > without.weight ? { weight, chosen: [...rest.chosen, segment] } : without)
  }
  return best.at(-1)?.chosen ?? []
}

const firstKey = (segment: Segment): string => segment.members.map(patch => patch.key).toSorted()[0] ?? ''
const compareFirst = (a: Segment, b: Segment): number => (firstKey(a) < firstKey(b) ? -1 : 1)

function areTwins(a: TrackedPatch, b: TrackedPatch): boolean {
  const [few, many] = [Math.min(a.cves.length, b.cves.length), Math.max(a.cves.length, b.cves.length)]
  if (few < LEAST_CVES || few < many * LEAST_COMMON) return false
  const ofB = new Set(b.cves)
  return a.cves.filter(cve => ofB.has(cve)).length >= many * LEAST_COMMON
}

/** The product part of a patch's key; '' for patches of other sources. */
export const productOf = (patch: TrackedPatch): string => parseKbKey(patch.key)?.product ?? ''
