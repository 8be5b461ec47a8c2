import { contract } from '../route-contract.ts'
import * as access from '../schemas/access.ts'
import { IdParams } from '../schemas/common.ts'
import { Csv } from '../schemas/queries.ts'

export const apiKeyRoutes = contract({
  listApiKeys: {
    method: 'GET',
    path: '/api-keys',
    permission: 'apiKey.own',
    summary: 'Own API keys; administrators see all',
    query: access.ApiKeyQuery,
    response: access.ApiKeyList,
  },
  exportApiKeys: {
    method: 'GET',
    path: '/api-keys.csv',
    permission: 'apiKey.own',
    summary: 'Own API keys as CSV; administrators see all',
    query: access.ApiKeyCsvQuery,
    response: Csv,
    produces: 'text/csv',
  },
  createApiKey: {
    method: 'POST',
    path: '/api-keys',
    permission: 'apiKey.own',
    summary: 'Make an API key, never stronger than its maker',
    body: access.ApiKeyCreate,
    response: access.ApiKeyCreated,
    status: 201,
    stepUp: true,
    keys: 'allowed',
  },
  revokeApiKey: {
    method: 'DELETE',
    path: '/api-keys/:id',
    permission: 'apiKey.own',
    summary: 'Revoke an API key',
    params: IdParams,
    response: access.ApiKey,
  },
})
