import type { Clock, Random } from '@patchyard/domain'
import type { Database, Trx } from '../../database/database.ts'
import type { AnyRoute } from '../../http/route.ts'
import type { Cursors } from '../../paging/cursor.ts'
import { createAssessmentProfiles } from './assessment-profiles-service.ts'
import { readAssetProfiles } from './asset-profiles-read-model.ts'
import { assignAfterTags, everyAsset, tellAgents } from './assign-profiles.ts'
import { createConfigurationProfiles } from './configuration-profiles-service.ts'
import { ensureDefaultProfiles } from './default-profiles.ts'
import { lookerOf } from './profiles-read-model.ts'
import { profilesRoutes } from './profiles-routes.ts'
import { ringSome } from './ring-some.ts'

/** What other features call in their own transaction, so that no agent is left with what no longer holds. */
export interface ProfilesFeature {
  readonly routes: readonly AnyRoute[]
  /** Tags came to these assets or left them; `all`: the tree of tags changed, or a tag is gone. */
  tagsChanged(trx: Trx, assetIds: readonly number[] | 'all'): Promise<void>
  /** The licence that counts is another one: intervals of all agents may differ. */
  licenceChanged(trx: Trx): Promise<void>
}

export function createProfiles(ports: {
  database: Database
  clock: Clock
  random: Random
  cursors: Cursors
}): ProfilesFeature {
  const { database, clock, random } = ports
  const assignment = { ring: ringSome }
  const assessment = createAssessmentProfiles({ ...ports, ...assignment })
  const configuration = createConfigurationProfiles({ ...ports, ...assignment })
  return {
    routes: profilesRoutes({
      assessment,
      configuration,
      ofAsset: (principal, id) =>
        database.inSubscription(principal.subscriptionId, async trx => {
          await ensureDefaultProfiles(trx, random, new Date(clock.nowMs()))
          return readAssetProfiles(trx, id, lookerOf(principal, clock.nowMs()))
        }),
    }),
    async tagsChanged(trx, assetIds) {
      await tellAgents(trx, assignment, await assignAfterTags(trx, assetIds))
    },
    async licenceChanged(trx) {
      await tellAgents(trx, assignment, await everyAsset(trx))
    },
  }
}
