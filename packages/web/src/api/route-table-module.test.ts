import { type RouteContract, routes } from '@patchyard/api'
import { expect, it } from 'vitest'
import { routeTableModule } from './route-table-module.ts'

it('the table of routes in the built page is the contract without its schemas', async () => {
  const built: { routeTable: unknown } = await import(`data:text/javascript,${encodeURIComponent(routeTableModule())}`)
  const wanted = Object.entries<RouteContract>(routes).map(([name, { method, path, body, produces }]) => [
    name,
    produces === undefined ? { method, path, hasBody: !!body } : { method, path, hasBody: !!body, produces },
  ])
  expect(built.routeTable).toEqual(Object.fromEntries(wanted))
})
