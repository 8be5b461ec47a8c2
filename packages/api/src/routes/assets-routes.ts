import { contract } from '../route-contract.ts'
import * as assets from '../schemas/assets.ts'
import * as queries from '../schemas/queries.ts'
import { Done, IdParams, ListCsvQuery, ListQuery } from '../schemas/common.ts'

export const assetRoutes = contract({
  listAssets: {
    method: 'GET',
    path: '/assets',
    permission: 'asset.read',
    summary: 'Assets',
    query: queries.FindThenQuery,
    response: assets.AssetList,
  },
  exportAssets: {
    method: 'GET',
    path: '/assets.csv',
    permission: 'asset.read',
    summary: 'All assets of a query as CSV',
    query: queries.CsvThenQuery,
    response: queries.Csv,
    produces: 'text/csv',
  },
  getAsset: {
    method: 'GET',
    path: '/assets/:id',
    permission: 'asset.read',
    summary: 'One asset',
    params: IdParams,
    response: assets.AssetDetail,
  },
  listFindings: {
    method: 'GET',
    path: '/assets/:id/findings',
    permission: 'asset.read',
    summary: 'Patches missing and installed on an asset',
    params: IdParams,
    query: assets.FindingQuery,
    response: assets.FindingList,
  },
  exportFindings: {
    method: 'GET',
    path: '/assets/:id/findings.csv',
    permission: 'asset.read',
    summary: 'Patches missing and installed on an asset, as CSV',
    params: IdParams,
    query: assets.FindingCsvQuery,
    response: queries.Csv,
    produces: 'text/csv',
  },
  listSoftware: {
    method: 'GET',
    path: '/assets/:id/software',
    permission: 'asset.read',
    summary: 'Installed packages of an asset',
    params: IdParams,
    query: ListQuery,
    response: assets.SoftwareList,
  },
  exportSoftware: {
    method: 'GET',
    path: '/assets/:id/software.csv',
    permission: 'asset.read',
    summary: 'Installed packages of an asset as CSV',
    params: IdParams,
    query: ListCsvQuery,
    response: queries.Csv,
    produces: 'text/csv',
  },
  scanAsset: {
    method: 'POST',
    path: '/assets/:id/scan',
    permission: 'asset.scan',
    summary: 'Ask an asset for a scan now',
    params: IdParams,
    response: Done,
  },
})
