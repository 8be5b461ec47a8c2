import { parseKbKey } from './patch-key.ts'
import type { SupersedenceEdge } from './supersedence-graph.ts'
import { windowsBuild } from './windows-build.ts'
import { placeOn, type Segment, type Track, type TrackedPatch } from './supersedence-tracks.ts'

/** Edges that the sources of one track lack, each with its reason. `stated`: what they say of this product. */
export function holesOf(track: Track, stated: readonly SupersedenceEdge[]): SupersedenceEdge[] {
  const replaced = new Set(stated.map(edge => edge.older))
  const named = new Map<string, string[]>()
  for (const { newer, older } of stated) {
    const olders = named.get(newer)
    if (olders === undefined) named.set(newer, [older])
    else olders.push(older)
  }
  const holes: SupersedenceEdge[] = []
  for (const [i, segment] of track.segments.entries()) {
    for (const [newer, older] of sideEnds(track, segment, replaced, named)) {
      holes.push({
        newer: newer.key,
        older: older.key,
        derived: reasonOf(track, newer, older, 'nothing names the older one'),
      })
      replaced.add(older.key)
    }
    const before = track.segments[i - 1]
    if (before === undefined) continue
    const inside = new Set(segment.members.map(patch => patch.key))
    const last = before.members.filter(patch => !replaced.has(patch.key))
    for (const newer of segment.members) {
      const absent = named.get(newer.key) ?? []
      if (absent.some(key => inside.has(key))) continue
      for (const older of last.filter(patch => !isBelow(newer, patch)))
        holes.push({ newer: newer.key, older: older.key, derived: reasonOf(track, newer, older, absentText(absent)) })
    }
  }
  return holes
}

/**
 * Inside of a segment: what nothing replaces although the line goes on (out-of-band updates mostly), with the next patch that has a later
 * place and, where places are dates, a higher number, too: the day of a patch with few CVEs can be that of an older CVE, and then the number shows it.
 */
function sideEnds(
  track: Track,
  segment: Segment,
  replaced: ReadonlySet<string>,
  named: ReadonlyMap<string, readonly string[]>,
): [TrackedPatch, TrackedPatch][] {
  const ordered = segment.members
    .filter(patch => placeOn(track.axis, patch) !== null)
    .toSorted((a, b) => placeOf(track, a) - placeOf(track, b) || (a.key < b.key ? -1 : 1))
  const pairs: [TrackedPatch, TrackedPatch][] = []
  for (const older of ordered) {
    if (replaced.has(older.key)) continue
    const below = olderThan(older.key, named)
    const newer = ordered.find(
      patch =>
        placeOf(track, patch) > placeOf(track, older) &&
        (track.axis === 'build' || numberOf(patch) > numberOf(older)) &&
        !isBelow(patch, older) &&
        !below.has(patch.key),
    )
    if (newer !== undefined) pairs.push([newer, older])
  }
  return pairs
}

function olderThan(key: string, named: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set<string>()
  const open = [key]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const older of named.get(one) ?? []) {
      if (found.has(older)) continue
      found.add(older)
      open.push(older)
    }
  }
  return found
}

/** Where days were compared although both builds are known: builds that say otherwise are right. */
function isBelow(newer: TrackedPatch, older: TrackedPatch): boolean {
  const [a, b] = [windowsBuild(newer.fixedBuild), windowsBuild(older.fixedBuild)]
  return a !== null && b !== null && a.build === b.build && a.revision <= b.revision
}

const placeOf = (track: Track, patch: TrackedPatch): number => placeOn(track.axis, patch) ?? 0
const numberOf = (patch: TrackedPatch): number => Number(parseKbKey(patch.key)?.number ?? 0)

function absentText(absent: readonly string[]): string {
  const names = absent.map(key => `KB${parseKbKey(key)?.number ?? ''}`).toSorted()
  return names.length === 0
    ? 'it names no older one'
    : `what it names is no bulletin of the product (${names.join(', ')})`
}

/** What people read beside an edge that no source has. */
function reasonOf(track: Track, newer: TrackedPatch, older: TrackedPatch, hole: string): string {
  const what = track.name === 'hotpatch' ? 'hotpatch' : 'cumulative update'
  return `next ${what} of the product by ${track.axis}: ${shown(track, newer)} after ${shown(track, older)}; ${hole}`
}

const shown = (track: Track, patch: TrackedPatch): string => {
  if (track.axis === 'build') return patch.fixedBuild.trim()
  return patch.issuedAtMs === null ? 'an unknown day' : new Date(patch.issuedAtMs).toISOString().slice(0, 10)
}
