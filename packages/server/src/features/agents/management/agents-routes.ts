import { ActivationKey, Agent, type ListQuery } from '@patchyard/api'
import { wholeListAnswer } from '../../../csv/whole-list-answer.ts'
import type { Clock } from '@patchyard/domain'
import type { Database } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'
import { apiRoute } from '../../../http/api-route.ts'
import type { Principal } from '../../../http/principal.ts'
import type { AnyRoute } from '../../../http/route.ts'
import type { Cursors } from '../../../paging/cursor.ts'
import { contextOf } from '../../../queries/query-context.ts'
import type { ActivationKeys } from './activation-keys-service.ts'
import { listAgents, readAgent } from './agents-read-model.ts'
import type { AgentsService } from './agents-service.ts'

export function agentsRoutes(ports: {
  service: AgentsService
  activationKeys: ActivationKeys
  database: Database
  clock: Clock
  cursors: Cursors
}): AnyRoute[] {
  const { service, activationKeys, database, clock, cursors } = ports
  const agents = (principal: Principal, query: ListQuery) =>
    database.inSubscription(principal.subscriptionId, trx =>
      listAgents(trx, cursors.of(principal), query, contextOf(principal, clock.nowMs())),
    )
  return [
    apiRoute('listAgents', (principal, { query }) => agents(principal, query)),
    apiRoute('exportAgents', (principal, { query, reply }) =>
      wholeListAnswer(reply, 'agents.csv', Agent, part => agents(principal, { ...query, ...part })),
    ),
    apiRoute('getAgent', async (principal, { params }) => {
      const agent = await database.inSubscription(principal.subscriptionId, trx =>
        readAgent(trx, params.id, contextOf(principal, clock.nowMs())),
      )
      if (agent === null) throw new Problem('not_found')
      return agent
    }),
    apiRoute('acceptAgent', (principal, { params, body }) => service.accept(principal, params.id, body.as)),
    apiRoute('rejectAgent', (principal, { params }) => service.reject(principal, params.id)),
    apiRoute('revokeAgent', (principal, { params }) => service.revoke(principal, params.id)),
    apiRoute('acceptAgents', (principal, { body }) => service.acceptMany(principal, body.ids)),
    apiRoute('rejectAgents', (principal, { body }) => service.rejectMany(principal, body.ids)),
    apiRoute('revokeAgents', (principal, { body }) => service.revokeMany(principal, body.ids)),
    apiRoute('resumeAgent', (principal, { params, body }) => service.resume(principal, params.id, body.machine)),
    apiRoute('scanAsset', async (principal, { params }) => {
      await service.askScan(principal, params.id)
      return {}
    }),
    apiRoute('listActivationKeys', (principal, { query }) => activationKeys.list(principal, query)),
    apiRoute('exportActivationKeys', (principal, { query, reply }) =>
      wholeListAnswer(reply, 'activation-keys.csv', ActivationKey, part =>
        activationKeys.list(principal, { ...query, ...part }),
      ),
    ),
    apiRoute('createActivationKey', (principal, { body }) => activationKeys.create(principal, body), {
      errors: ['not_found', 'tag_dynamic', 'tag_outside_scope'],
    }),
    apiRoute('revokeActivationKey', (principal, { params }) => activationKeys.revoke(principal, params.id)),
  ]
}
