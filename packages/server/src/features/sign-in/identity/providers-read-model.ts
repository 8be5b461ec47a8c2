import type { IdentityLink, IdentityProvider, ListQuery } from '@patchyard/api'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import type { CursorCodec } from '../../../paging/cursor.ts'
import { contains, type KeysetList, readPage } from '../../../paging/keyset-page.ts'
import { providerColumns, providerOf, type ProviderRecord, type ProviderRow } from './provider-store.ts'

const providerList: KeysetList = {
  name: 'identity-providers',
  defaultSort: 'title',
  tie: { expression: sql`i.id`, type: 'bigint' },
  sorts: {
    title: { expression: sql`lower(i.title)`, type: 'text' },
    createdAt: { expression: sql`i.created_at`, type: 'timestamptz' },
  },
}

const linkList: KeysetList = {
  name: 'identity-links',
  defaultSort: 'email',
  tie: { expression: sql`l.id`, type: 'bigint' },
  sorts: {
    email: { expression: sql`p.email_folded`, type: 'text' },
    subject: { expression: sql`l.subject`, type: 'text' },
    createdAt: { expression: sql`l.created_at`, type: 'timestamptz' },
  },
}

export const shownProvider = (record: ProviderRecord, redirectUri: string): IdentityProvider => ({
  id: record.publicId,
  title: record.title,
  issuer: record.issuer,
  clientId: record.clientId,
  scopes: record.scopes,
  groupClaim: record.groupClaim,
  mapping: [...record.mapping],
  enabled: record.enabled,
  shown: record.shown,
  hasSecret: record.clientSecret !== null,
  redirectUri,
  createdAt: record.createdAt.toISOString(),
})

export async function listProviders(
  trx: Trx,
  cursors: CursorCodec,
  query: ListQuery,
  of: { subscriptionId: number; redirectUri: string },
) {
  const page = await readPage<ProviderRow>(trx, cursors, providerList, query, {
    columns: sql.join(providerColumns.map(name => sql.ref(`i.${name}`))),
    from: sql`from identity_provider i
              where i.subscription_id = ${of.subscriptionId}
                and ${contains(sql`lower(i.title || ' ' || i.issuer)`, query.search)}`,
    scope: [query.search ?? ''],
  })
  return {
    items: page.rows.map(row => shownProvider(providerOf(row), of.redirectUri)),
    nextCursor: page.nextCursor,
    total: page.total,
  }
}

interface LinkRow {
  readonly public_id: string
  readonly issuer: string
  readonly subject: string
  readonly person_public_id: string
  readonly email: string
  readonly name: string
  readonly created_at: Date
  readonly used_at: Date | null
}

const linkColumns = sql`l.public_id, l.issuer, l.subject, p.public_id as person_public_id, p.email, p.name, l.created_at, l.used_at`

const shownLink = (row: LinkRow): IdentityLink => ({
  id: row.public_id,
  issuer: row.issuer,
  subject: row.subject,
  person: { id: row.person_public_id, email: row.email, name: row.name },
  createdAt: row.created_at.toISOString(),
  usedAt: row.used_at?.toISOString() ?? null,
})

export async function listLinks(
  trx: Trx,
  cursors: CursorCodec,
  query: ListQuery,
  of: { subscriptionId: number; issuer: string },
) {
  const page = await readPage<LinkRow>(trx, cursors, linkList, query, {
    columns: linkColumns,
    from: sql`from identity_link l join person p on p.id = l.person_id
              where l.subscription_id = ${of.subscriptionId} and l.issuer = ${of.issuer}
                and ${contains(sql`p.email_folded || ' ' || lower(l.subject)`, query.search)}`,
    scope: [of.issuer, query.search ?? ''],
  })
  return { items: page.rows.map(shownLink), nextCursor: page.nextCursor, total: page.total }
}

export async function findLink(
  trx: Trx,
  publicId: string,
): Promise<(IdentityLink & { personPublicId: string }) | null> {
  const { rows } = await sql<LinkRow>`
    select ${linkColumns} from identity_link l join person p on p.id = l.person_id
    where l.public_id = ${publicId}`.execute(trx)
  const row = rows[0]
  return row === undefined ? null : { ...shownLink(row), personPublicId: row.person_public_id }
}
