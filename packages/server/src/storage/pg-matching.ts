import type { Trx } from '../database/database.ts'
import { lockAlone, lockWithOthers } from '../database/subscription-lock.ts'
import { lockLines } from '../features/catalog/match/assets-read-model.ts'
import { createFixIndices } from '../features/catalog/match/fix-indices.ts'
import { matchAssets } from '../features/catalog/match/match-service.ts'
import { answerStalePrograms } from '../features/catalog/programs/answer-programs.ts'
import { type ApplicationCatalogs, createApplicationCatalog } from '../features/catalog/programs/application-catalog.ts'
import { matchPrograms } from '../features/catalog/programs/match-programs.ts'
import { createPgFindingStore } from '../features/findings/pg-finding-store.ts'
import type { Matching } from './ports/matching.ts'

/** Longer than fixes and answers are used without a look at what has changed (fix-indices.ts, application-catalog.ts: 2 s). */
const KEPT_MS = 5000

/** Matching on PostgreSQL, in the transaction that is handed over. What it keeps in memory is shared by all transactions of the process. */
export function createPgMatching(catalogs: ApplicationCatalogs = createApplicationCatalog()): (trx: Trx) => Matching {
  const indices = createFixIndices()
  let settledAtMs = Number.NEGATIVE_INFINITY
  return trx => {
    const ports = { indices, catalogs, findings: createPgFindingStore(trx) }
    return {
      begin: () => lockWithOthers(trx, 'catalog'),
      async settle(nowMs) {
        settledAtMs = nowMs
        await lockAlone(trx, 'catalog')
      },
      lock: assetIds => lockLines(trx, assetIds),
      async match(assetIds, asked) {
        const options = { ...asked, fresh: asked.fresh || asked.nowMs - settledAtMs < KEPT_MS }
        const { names, patches = [], programs = names === null } = options
        const asksPackages = names?.length !== 0 || patches.length > 0
        const changed = asksPackages ? await matchAssets(trx, ports, assetIds, options) : []
        if (!programs) return changed
        return [...new Set([...changed, ...(await matchPrograms(trx, ports, assetIds, options))])]
      },
      answerPrograms: nowMs => answerStalePrograms(trx, catalogs, nowMs),
    }
  }
}
