import type { Trx } from '../../database/database.ts'
import type { ServerContext } from '../../server-context.ts'
import { licencesRoutes } from './licences-routes.ts'
import { createLicencesService } from './licences-service.ts'
import { createLicencePort, type LicencePort } from './licence-assignment-service.ts'

export interface LicencesFeature {
  /** For whoever changes what licences follow from. */
  readonly port: LicencePort
  settle(subscriptionId: number): Promise<void>
  readonly chores: readonly { readonly name: string; readonly everyMs: number; run(): Promise<void> }[]
}

/** `others`: what follows from a licence that began or ended. */
export function registerLicences(
  { database, clock, routes, log }: ServerContext,
  others: {
    licenceEnded: (subscriptionId: number) => Promise<void>
    cancelUntargeted: (subscriptionId: number) => Promise<void>
    /** Agents scan less often on Free. */
    permitsChanged: (trx: Trx) => Promise<void>
  },
): LicencesFeature {
  const service = createLicencesService({
    database,
    clock,
    onLost: others.cancelUntargeted,
    onEnded: others.licenceEnded,
    onPermitsChanged: others.permitsChanged,
    onFailure: (subscription, error) =>
      log.warn({ err: error, subscription }, 'licences not worked out now; the next turn comes as usual'),
  })
  routes.add(licencesRoutes(service))
  return {
    port: createLicencePort(clock),
    settle: service.settle,
    chores: [{ name: 'licences', everyMs: 1000, run: () => service.tick() }],
  }
}
