import type { RouteContract } from './route-contract.ts'
import { type RouteName, routes } from './routes.ts'

/** What a client needs to know of a route to call it. */
export interface RouteForm {
  readonly method: RouteContract['method']
  readonly path: string
  readonly hasBody: boolean
  /** Of an answer that is a file. */
  readonly produces?: NonNullable<RouteContract['produces']>
}
export type RouteTable = { readonly [N in RouteName]: RouteForm }

function formOf(route: RouteContract): RouteForm {
  return {
    method: route.method,
    path: route.path,
    hasBody: route.body !== undefined,
    ...(route.produces === undefined ? {} : { produces: route.produces }),
  }
}

/**
 * The contract without its schemas: pure data. The build of the page puts that data in place of this module
 * (packages/web/src/api/route-table-module.ts): a browser has no use for schemas.
 */
export const routeTable = Object.fromEntries(
  Object.entries<RouteContract>(routes).map(([name, route]) => [name, formOf(route)]),
) as unknown as RouteTable
