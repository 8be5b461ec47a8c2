import { AssessmentProfile, ConfigurationProfile, type ListQuery, type ProfileCsvQuery } from '@patchyard/api'
import type { FastifyReply } from 'fastify'
import { Readable } from 'node:stream'
import type { TSchema } from 'typebox'
import { csvColumns } from '../../csv/csv-columns.ts'
import { csvRow } from '../../csv/csv-row.ts'
import { Problem } from '../../errors/problem.ts'
import { apiRoute } from '../../http/api-route.ts'
import type { Principal } from '../../http/principal.ts'
import type { AnyRoute } from '../../http/route.ts'
import type { AssetProfiles } from '@patchyard/api'
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
    apiRoute('exportAssessmentProfiles', (principal, { query, reply }) =>
      csvOf('assessment-profiles.csv', AssessmentProfile, reply, page =>
        assessment.list(principal, { ...query, ...page }),
      ),
    ),
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
    apiRoute('exportConfigurationProfiles', (principal, { query, reply }) =>
      csvOf('configuration-profiles.csv', ConfigurationProfile, reply, page =>
        configuration
          .list(principal, { ...query, ...page })
          .then(list => ({ ...list, items: list.items.map(inWords) })),
      ),
    ),
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

const PAGE = 500

/** There are at most a few hundred profiles of a kind: they are read page by page before the first byte leaves. */
async function csvOf(
  fileName: string,
  item: TSchema & { properties: object },
  reply: FastifyReply,
  list: (
    page: Pick<ListQuery, 'limit' | 'cursor'> & ProfileCsvQuery,
  ) => Promise<{ items: object[]; nextCursor: string | null }>,
): Promise<Readable> {
  const columns = csvColumns(item, Object.keys(item.properties))
  const texts = [csvRow(columns.map(column => column.name))]
  let cursor: string | null = null
  do {
    const page = await list({ limit: PAGE, ...(cursor === null ? {} : { cursor }) })
    for (const one of page.items) texts.push(csvRow(columns.map(column => column.cell(one as Record<string, unknown>))))
    cursor = page.nextCursor
  } while (cursor !== null)
  reply.type('text/csv; charset=utf-8; header=present')
  reply.header('content-disposition', `attachment; filename="${fileName}"`)
  return Readable.from(texts)
}
