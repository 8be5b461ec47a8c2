import type { Clock } from '@patchyard/domain'
import type { QueryContext } from '@patchyard/query'
import type { Database, Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import { apiRoute } from '../../http/api-route.ts'
import type { Principal } from '../../http/principal.ts'
import type { AnyRoute } from '../../http/route.ts'
import type { Cursors } from '../../paging/cursor.ts'
import type { CsvService } from '../../queries/csv-service.ts'
import type { ListService } from '../../queries/list-service.ts'
import { readAsOf } from '../../queries/as-of.ts'
import { contextOf } from '../../queries/query-context.ts'
import { listThenErrors, pastErrors } from '../../queries/query-errors.ts'
import { listPatchAssets } from '../findings/findings-read-model.ts'
import { findPatch, type FoundPatch } from './detail/find-patch.ts'
import { readPatchDetail } from './detail/patch-detail.ts'
import { readSupersedence } from './detail/supersedence.ts'
import { patchList } from './patches-read-model.ts'

/** Patches: of the catalog, and what agents reported before a feed knew it. */
export function patchesRoutes(ports: {
  database: Database
  clock: Clock
  cursors: Cursors
  lists: ListService
  csv: CsvService
}): AnyRoute[] {
  const { database, clock, cursors, lists, csv } = ports
  /** Of one patch that the speaker may see. */
  const ofPatch = <T>(
    principal: Principal,
    by: Parameters<typeof findPatch>[1],
    read: (trx: Trx, patch: FoundPatch, context: QueryContext) => Promise<T | null>,
    asOf?: string,
  ): Promise<T> =>
    database.inSubscription(principal.subscriptionId, async trx => {
      const nowMs = clock.nowMs()
      const context = contextOf(principal, nowMs, readAsOf(asOf, nowMs))
      const patch = await findPatch(trx, by, context)
      const answer = patch === null ? null : await read(trx, patch, context)
      if (answer === null) throw new Problem('not_found')
      return answer
    })
  return [
    apiRoute('listPatches', (principal, { query }) => lists.find(patchList, principal, query), listThenErrors),
    apiRoute(
      'exportPatches',
      (principal, { query, reply }) => csv.export(patchList, principal, query, reply),
      listThenErrors,
    ),
    apiRoute('getPatch', (principal, { params }) => ofPatch(principal, { publicId: params.id }, readPatchDetail)),
    apiRoute('getPatchByKey', (principal, { query }) => ofPatch(principal, { key: query.key }, readPatchDetail)),
    apiRoute('getSupersedence', (principal, { params }) =>
      ofPatch(principal, { publicId: params.id }, readSupersedence),
    ),
    apiRoute(
      'listPatchAssets',
      (principal, { params, query }) =>
        ofPatch(
          principal,
          { publicId: params.id },
          (trx, { id }, context) => listPatchAssets(trx, cursors.of(principal), id, query, context),
          query.asOf,
        ),
      pastErrors,
    ),
  ]
}
