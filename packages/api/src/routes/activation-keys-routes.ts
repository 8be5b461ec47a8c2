import { contract } from '../route-contract.ts'
import * as agents from '../schemas/agents.ts'
import { IdParams, ListQuery } from '../schemas/common.ts'

export const activationKeyRoutes = contract({
  listActivationKeys: {
    method: 'GET',
    path: '/activation-keys',
    permission: 'activationKey.manage',
    summary: 'Activation keys',
    query: ListQuery,
    response: agents.ActivationKeyList,
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
