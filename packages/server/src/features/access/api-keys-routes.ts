import { ApiKey } from '@patchyard/api'
import { wholeListAnswer } from '../../csv/whole-list-answer.ts'
import { apiRoute } from '../../http/api-route.ts'
import type { AnyRoute } from '../../http/route.ts'
import type { ApiKeysService } from './api-keys-service.ts'

export const apiKeysRoutes = (service: ApiKeysService): AnyRoute[] => [
  apiRoute('listApiKeys', (principal, { query }) => service.list(principal, query)),
  apiRoute('exportApiKeys', (principal, { query, reply }) =>
    wholeListAnswer(reply, 'api-keys.csv', ApiKey, part => service.list(principal, { ...query, ...part })),
  ),
  apiRoute('createApiKey', (principal, { body }) => service.create(principal, body), { errors: ['key_too_strong'] }),
  apiRoute('revokeApiKey', (principal, { params }) => service.revoke(principal, params.id)),
]
