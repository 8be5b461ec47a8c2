import { compareVersionKeys } from '../versions/compare-keys.ts'
import type { Finding, FindingChanges, FindingHistory } from './resolve-findings.ts'
import { endedFinding, exposureOf } from './resolve-findings.ts'

/** What must be known of a patch to place its finding among the others of the asset. */
export interface PlacedPatch {
  readonly patchId: number
  readonly track: string
  /** Empty where versions of the track have no order. */
  readonly versionKey: Uint8Array
  readonly supersededBy: number | null
}

export interface ResolveMatchedInput {
  readonly nowMs: number
  /** Present findings of the asset: all missing ones, and those of patches that the catalog calls missing now. */
  readonly current: readonly Finding[]
  readonly missing: ReadonlySet<number>
  /** Of what the asset has in that version or newer. */
  readonly satisfied: ReadonlySet<number>
  /** Whether the catalog was asked about a patch: of all others nothing changes. */
  readonly wasAsked: (patchId: number) => boolean
  /** For every patch that is missing, by whatever word. */
  readonly patchOf: (patchId: number) => PlacedPatch | undefined
}

/**
 * What the catalog's judgement of an asset's packages means for its findings. Catalog and engine speak side by side: a finding is missing
 * while one of them says so, and a patch that the catalog alone names (no repository of the machine offers it) is missing all the same.
 */
export function resolveMatched(input: ResolveMatchedInput): FindingChanges {
  const { nowMs, missing, satisfied, wasAsked, patchOf } = input
  const after = new Map(input.current.map(finding => [finding.patchId, finding]))
  const changed = new Set<number>()
  const history: FindingHistory[] = []
  const removed: number[] = []
  const exposure = exposureOf(input.current)
  for (const patchId of missing) {
    const patch = patchOf(patchId)
    const old = after.get(patchId)
    if (patch === undefined || (old?.status === 'missing' && old.matched)) continue
    changed.add(patchId)
    if (old?.status === 'missing') {
      after.set(patchId, { ...old, matched: true })
      continue
    }
    if (old !== undefined) history.push(endedFinding(old, nowMs, 'missing again'))
    after.set(patchId, {
      patchId,
      track: patch.track,
      status: 'missing',
      latest: true,
      offered: false,
      matched: true,
      firstSeenMs: old?.firstSeenMs ?? nowMs,
      sinceMs: nowMs,
      exposedSinceMs: exposure.get(patch.track) ?? nowMs,
    })
  }
  for (const old of input.current) {
    const { patchId } = old
    if (old.status !== 'missing' || !old.matched || missing.has(patchId) || !wasAsked(patchId)) continue
    if (old.offered) {
      after.set(patchId, { ...old, matched: false })
      changed.add(patchId)
    } else if (satisfied.has(patchId)) {
      history.push(endedFinding(old, nowMs, 'installed'))
      after.set(patchId, { ...old, status: 'installed', latest: true, matched: false, sinceMs: nowMs })
      changed.add(patchId)
    } else {
      history.push(endedFinding(old, nowMs, 'withdrawn'))
      after.delete(patchId)
      changed.delete(patchId)
      removed.push(patchId)
    }
  }
  for (const finding of withLatest([...after.values()], patchOf)) {
    after.set(finding.patchId, finding)
    changed.add(finding.patchId)
  }
  return { upserts: [...changed].flatMap(id => after.get(id) ?? []), removed, history }
}

/** Findings whose `latest` is another now: the newest of a track that is missing, and not replaced by something that is missing, too. */
function withLatest(findings: readonly Finding[], patchOf: ResolveMatchedInput['patchOf']): Finding[] {
  const missing = findings.filter(finding => finding.status === 'missing')
  const ids = new Set(missing.map(finding => finding.patchId))
  const newest = new Map<string, Uint8Array>()
  for (const { patchId } of missing) {
    const patch = patchOf(patchId)
    if (patch === undefined || patch.versionKey.length === 0) continue
    const known = newest.get(patch.track)
    if (known === undefined || compareVersionKeys(patch.versionKey, known) > 0)
      newest.set(patch.track, patch.versionKey)
  }
  return missing.flatMap(finding => {
    const patch = patchOf(finding.patchId)
    // What the engine alone offers was placed by its packages.
    if (patch === undefined || !finding.matched) return []
    const lead = newest.get(patch.track)
    const isOld = lead !== undefined && patch.versionKey.length > 0 && compareVersionKeys(patch.versionKey, lead) < 0
    const isReplaced = patch.supersededBy !== null && ids.has(patch.supersededBy)
    const latest = !isOld && !isReplaced
    return latest === finding.latest ? [] : [{ ...finding, latest }]
  })
}
