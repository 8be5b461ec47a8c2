import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { Principal } from '../../http/principal.ts'

/** One row for each change that a person made. In the same transaction as the change: one is never without the other. */
export async function writeAudit(
  trx: Trx,
  entry: {
    principal: Principal
    action: string
    object: string
    detail?: Readonly<Record<string, unknown>>
    nowMs: number
  },
): Promise<void> {
  await trx
    .insertInto('audit')
    .values({
      subscription_id: sql<number>`app_subscription()`,
      at: new Date(entry.nowMs),
      actor: `${entry.principal.via}:${entry.principal.personPublicId}`,
      action: entry.action,
      object: entry.object,
      detail: JSON.stringify(entry.detail ?? {}),
    })
    .execute()
}
