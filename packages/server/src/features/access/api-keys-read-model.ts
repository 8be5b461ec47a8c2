import type { ApiKey, ApiKeyQuery } from '@patchyard/api'
import type { Role } from '@patchyard/domain'
import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { CursorCodec } from '../../paging/cursor.ts'
import { contains, type KeysetList, type PageRequest, readPage } from '../../paging/keyset-page.ts'

export interface ApiKeyRecord {
  readonly publicId: string
  readonly personId: number
  readonly ownerEmail: string
  readonly title: string
  readonly prefix: string
  readonly role: Role | null
  readonly permissions: readonly string[] | null
  readonly createdAt: Date
  readonly usedAt: Date | null
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
  readonly leakedAt: Date | null
}

const list: KeysetList = {
  name: 'api-keys',
  defaultSort: '-createdAt',
  tie: { expression: sql`k.id`, type: 'bigint' },
  sorts: {
    createdAt: { expression: sql`k.created_at`, type: 'timestamptz' },
    title: { expression: sql`lower(k.title)`, type: 'text' },
    role: { expression: sql`coalesce(k.role, '')`, type: 'text' },
  },
}

const columns = sql`k.id, k.public_id as "publicId", k.person_id as "personId", p.email as "ownerEmail", k.title, k.prefix, k.role,
  k.permissions, k.created_at as "createdAt", k.used_at as "usedAt", k.expires_at as "expiresAt", k.revoked_at as "revokedAt",
  k.leaked_at as "leakedAt"`
const from = (where: RawBuilder<unknown>) => sql`from api_key k join person p on p.id = k.person_id where ${where}`

/** `ownerId` null: the keys of everybody in the subscription. */
export async function listApiKeys(
  trx: Trx,
  cursors: CursorCodec,
  request: PageRequest & Pick<ApiKeyQuery, 'search' | 'person'>,
  ownerId: number | null,
) {
  const owned = ownerId === null ? sql`true` : sql`k.person_id = ${ownerId}`
  const ofPerson = request.person === undefined ? sql`true` : sql`p.public_id = ${request.person}`
  const page = await readPage<ApiKeyRecord>(trx, cursors, list, request, {
    columns,
    from: from(sql`${owned} and ${ofPerson} and ${contains(sql`lower(k.title)`, request.search)}`),
    scope: [ownerId, request.person ?? '', request.search ?? ''],
  })
  return { items: page.rows.map(apiKeyOf), nextCursor: page.nextCursor, total: page.total }
}

export async function findApiKey(trx: Trx, publicId: string): Promise<ApiKeyRecord | null> {
  const { rows } = await sql<ApiKeyRecord>`select ${columns} ${from(sql`k.public_id = ${publicId}`)}`.execute(trx)
  return rows[0] ?? null
}

export function apiKeyOf(record: ApiKeyRecord): ApiKey {
  return {
    id: record.publicId,
    title: record.title,
    prefix: record.prefix,
    role: record.role,
    permissions: record.permissions === null ? null : ([...record.permissions] as NonNullable<ApiKey['permissions']>),
    owner: record.ownerEmail,
    createdAt: record.createdAt.toISOString(),
    usedAt: record.usedAt?.toISOString() ?? null,
    expiresAt: record.expiresAt?.toISOString() ?? null,
    revokedAt: record.revokedAt?.toISOString() ?? null,
    leakedAt: record.leakedAt?.toISOString() ?? null,
  }
}
