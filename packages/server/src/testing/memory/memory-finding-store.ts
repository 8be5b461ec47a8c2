import type { Finding } from '@patchyard/domain'
import type { FindingStore } from '../../storage/ports/finding-store.ts'
import type { Tenant } from './tenant.ts'

/** The twin of the store on `finding` and `finding_history`; counters are the read models' own matter. */
export function createMemoryFindingStore(tenant: Tenant): FindingStore {
  const of = (assetId: number): ReadonlyMap<number, Finding> => tenant.findings.get(assetId) ?? new Map()
  const ends = (assetId: number, patchId: number): number[] =>
    (tenant.history.get(assetId) ?? []).filter(one => one.patchId === patchId).map(one => one.toMs)
  return {
    async load(assetId, patchIds) {
      const wanted = new Set(patchIds)
      return [...of(assetId).values()].filter(f => f.status === 'missing' || wanted.has(f.patchId))
    },
    async apply(assetId, { upserts, removed, history }) {
      const rows = new Map(of(assetId))
      for (const finding of upserts) {
        // The first row keeps the day it was first seen.
        const { firstSeenMs } = rows.get(finding.patchId) ?? finding
        const ended = Math.max(...ends(assetId, finding.patchId))
        const times = ended > finding.sinceMs ? { sinceMs: ended, exposedSinceMs: ended } : {}
        rows.set(finding.patchId, { ...finding, ...times, firstSeenMs })
      }
      for (const patchId of removed) rows.delete(patchId)
      tenant.findings.set(assetId, rows)
      tenant.history.set(assetId, [...(tenant.history.get(assetId) ?? []), ...history])
    },
  }
}
