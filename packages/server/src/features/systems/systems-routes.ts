import type { Clock } from '@patchyard/domain'
import type { Database } from '../../database/database.ts'
import { withCatalog } from '../../database/wall.ts'
import { apiRoute } from '../../http/api-route.ts'
import type { AnyRoute } from '../../http/route.ts'
import { keptCounts, readSupportedSystems } from './supported-systems.ts'

/** What agents and catalog know of systems and products. */
export function systemsRoutes({ database, clock }: { database: Database; clock: Clock }): AnyRoute[] {
  const counts = keptCounts()
  return [
    apiRoute('getSupportedSystems', (_who, { query }) =>
      database.asOperator(
        async trx => {
          await withCatalog(trx)
          return readSupportedSystems(trx, counts, query.search ?? '', clock.nowMs())
        },
        { readOnly: true },
      ),
    ),
  ]
}
