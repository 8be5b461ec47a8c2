import { contract } from '../route-contract.ts'
import * as agents from '../schemas/agents.ts'
import { IdParams, ListCsvQuery, ListQuery } from '../schemas/common.ts'
import { Csv } from '../schemas/queries.ts'

export const activationKeyRoutes = contract({
  listActivationKeys: {
    method: 'GET',
    path: '/activation-keys',
    permission: 'activationKey.manage',
    summary: 'Activation keys',
    query: ListQuery,
    response: agents.ActivationKeyList,
  },
  exportActivationKeys: {
    method: 'GET',
    path: '/activation-keys.csv',
    permission: 'activationKey.manage',
    summary: 'All activation keys as CSV; never their texts',
    query: ListCsvQuery,
    response: Csv,
    produces: 'text/csv',
  },
  createActivationKey: {
    method: 'POST',
    path: '/activation-keys',
    permission: 'activationKey.manage',
    summary: 'Make an activation key; its text is shown once',
    body: agents.ActivationKeyCreate,
    response: agents.ActivationKeyCreated,
    status: 201,
  },
  revokeActivationKey: {
    method: 'DELETE',
    path: '/activation-keys/:id',
    permission: 'activationKey.manage',
    summary: 'Revoke an activation key',
    params: IdParams,
    response: agents.ActivationKey,
  },
})
