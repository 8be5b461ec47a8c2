import { routeTable } from '@patchyard/api'

/**
 * What the build puts in place of `packages/api/src/route-table.ts`: the table as data. Left as it is, that module
 * would bring every schema of the contract, and the library that makes them, into the first script (34 kB compressed).
 */
export const routeTableModule = (): string => `export const routeTable = ${JSON.stringify(routeTable)}\n`
