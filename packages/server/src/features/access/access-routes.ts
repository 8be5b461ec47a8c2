import { apiRoute } from '../../http/api-route.ts'
import type { AnyRoute } from '../../http/route.ts'
import type { AccessService } from './access-service.ts'

export const accessRoutes = (service: AccessService): AnyRoute[] => [apiRoute('me', principal => service.me(principal))]
