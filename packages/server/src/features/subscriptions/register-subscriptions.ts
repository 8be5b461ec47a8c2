import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { Cursors } from '../../paging/cursor.ts'
import type { ServerContext } from '../../server-context.ts'
import type { AccessService } from '../access/access-service.ts'
import { createPgLineStore } from '../../storage/pg-stores.ts'
import { openSessions } from '../sign-in/sessions/open-sessions-service.ts'
import { createFirstAdministrators } from './first-administrators.ts'
import { subscriptionsRoutes } from './subscriptions-routes.ts'
import { createSubscriptionsService } from './subscriptions-service.ts'

/** What the installation's operator does with subscriptions, and how people go from one of theirs to another. */
export function registerSubscriptions(
  context: ServerContext,
  ports: {
    access: AccessService
    cursors: Cursors
    onWork: (subscriptionId: number, assetIds: readonly number[]) => void
  },
): void {
  const { database, clock, random } = context
  const administrators = createFirstAdministrators({ clock, random, publicUrl: () => context.address.publicUrl() })
  const service = createSubscriptionsService({
    database,
    clock,
    random,
    administrators,
    workChanged,
    onWork: ports.onWork,
    moveSession: openSessions.move,
  })
  const { access, cursors } = ports
  context.routes.add(subscriptionsRoutes({ database, cursors, service, access }))
}

/** Agents with open tasks get a new manifest: an empty one while the subscription is suspended, the old one after it. */
async function workChanged(trx: Trx): Promise<readonly number[]> {
  const { rows } = await sql<{ asset_id: number }>`
    select distinct t.asset_id from task t where t.ended_at is null and t.subscription_id = app_subscription()`.execute(
    trx,
  )
  const assetIds = rows.map(row => row.asset_id)
  await createPgLineStore(trx).bumpWork(assetIds)
  return assetIds
}
