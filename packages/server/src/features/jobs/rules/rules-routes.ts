import { type ListQuery, PatchRule } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import { wholeListAnswer } from '../../../csv/whole-list-answer.ts'
import type { Database } from '../../../database/database.ts'
import { apiRoute } from '../../../http/api-route.ts'
import type { Principal } from '../../../http/principal.ts'
import type { AnyRoute } from '../../../http/route.ts'
import type { Cursors } from '../../../paging/cursor.ts'
import type { EmergencyService } from '../runs/emergency-service.ts'
import { listPatchRules } from './rule-store.ts'
import type { RulesService } from './rules-service.ts'

export function rulesRoutes(ports: {
  database: Database
  clock: Clock
  cursors: Cursors
  service: RulesService
  emergency: EmergencyService
}): AnyRoute[] {
  const { database, clock, cursors, service, emergency } = ports
  const page = (principal: Principal, query: ListQuery) =>
    database.inSubscription(principal.subscriptionId, trx =>
      listPatchRules(trx, cursors.of(principal), query, clock.nowMs()),
    )
  return [
    apiRoute('listPatchRules', (principal, { query }) => page(principal, query)),
    apiRoute('exportPatchRules', (principal, { query, reply }) =>
      wholeListAnswer(reply, 'patch-rules.csv', PatchRule, part => page(principal, { ...query, ...part })),
    ),
    apiRoute('createPatchRule', (principal, { body }) => service.create(principal, body), {
      errors: ['conflict', 'not_found', 'query_invalid'],
    }),
    apiRoute('endPatchRule', (principal, { params }) => service.end(principal, params.id)),
    apiRoute('emergencyStop', (principal, { body }) => emergency.stop(principal, body), { errors: ['not_found'] }),
  ]
}
