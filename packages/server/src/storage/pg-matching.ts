import type { Trx } from '../database/database.ts'
import { lockLines } from '../features/catalog/match/assets-read-model.ts'
import { createFixIndices } from '../features/catalog/match/fix-indices.ts'
import { matchAssets } from '../features/catalog/match/match-service.ts'
import { createPgFindingStore } from '../features/findings/pg-finding-store.ts'
import type { Matching } from './ports/matching.ts'

/** Matching on PostgreSQL, in the transaction that is handed over. What it keeps in memory is shared by all transactions of the process. */
export function createPgMatching(): (trx: Trx) => Matching {
  const indices = createFixIndices()
  return trx => {
    const ports = { indices, findings: createPgFindingStore(trx) }
    return {
      lock: assetIds => lockLines(trx, assetIds),
      match: (assetIds, options) => matchAssets(trx, ports, assetIds, options),
    }
  }
}
