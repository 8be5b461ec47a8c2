import { contract } from '../route-contract.ts'
import * as assets from '../schemas/assets.ts'
import * as patches from '../schemas/patches.ts'
import * as queries from '../schemas/queries.ts'
import { IdParams } from '../schemas/common.ts'

export const patchRoutes = contract({
  listPatches: {
    method: 'GET',
    path: '/patches',
    permission: 'patch.read',
    summary: 'Patches',
    query: queries.FindThenQuery,
    response: patches.PatchList,
  },
  exportPatches: {
    method: 'GET',
    path: '/patches.csv',
    permission: 'patch.read',
    summary: 'All patches of a query as CSV',
    query: queries.CsvThenQuery,
    response: queries.Csv,
    produces: 'text/csv',
  },
  getPatchByKey: {
    method: 'GET',
    path: '/patches/by-key',
    permission: 'patch.read',
    summary: 'One patch by its key',
    query: patches.PatchKeyQuery,
    response: patches.PatchDetail,
  },
  getPatch: {
    method: 'GET',
    path: '/patches/:id',
    permission: 'patch.read',
    summary: 'One patch',
    params: IdParams,
    response: patches.PatchDetail,
  },
  getSupersedence: {
    method: 'GET',
    path: '/patches/:id/supersedence',
    permission: 'patch.read',
    summary: 'What a patch replaces and what replaces it, directly or not',
    params: IdParams,
    response: patches.Supersedence,
  },
  listPatchAssets: {
    method: 'GET',
    path: '/patches/:id/assets',
    permission: 'patch.read',
    summary: 'Assets that miss or have a patch',
    params: IdParams,
    query: assets.FindingQuery,
    response: patches.PatchAssetList,
  },
})
