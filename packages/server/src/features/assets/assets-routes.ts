import { Finding, type FindingQuery, type ListQuery, Software } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import { wholeListAnswer } from '../../csv/whole-list-answer.ts'
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
import { listFindings } from '../findings/findings-read-model.ts'
import { assetList, findAssetId, readAsset } from './assets-read-model.ts'
import { listSoftware } from './software-read-model.ts'

/** Assets, what they miss, and what is installed on them. */
export function assetsRoutes(ports: {
  database: Database
  clock: Clock
  cursors: Cursors
  lists: ListService
  csv: CsvService
}): AnyRoute[] {
  const { database, clock, cursors, lists, csv } = ports
  /** A list of one asset that the speaker may see. */
  const ofAsset = <T>(
    principal: Principal,
    publicId: string,
    read: (trx: Trx, assetId: number, nowMs: number) => Promise<T>,
  ) =>
    database.inSubscription(principal.subscriptionId, async trx => {
      const nowMs = clock.nowMs()
      return read(trx, found(await findAssetId(trx, publicId, contextOf(principal, nowMs))), nowMs)
    })
  const findings = (principal: Principal, publicId: string, query: FindingQuery) =>
    ofAsset(principal, publicId, (trx, assetId, nowMs) => {
      const context = contextOf(principal, nowMs, readAsOf(query.asOf, nowMs))
      return listFindings(trx, cursors.of(principal), assetId, query, context)
    })
  const software = (principal: Principal, publicId: string, query: ListQuery) =>
    ofAsset(principal, publicId, (trx, assetId) => listSoftware(trx, cursors.of(principal), assetId, query))
  return [
    apiRoute('listAssets', (principal, { query }) => lists.find(assetList, principal, query), listThenErrors),
    apiRoute(
      'exportAssets',
      (principal, { query, reply }) => csv.export(assetList, principal, query, reply),
      listThenErrors,
    ),
    apiRoute('getAsset', (principal, { params }) =>
      database.inSubscription(principal.subscriptionId, async trx =>
        found(await readAsset(trx, params.id, contextOf(principal, clock.nowMs()))),
      ),
    ),
    apiRoute('listFindings', (principal, { params, query }) => findings(principal, params.id, query), pastErrors),
    apiRoute(
      'exportFindings',
      (principal, { params, query, reply }) =>
        wholeListAnswer(reply, 'findings.csv', Finding, part => findings(principal, params.id, { ...query, ...part })),
      pastErrors,
    ),
    apiRoute('listSoftware', (principal, { params, query }) => software(principal, params.id, query)),
    apiRoute('exportSoftware', (principal, { params, query, reply }) =>
      wholeListAnswer(reply, 'software.csv', Software, part => software(principal, params.id, { ...query, ...part })),
    ),
  ]
}

function found<T>(value: T | null): T {
  if (value === null) throw new Problem('not_found')
  return value
}
