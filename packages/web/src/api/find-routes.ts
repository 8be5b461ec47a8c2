import { type RouteName, routeTable } from '@patchyard/api'

/** Lists that the query language searches. */
export type FindRoute =
  | 'listAssets'
  | 'listPatches'
  | 'listJobs'
  | 'listTasks'
  | 'listVulnerabilities'
  | 'listAudit'
  | 'listInstallationAudit'

const csvRoutes = {
  listAssets: 'exportAssets',
  listPatches: 'exportPatches',
  listJobs: 'exportJobs',
  listTasks: 'exportTasks',
  listVulnerabilities: 'exportVulnerabilities',
  listAudit: 'exportAuditCsv',
  listInstallationAudit: 'exportInstallationAuditCsv',
} as const satisfies Record<FindRoute, RouteName>

/** Where the browser fetches everything that matches as CSV, with a byte order mark for spreadsheets. */
export function csvAddress(route: FindRoute, asked: Readonly<Record<string, string>>): string {
  const address = new URLSearchParams({ ...asked, bom: 'true' })
  return `/api/v1${routeTable[csvRoutes[route]].path}?${address}`
}
