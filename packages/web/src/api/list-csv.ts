import { type RouteName, routeTable } from '@patchyard/api'

/** Routes that answer with a list without queries as CSV. */
export type ListCsvRoute = Extract<RouteName, `export${string}`>

/** Where the browser fetches everything that matches as CSV; `params`: whose rows, where the path asks for it. */
export function listCsv(
  route: ListCsvRoute,
  asked: Readonly<Record<string, string>>,
  params: Readonly<Record<string, string>> = {},
): string {
  const address = new URLSearchParams(asked).toString()
  const path = routeTable[route].path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  return `/api/v1${path}${address === '' ? '' : `?${address}`}`
}
