import type { OwnSubscription, Subscription } from '@patchyard/api'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { withoutSubscription, withSubscription } from '../../database/wall.ts'
import type { CursorCodec } from '../../paging/cursor.ts'
import { contains, type KeysetList, type PageRequest, readPage } from '../../paging/keyset-page.ts'

interface SubscriptionRow {
  id: number
  public_id: string
  name: string
  suspended_at: Date | null
  created_at: Date
  licence_kind: string
  licence_limit: number | null
  licence_end: Date | null
}

const columns = sql`s.id, s.public_id, s.name, s.suspended_at, s.created_at, s.licence_kind, s.licence_limit, s.licence_end`

const list: KeysetList = {
  name: 'subscriptions',
  defaultSort: 'name',
  tie: { expression: sql`s.id`, type: 'bigint' },
  sorts: {
    name: { expression: sql`lower(s.name)`, type: 'text' },
    createdAt: { expression: sql`s.created_at`, type: 'timestamptz' },
    state: { expression: sql`(s.suspended_at is not null)`, type: 'boolean' },
    licence: { expression: sql`s.licence_kind`, type: 'text' },
  },
}

/** Outside of every wall; each subscription's people and agents are counted behind its own. */
export async function listSubscriptions(
  trx: Trx,
  cursors: CursorCodec,
  request: PageRequest & { readonly search?: string | undefined },
): Promise<{ items: Subscription[]; nextCursor: string | null; total: number }> {
  const page = await readPage<SubscriptionRow>(trx, cursors, list, request, {
    columns,
    from: sql`from subscription s where ${contains(sql`lower(s.name || ' ' || s.licence_kind)`, request.search)}`,
    scope: [request.search ?? ''],
  })
  const items: Subscription[] = []
  for (const row of page.rows) items.push(await counted(trx, row))
  await withoutSubscription(trx)
  return { items, nextCursor: page.nextCursor, total: page.total }
}

export async function readSubscription(trx: Trx, publicId: string): Promise<Subscription | null> {
  const { rows } = await sql<SubscriptionRow>`
    select ${columns} from subscription s where s.public_id = ${publicId}`.execute(trx)
  const row = rows[0]
  if (row === undefined) return null
  const subscription = await counted(trx, row)
  await withoutSubscription(trx)
  return subscription
}

async function counted(trx: Trx, row: SubscriptionRow): Promise<Subscription> {
  await withSubscription(trx, row.id)
  const { rows } = await sql<{ people: number; agents: number }>`
    select (select count(*) from membership m where m.subscription_id = ${row.id} and m.disabled_at is null) as people,
           (select count(*) from agent_line l where l.subscription_id = ${row.id} and l.standing = 'active') as agents`.execute(
    trx,
  )
  return {
    id: row.public_id,
    name: row.name,
    state: row.suspended_at === null ? 'active' : 'suspended',
    suspendedAt: row.suspended_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    people: rows[0]?.people ?? 0,
    agents: rows[0]?.agents ?? 0,
    licence: { kind: row.licence_kind, limit: row.licence_limit, endAt: row.licence_end?.toISOString() ?? null },
  }
}

/**
 * The subscriptions of a person. Memberships stand behind each wall: every one is looked behind. 100 subscriptions: 200 short
 * statements, asked only when somebody opens the list.
 */
export async function listOwnSubscriptions(
  trx: Trx,
  person: { readonly personId: number; readonly current: number },
): Promise<OwnSubscription[]> {
  const all = await trx.selectFrom('subscription').select(['id', 'public_id', 'name', 'suspended_at']).execute()
  const own: OwnSubscription[] = []
  for (const row of all) {
    if (row.id !== person.current && !(await isMember(trx, row.id, person.personId))) continue
    own.push({
      id: row.public_id,
      name: row.name,
      state: row.suspended_at === null ? 'active' : 'suspended',
      current: row.id === person.current,
    })
  }
  await withoutSubscription(trx)
  return own.sort((a, b) => a.name.localeCompare(b.name, 'en'))
}

/** Leaves the transaction behind the wall of that subscription. */
export async function isMember(trx: Trx, subscriptionId: number, personId: number): Promise<boolean> {
  await withSubscription(trx, subscriptionId)
  const row = await trx
    .selectFrom('membership')
    .select('person_id')
    .where('subscription_id', '=', subscriptionId)
    .where('person_id', '=', personId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}
