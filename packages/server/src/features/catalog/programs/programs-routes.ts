import { ProgramMapping, UnmatchedProgram } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import { csvAnswer } from '../../../csv/csv-answer.ts'
import type { Database } from '../../../database/database.ts'
import { apiRoute } from '../../../http/api-route.ts'
import type { AnyRoute } from '../../../http/route.ts'
import type { Cursors } from '../../../paging/cursor.ts'
import { everyItem } from '../../../paging/every-item.ts'
import { contextOf } from '../../../queries/query-context.ts'
import type { MappingsService } from './mappings-service.ts'
import { listProducts } from './products-read-model.ts'
import { listMappings, listUnmatched } from './programs-read-model.ts'

export function programsRoutes(ports: {
  database: Database
  clock: Clock
  cursors: Cursors
  service: MappingsService
}): AnyRoute[] {
  const { database, clock, cursors, service } = ports
  const unmatched = (
    ...[principal, query]: readonly [Parameters<typeof contextOf>[0], Parameters<typeof listUnmatched>[2]]
  ) =>
    database.inSubscription(principal.subscriptionId, trx =>
      listUnmatched(trx, cursors.of(principal), query, contextOf(principal, clock.nowMs())),
    )
  return [
    apiRoute('listUnmatchedPrograms', (principal, { query }) => unmatched(principal, query)),
    apiRoute('exportUnmatchedPrograms', async (principal, { query, reply }) => {
      const all = await everyItem(part => unmatched(principal, { ...query, ...part }))
      return csvAnswer(reply, 'unmatched-programs.csv', UnmatchedProgram, all)
    }),
    apiRoute('listProgramMappings', (principal, { query }) =>
      database.inSubscription(principal.subscriptionId, trx => listMappings(trx, cursors.of(principal), query)),
    ),
    apiRoute('exportProgramMappings', async (principal, { query, reply }) => {
      const all = await everyItem(part =>
        database.inSubscription(principal.subscriptionId, trx =>
          listMappings(trx, cursors.of(principal), { ...query, ...part }),
        ),
      )
      return csvAnswer(reply, 'program-mappings.csv', ProgramMapping, all)
    }),
    apiRoute('mapProgram', (principal, { body }) => service.create(principal, body), {
      errors: ['conflict', 'not_found'],
    }),
    apiRoute('previewProgramMapping', (principal, { body }) => service.preview(principal, body), {
      errors: ['not_found'],
    }),
    apiRoute('listProgramProducts', (principal, { query }) =>
      database.inSubscription(principal.subscriptionId, trx => listProducts(trx, cursors.of(principal), query)),
    ),
    apiRoute('deleteProgramMapping', async (principal, { params }) => {
      await service.remove(principal, params.id)
      return {}
    }),
  ]
}
