import { type OfferedPatch, resolveFindings } from '@patchyard/domain'
import type { Database } from '../database/database.ts'
import { removeAssets } from '../features/assets/remove-assets.ts'
import { countListed } from '../features/findings/listed-counts-service.ts'
import { keepPastSums, SETTLED_MS } from '../features/findings/past-sums-service.ts'
import { foldPatchCounts } from '../features/findings/patch-counters.ts'
import { activationStore } from '../storage/pg-stores.ts'
import { createPgFindingStore } from '../features/findings/pg-finding-store.ts'

/** What one asset's engine offered at an instant, and in which version it has each package. */
export interface ReportUnderTest {
  readonly assetId: number
  readonly nowMs: number
  readonly before: ReadonlyMap<number, OfferedPatch>
  readonly offered: readonly OfferedPatch[]
  readonly installed: (name: string) => readonly string[]
  /** What its transaction does before it ends. */
  readonly atLast?: () => Promise<void>
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
        await report.atLast?.()
      }),
    /** Sums of the past up to an instant, one for so many changes, in at most so many steps. */
    sum: (subscriptionId: number, nowMs: number, least: number, steps = 300): Promise<number> =>
      keepPastSums(database, subscriptionId, { nowMs: nowMs + SETTLED_MS, least, steps }),
    /** Patching of an asset switched on or off, as people do. */
    list: (subscriptionId: number, assetId: number, on: boolean): Promise<void> =>
      database.inSubscription(subscriptionId, async trx => {
        if (!on) await countListed(trx, [assetId], -1)
        await activationStore.setDeactivated(trx, [assetId], on ? null : new Date(0))
        if (on) await countListed(trx, [assetId], 1)
      }),
    remove: (subscriptionId: number, assetId: number): Promise<void> =>
      database.inSubscription(subscriptionId, async trx => void (await removeAssets(trx, [assetId], 0))),
    fold: (subscriptionId: number): Promise<number> => database.inSubscription(subscriptionId, foldPatchCounts),
  }
}
