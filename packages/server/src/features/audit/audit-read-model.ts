import { AuditEvent, auditActorKinds } from '@patchyard/api'
import type { AuditRow } from '@patchyard/domain'
import { compileList, namedActorKinds, type QueryContext, type QueryTree } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { ListDefinition } from '../../queries/list-definition.ts'
import { sqlOf } from '../../queries/sql-of.ts'
import { type ChainNumber, rowOf } from './audit-chains.ts'

interface EventRow {
  n: number
  at: Date
  actor: string
  action: string
  object: string
  detail: unknown
  hash: Buffer
  name: string | null
  email: string | null
}

const chainOf = ({ subscriptionId, ofInstallation }: QueryContext): ChainNumber =>
  ofInstallation === true ? 0 : subscriptionId

const list = (ofInstallation: boolean): ListDefinition<typeof AuditEvent> => ({
  entity: 'audit',
  item: AuditEvent,
  ofInstallation,
  defaultSort: '-n',
  async readItems(trx, ids, { context }) {
    const named = [...namedActorKinds(context.ofInstallation === true)]
    const { rows } = await sql<EventRow>`
      select a.n, a.at, a.actor, a.action, a.object, a.detail, a.hash, p.name, p.email
        from audit a left join person p on p.public_id = a.actor_person and a.actor_kind = any(${named}::text[])
       where a.subscription_id = ${chainOf(context)} and a.n = any(${ids}::bigint[])`.execute(trx)
    return new Map(rows.map(row => [row.n, eventOf(row)]))
  },
})

export const auditList = list(false)
/** What belongs to no subscription; for operators. */
export const installationAuditList = list(true)

/** The next rows of a search behind row `after`, in the order of the chain, as they were hashed. */
export async function readRowsBehind(
  trx: Trx,
  query: QueryTree,
  context: QueryContext,
  range: { readonly after: number; readonly upTo: number; readonly limit: number },
): Promise<AuditRow[]> {
  const { after, upTo, limit } = range
  const sort = { token: 'n', descending: false }
  const { page } = compileList({ entity: 'audit', query, sort, after: [after, after], limit }, context)
  const { rows: found } = await sqlOf<{ id: number }>(page).execute(trx)
  const ids = found.slice(0, limit).flatMap(({ id }) => (id <= upTo ? [id] : []))
  const rows = await trx
    .selectFrom('audit')
    .select(['n', 'at', 'actor', 'action', 'object', 'detail', 'prev', 'hash'])
    .where('subscription_id', '=', chainOf(context))
    .where('n', 'in', ids.length === 0 ? [0] : ids)
    .orderBy('n')
    .execute()
  return rows.map(rowOf)
}

function eventOf(row: EventRow): AuditEvent {
  const colon = row.actor.indexOf(':')
  const kind = row.actor.slice(0, Math.max(colon, 0))
  return {
    n: row.n,
    at: row.at.toISOString(),
    actor: {
      kind: auditActorKinds.find(known => known === kind) ?? 'unknown',
      id: row.actor.slice(colon + 1),
      name: row.name,
      email: row.email,
    },
    action: row.action,
    object: row.object,
    detail: row.detail as AuditEvent['detail'],
    hash: row.hash.toString('hex'),
  }
}
