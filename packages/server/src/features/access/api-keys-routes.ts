import { apiRoute } from '../../http/api-route.ts'
import type { AnyRoute } from '../../http/route.ts'
import type { ApiKeysService } from './api-keys-service.ts'

export const apiKeysRoutes = (service: ApiKeysService): AnyRoute[] => [
  apiRoute('listApiKeys', (principal, { query }) => service.list(principal, query)),
  apiRoute('createApiKey', (principal, { body }) => service.create(principal, body), { errors: ['key_too_strong'] }),
  apiRoute('revokeApiKey', (principal, { params }) => service.revoke(principal, params.id)),
]
