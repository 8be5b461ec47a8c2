import type { ApiKey } from '@patchyard/api'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { CursorCodec } from '../../paging/cursor.ts'
import { contains, type KeysetList, type PageRequest, readPage } from '../../paging/keyset-page.ts'
import { type ApiKeyRecord, type ApiKeyRow, recordOf } from './api-key-store.ts'

const list: KeysetList = {
  name: 'api-keys',
  defaultSort: '-createdAt',
  tie: { expression: sql`k.id`, type: 'bigint' },
  sorts: {
    createdAt: { expression: sql`k.created_at`, type: 'timestamptz' },
    title: { expression: sql`lower(k.title)`, type: 'text' },
    role: { expression: sql`k.role`, type: 'text' },
  },
}

/** `ownerId` null: the keys of everybody in the subscription. */
export async function listApiKeys(
  trx: Trx,
  cursors: CursorCodec,
  request: PageRequest & { search?: string | undefined },
  { subscriptionId, ownerId }: { subscriptionId: number; ownerId: number | null },
) {
  const owned = ownerId === null ? sql`true` : sql`k.person_id = ${ownerId}`
  const page = await readPage<ApiKeyRow>(trx, cursors, list, request, {
    columns: sql`k.id, k.public_id, k.person_id, p.email, k.title, k.role, k.created_at, k.used_at, k.expires_at,
                 k.revoked_at, k.leaked_at`,
    from: sql`from api_key k join person p on p.id = k.person_id
              where ${owned} and ${contains(sql`lower(k.title)`, request.search)}`,
    scope: [subscriptionId, ownerId, request.search ?? ''],
  })
  return { items: page.rows.map(row => apiKeyOf(recordOf(row))), nextCursor: page.nextCursor, total: page.total }
}

export function apiKeyOf(record: ApiKeyRecord): ApiKey {
  return {
    id: record.publicId,
    title: record.title,
    role: record.role,
    owner: record.ownerEmail,
    createdAt: record.createdAt.toISOString(),
    usedAt: record.usedAt?.toISOString() ?? null,
    expiresAt: record.expiresAt?.toISOString() ?? null,
    revokedAt: record.revokedAt?.toISOString() ?? null,
    leakedAt: record.leakedAt?.toISOString() ?? null,
  }
}
