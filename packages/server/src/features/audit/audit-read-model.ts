import { type AuditEvent, type AuditEventList, type AuditQuery, auditActorKinds } from '@patchyard/api'
import type { AuditRow } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { CursorCodec } from '../../paging/cursor.ts'
import { type KeysetList, readPage } from '../../paging/keyset-page.ts'
import { type ChainNumber, rowOf } from './audit-chains.ts'
import { auditCondition, filterKeys, namedKinds } from './audit-filter.ts'

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

const columns = sql`a.n, a.at, a.actor, a.action, a.object, a.detail, a.hash, p.name, p.email`
const from = (chain: ChainNumber) => sql`from audit a left join person p
  on p.public_id::text = split_part(a.actor, ':', 2) and split_part(a.actor, ':', 1) = any(${namedKinds(chain)})`

const list: KeysetList = {
  name: 'audit',
  defaultSort: '-n',
  tie: { expression: sql`a.n`, type: 'bigint' },
  sorts: {
    n: { expression: sql`a.n`, type: 'bigint' },
    at: { expression: sql`a.at`, type: 'timestamptz' },
    actor: { expression: sql`a.actor`, type: 'text' },
    action: { expression: sql`a.action`, type: 'text' },
    object: { expression: sql`a.object`, type: 'text' },
  },
}

export async function listAudit(
  trx: Trx,
  cursors: CursorCodec,
  chain: ChainNumber,
  query: AuditQuery,
): Promise<AuditEventList> {
  const page = await readPage<EventRow>(trx, cursors, list, query, {
    columns,
    from: sql`${from(chain)} where ${auditCondition(chain, query)}`,
    scope: [chain, ...filterKeys(query)],
  })
  return { items: page.rows.map(eventOf), nextCursor: page.nextCursor, total: page.total }
}

/** The next rows of a search behind row `after`, in the order of the chain; as people see them and as they were hashed. */
export async function readEventsBehind(
  trx: Trx,
  chain: ChainNumber,
  query: AuditQuery,
  range: { readonly after: number; readonly upTo: number; readonly limit: number },
): Promise<{ readonly event: AuditEvent; readonly row: AuditRow }[]> {
  const { rows } = await sql<EventRow & { prev: Buffer }>`
    select ${columns}, a.prev ${from(chain)} where ${auditCondition(chain, query)}
       and a.n > ${range.after} and a.n <= ${range.upTo}
     order by a.n limit ${range.limit}`.execute(trx)
  return rows.map(row => ({ event: eventOf(row), row: rowOf(row) }))
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
