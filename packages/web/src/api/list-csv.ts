import { type RouteName, routeTable } from '@patchyard/api'

/** Routes that answer with a list without queries as CSV. */
export type ListCsvRoute = Extract<RouteName, `export${string}`>

/** Where the browser fetches everything that matches as CSV. */
export function listCsv(route: ListCsvRoute, asked: Readonly<Record<string, string>>): string {
  const address = new URLSearchParams(asked).toString()
  return `/api/v1${routeTable[route].path}${address === '' ? '' : `?${address}`}`
}
