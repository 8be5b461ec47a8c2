import type { Clock } from '@patchyard/domain'
import type { Database } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import { apiRoute } from '../../http/api-route.ts'
import type { AnyRoute } from '../../http/route.ts'
import type { CsvService } from '../../queries/csv-service.ts'
import type { ListService } from '../../queries/list-service.ts'
import { contextOf } from '../../queries/query-context.ts'
import { listErrors } from '../../queries/query-errors.ts'
import { vulnerabilityList } from './vulnerabilities-read-model.ts'
import { readVulnerability } from './vulnerability-detail.ts'

export function vulnerabilitiesRoutes(ports: {
  database: Database
  clock: Clock
  lists: ListService
  csv: CsvService
}): AnyRoute[] {
  const { database, clock, lists, csv } = ports
  return [
    apiRoute(
      'listVulnerabilities',
      (principal, { query }) => lists.find(vulnerabilityList, principal, query),
      listErrors,
    ),
    apiRoute(
      'exportVulnerabilities',
      (principal, { query, reply }) => csv.export(vulnerabilityList, principal, query, reply),
      listErrors,
    ),
    apiRoute('getVulnerability', (principal, { params }) =>
      database.inSubscription(principal.subscriptionId, async trx => {
        const found = await readVulnerability(trx, params.cve, contextOf(principal, clock.nowMs()))
        if (found === null) throw new Problem('not_found')
        return found
      }),
    ),
  ]
}
