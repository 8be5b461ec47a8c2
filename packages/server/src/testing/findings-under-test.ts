import { type OfferedPatch, resolveFindings } from '@patchyard/domain'
import type { Database } from '../database/database.ts'
import { foldPatchCounts } from '../features/findings/patch-counters.ts'
import { createPgFindingStore } from '../features/findings/pg-finding-store.ts'

/** What one asset's engine offered at an instant, and in which version it has each package. */
export interface ReportUnderTest {
  readonly assetId: number
  readonly nowMs: number
  readonly before: ReadonlyMap<number, OfferedPatch>
  readonly offered: readonly OfferedPatch[]
  readonly installed: (name: string) => readonly string[]
}

/** Findings as reports move them, counters included, without agents and without HTTP. Versions are whole numbers. */
export function findingsUnderTest(database: Database) {
  return {
    report: (subscriptionId: number, { assetId, ...report }: ReportUnderTest): Promise<void> =>
      database.inSubscription(subscriptionId, async trx => {
        const store = createPgFindingStore(trx)
        const current = await store.load(
          assetId,
          report.offered.map(one => one.patchId),
        )
        const changes = resolveFindings({ ...report, current, compare: (a, b) => Number(a) - Number(b) })
        await store.apply(assetId, changes, current)
      }),
    fold: (subscriptionId: number): Promise<number> => database.inSubscription(subscriptionId, foldPatchCounts),
  }
}
