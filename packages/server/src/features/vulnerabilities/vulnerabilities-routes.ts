import { apiRoute } from '../../http/api-route.ts'
import type { AnyRoute } from '../../http/route.ts'
import type { CsvService } from '../../queries/csv-service.ts'
import type { ListService } from '../../queries/list-service.ts'
import { listErrors } from '../../queries/query-errors.ts'
import { vulnerabilityList } from './vulnerabilities-read-model.ts'

export function vulnerabilitiesRoutes({ lists, csv }: { lists: ListService; csv: CsvService }): AnyRoute[] {
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
  ]
}
