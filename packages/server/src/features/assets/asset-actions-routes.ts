import { apiRoute } from '../../http/api-route.ts'
import type { AnyRoute } from '../../http/route.ts'
import { listErrors } from '../../queries/query-errors.ts'
import type { AssetActionsService } from './asset-actions-service.ts'

export function assetActionsRoutes(service: AssetActionsService): AnyRoute[] {
  return [
    apiRoute('scanAssets', (principal, { body }) => service.scan(principal, body), listErrors),
    apiRoute('activateAssets', (principal, { body }) => service.activate(principal, body), listErrors),
    apiRoute('deactivateAssets', (principal, { body }) => service.deactivate(principal, body), listErrors),
    apiRoute('pauseAssets', (principal, { body }) => service.pause(principal, body), listErrors),
    apiRoute('resumeAssets', (principal, { body }) => service.resume(principal, body), listErrors),
    apiRoute('previewRemoval', (principal, { body }) => service.previewRemoval(principal, body), listErrors),
    apiRoute('removeAssets', (principal, { body }) => service.remove(principal, body), listErrors),
    apiRoute('getAssetSettings', principal => service.readSettings(principal)),
    apiRoute('setAssetSettings', (principal, { body }) => service.setSettings(principal, body)),
  ]
}
