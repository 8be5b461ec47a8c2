import type { Person, PersonQuery } from '@patchyard/api'
import type { Grant, PersonObject, Role } from '@patchyard/domain'
import { foldText } from '@patchyard/query'
import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { CursorCodec } from '../../paging/cursor.ts'
import { contains, type KeysetList, readPage } from '../../paging/keyset-page.ts'
import { scopeOfTags } from '../../queries/scope-of-tags.ts'

export interface MemberRecord extends PersonObject {
  readonly id: number
  readonly publicId: string
  readonly email: string
  readonly name: string
  readonly disabled: boolean
  /** Without the tags below each; empty for who sees all. */
  readonly tagIds: readonly number[]
  readonly shown: Person
}

interface Row {
  id: number
  public_id: string
  email: string
  name: string
  is_operator: boolean
  home_subscription_id: number | null
  roles: Role[]
  grants: Grant[]
  all_assets: boolean
  created_at: Date
  status: Person['status']
  tags: { n: number; id: string; name: string; colour: string }[] | null
  scope_tags: number[] | null
  last_administrator: boolean
}

/** Somebody who cannot sign in yet keeps no subscription going. */
const provable = (person: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  ${person}.password_hash is not null
  or exists (select 1 from passkey pk where pk.person_id = ${person}.id)
  or exists (select 1 from identity_link il where il.person_id = ${person}.id))`

const status = sql`case when m.disabled_at is not null or p.disabled_at is not null then 'disabled'
                        when ${provable(sql`p`)} then 'active' else 'invited' end`

const columns = sql`
  p.id, p.public_id, p.email, p.name, p.is_operator, p.home_subscription_id, m.roles, m.grants, m.all_assets, m.created_at,
  ${status} as status,
  (select json_agg(json_build_object('n', tg.id, 'id', tg.public_id, 'name', tg.name, 'colour', tg.colour) order by tg.name_folded)
     from membership_tag mt join tag tg on tg.id = mt.tag_id
    where mt.subscription_id = m.subscription_id and mt.person_id = m.person_id) as tags`

/** What decisions need beside it. */
const decisive = sql`
  case when not m.all_assets then array(
    select distinct ta.tag_id from membership_tag mt join tag_above ta on ta.above_id = mt.tag_id
     where mt.subscription_id = m.subscription_id and mt.person_id = m.person_id order by 1) end as scope_tags,
  'administrator' = any(m.roles) and m.all_assets and m.disabled_at is null and p.disabled_at is null
    and not exists (
      select 1 from membership o join person op on op.id = o.person_id
       where o.subscription_id = m.subscription_id and o.person_id <> m.person_id and 'administrator' = any(o.roles)
         and o.all_assets and o.disabled_at is null and op.disabled_at is null and ${provable(sql`op`)}) as last_administrator`

const members = sql`from membership m join person p on p.id = m.person_id`

const list: KeysetList = {
  name: 'people',
  defaultSort: 'name',
  tie: { expression: sql`p.id`, type: 'bigint' },
  sorts: {
    name: { expression: sql`p.name_folded`, type: 'text' },
    email: { expression: sql`p.email_folded`, type: 'text' },
    createdAt: { expression: sql`m.created_at`, type: 'timestamptz' },
    status: { expression: sql`(${status})`, type: 'text' },
  },
}

type Found = Pick<PersonQuery, 'role' | 'status'> & { readonly search: string | undefined }

const matching = ({ search, role, status: wanted }: Found): RawBuilder<unknown> => sql`
  (${contains(sql`p.name_folded`, search)} or ${contains(sql`p.email_folded`, search)})
  and ${role === undefined ? sql`true` : sql`${role} = any(m.roles)`}
  and ${wanted === undefined ? sql`true` : sql`${status} = ${wanted}`}`

export async function listPeople(trx: Trx, cursors: CursorCodec, subscriptionId: number, query: PersonQuery) {
  const search = query.search === undefined ? undefined : foldText(query.search)
  const page = await readPage<Row>(trx, cursors, list, query, {
    columns,
    from: sql`${members} where m.subscription_id = ${subscriptionId} and ${matching({ ...query, search })}`,
    scope: [search ?? '', query.role ?? '', query.status ?? ''],
  })
  return { items: page.rows.map(shownOf), nextCursor: page.nextCursor, total: page.total }
}

/** The person with what decisions need; null for who is no member. */
export async function findPerson(trx: Trx, subscriptionId: number, publicId: string): Promise<MemberRecord | null> {
  const { rows } = await sql<Row>`
    select ${columns}, ${decisive} ${members}
     where m.subscription_id = ${subscriptionId} and p.public_id = ${publicId}`.execute(trx)
  const row = rows[0]
  if (row === undefined) return null
  return {
    id: row.id,
    publicId: row.public_id,
    email: row.email,
    name: row.name,
    roles: row.roles,
    grants: row.grants,
    scope: scopeOfTags(row.scope_tags),
    disabled: row.status === 'disabled',
    lastAdministrator: row.last_administrator,
    atHome: row.home_subscription_id === subscriptionId,
    isOperator: row.is_operator,
    tagIds: (row.tags ?? []).map(tag => tag.n),
    shown: shownOf(row),
  }
}

function shownOf(row: Row): Person {
  return {
    id: row.public_id,
    email: row.email,
    name: row.name,
    status: row.status,
    roles: row.roles,
    grants: row.grants,
    scope: {
      all: row.all_assets,
      tags: row.all_assets ? [] : (row.tags ?? []).map(({ id, name, colour }) => ({ id, name, colour })),
    },
    isOperator: row.is_operator,
    createdAt: row.created_at.toISOString(),
  }
}
