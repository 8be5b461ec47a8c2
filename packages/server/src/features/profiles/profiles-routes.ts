import { AssessmentProfile, type AssetProfiles, ConfigurationProfile } from '@patchyard/api'
import { csvAnswer } from '../../csv/csv-answer.ts'
import { Problem } from '../../errors/problem.ts'
import { apiRoute } from '../../http/api-route.ts'
import type { Principal } from '../../http/principal.ts'
import type { AnyRoute } from '../../http/route.ts'
import { everyItem } from '../../paging/every-item.ts'
import type { AssessmentProfilesService } from './assessment-profiles-service.ts'
import type { ConfigurationProfilesService } from './configuration-profiles-service.ts'

export function profilesRoutes(ports: {
  assessment: AssessmentProfilesService
  configuration: ConfigurationProfilesService
  ofAsset(principal: Principal, assetPublicId: string): Promise<AssetProfiles | null>
}): AnyRoute[] {
  const { assessment, configuration } = ports
  const conflict = { errors: ['conflict'] } as const
  return [
    apiRoute('listAssessmentProfiles', (principal, { query }) => assessment.list(principal, query)),
    apiRoute('exportAssessmentProfiles', async (principal, { query, reply }) => {
      const all = await everyItem(part => assessment.list(principal, { ...query, ...part }))
      return csvAnswer(reply, 'assessment-profiles.csv', AssessmentProfile, all)
    }),
    apiRoute('getAssessmentProfile', (principal, { params }) => assessment.get(principal, params.id)),
    apiRoute('createAssessmentProfile', (principal, { body }) => assessment.create(principal, body), conflict),
    apiRoute(
      'changeAssessmentProfile',
      (principal, { params, body }) => assessment.change(principal, params.id, body),
      conflict,
    ),
    apiRoute(
      'deleteAssessmentProfile',
      done((principal, id) => assessment.remove(principal, id)),
      conflict,
    ),
    apiRoute('bulkAssessmentProfiles', (principal, { body }) => assessment.bulk(principal, body)),

    apiRoute('listConfigurationProfiles', (principal, { query }) => configuration.list(principal, query)),
    apiRoute('exportConfigurationProfiles', async (principal, { query, reply }) => {
      const all = await everyItem(part => configuration.list(principal, { ...query, ...part }))
      return csvAnswer(reply, 'configuration-profiles.csv', ConfigurationProfile, all.map(inWords))
    }),
    apiRoute('getConfigurationProfile', (principal, { params }) => configuration.get(principal, params.id)),
    apiRoute('createConfigurationProfile', (principal, { body }) => configuration.create(principal, body), conflict),
    apiRoute(
      'changeConfigurationProfile',
      (principal, { params, body }) => configuration.change(principal, params.id, body),
      conflict,
    ),
    apiRoute(
      'deleteConfigurationProfile',
      done((principal, id) => configuration.remove(principal, id)),
      conflict,
    ),
    apiRoute(
      'orderConfigurationProfiles',
      async (principal, { body }) => {
        await configuration.order(principal, body)
        return {}
      },
      conflict,
    ),
    apiRoute('bulkConfigurationProfiles', (principal, { body }) => configuration.bulk(principal, body)),

    apiRoute('getAssetProfiles', async (principal, { params }) => {
      const profiles = await ports.ofAsset(principal, params.id)
      if (profiles === null) throw new Problem('not_found')
      return profiles
    }),
  ]
}

const done =
  (work: (principal: Principal, id: string) => Promise<void>) =>
  async (principal: Principal, { params }: { params: { id: string } }): Promise<Record<string, never>> => {
    await work(principal, params.id)
    return {}
  }

/** A cell holds text: each blackout as the command line writes it. */
function inWords(profile: ConfigurationProfile): object {
  const { document } = profile
  const blackouts = document.blackouts.map(({ days, from, minutes, zone }) =>
    [days.join(','), from, minutes, ...(zone === null ? [] : [zone])].join(' '),
  )
  return { ...profile, document: { ...document, blackouts } }
}
