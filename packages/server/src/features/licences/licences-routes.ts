import { apiRoute } from '../../http/api-route.ts'
import type { AnyRoute } from '../../http/route.ts'
import type { LicencesService } from './licences-service.ts'

export function licencesRoutes(service: LicencesService): AnyRoute[] {
  return [
    apiRoute('getLicence', principal => service.read(principal)),
    apiRoute('setLicenceTags', (principal, { body }) => service.setTags(principal, body)),
    apiRoute('setLicence', (principal, { params, body }) => service.setLicence(principal, params.id, body)),
  ]
}
