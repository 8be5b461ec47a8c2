import type { ListQuery, Session } from '@patchyard/api'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import type { CursorCodec } from '../../../paging/cursor.ts'
import { contains, type KeysetList, readPage } from '../../../paging/keyset-page.ts'
import type { SignInWay } from './session-store.ts'

const list: KeysetList = {
  name: 'sessions',
  defaultSort: '-seenAt',
  tie: { expression: sql`s.public_id`, type: 'uuid' },
  sorts: {
    seenAt: { expression: sql`s.seen_at`, type: 'timestamptz' },
    createdAt: { expression: sql`s.created_at`, type: 'timestamptz' },
    address: { expression: sql`s.address`, type: 'text' },
  },
}

interface Row {
  readonly public_id: string
  readonly way: SignInWay
  readonly address: string
  readonly agent: string
  readonly created_at: Date
  readonly seen_at: Date
  readonly proven_at: Date
  readonly expires_at: Date
}

/** Sessions of a person in a subscription that are not over. `current`: public id of the session that asks. */
export async function listSessions(
  trx: Trx,
  cursors: CursorCodec,
  request: ListQuery,
  of: { personId: number; subscriptionId: number; current: string | null; now: Date },
): Promise<{ items: Session[]; nextCursor: string | null; total: number }> {
  const page = await readPage<Row>(trx, cursors, list, request, {
    columns: sql`s.public_id, s.way, s.address, s.agent, s.created_at, s.seen_at, s.proven_at, s.expires_at`,
    from: sql`from session s
              where s.person_id = ${of.personId} and s.subscription_id = ${of.subscriptionId} and s.expires_at > ${of.now}
                and ${contains(sql`lower(s.address || ' ' || s.agent)`, request.search)}`,
    scope: [of.personId, request.search ?? ''],
  })
  return {
    items: page.rows.map(row => ({
      id: row.public_id,
      way: row.way,
      address: row.address,
      agent: row.agent,
      createdAt: row.created_at.toISOString(),
      seenAt: row.seen_at.toISOString(),
      provenAt: row.proven_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      current: row.public_id === of.current,
    })),
    nextCursor: page.nextCursor,
    total: page.total,
  }
}
