import type { Role } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { KeyPart, MemberRow } from './speaker.ts'

// Read anew for each request: what is taken from a person is gone with their next request. Two statements in one transaction:
// who is meant, outside the wall, and what they may, behind it.

export interface SessionRow {
  readonly personId: number
  readonly subscriptionId: number
  readonly seenAt: Date
  readonly expiresAt: Date
  readonly provenAt: Date
  readonly sessionId: string
  /** A second factor is asked only of who signed in with a password: identity providers and passkeys have their own. */
  readonly byPassword: boolean
}

/** Outside the wall. */
export async function findSession(trx: Trx, tokenHash: Uint8Array): Promise<SessionRow | null> {
  const row = await trx
    .selectFrom('session')
    .select(['person_id', 'subscription_id', 'public_id', 'way', 'proven_at', 'seen_at', 'expires_at'])
    .where('token_hash', '=', Buffer.from(tokenHash))
    .executeTakeFirst()
  if (row === undefined) return null
  return {
    personId: row.person_id,
    subscriptionId: row.subscription_id,
    seenAt: row.seen_at,
    expiresAt: row.expires_at,
    provenAt: row.proven_at,
    sessionId: row.public_id,
    byPassword: row.way === 'password',
  }
}

const memberColumns = sql`
  p.id as person_id, p.public_id as person_public_id, p.email, p.name, p.is_operator, m.roles, m.grants,
  s.licence_kind, s.licence_limit, s.licence_end, s.stale_after_days, s.suspended_at is not null as suspended,
  case when not m.all_assets then array(
    select distinct ta.tag_id from membership_tag mt join tag_above ta on ta.above_id = mt.tag_id
     where mt.subscription_id = m.subscription_id and mt.person_id = m.person_id order by 1) end as scope_tags`

const ofMembers = sql`join person p on p.id = m.person_id join subscription s on s.id = m.subscription_id`

/** A person who is disabled, here or in the whole installation, is no member; nor is one who was removed. */
const active = sql`m.disabled_at is null and p.disabled_at is null`

/** Behind the wall. */
export async function findMember(trx: Trx, subscriptionId: number, personId: number): Promise<MemberRow | null> {
  const { rows } = await sql<MemberRow>`
    select ${memberColumns} from membership m ${ofMembers}
     where m.subscription_id = ${subscriptionId} and m.person_id = ${personId} and ${active}`.execute(trx)
  return rows[0] ?? null
}

export interface KeySpeaker extends KeyPart {
  readonly usedAt: Date | null
  readonly member: MemberRow
}

/** Behind the wall. The key if it is neither revoked nor over, with its maker as they are today. */
export async function findKeySpeaker(
  trx: Trx,
  subscriptionId: number,
  apiKeyId: number,
  now: Date,
): Promise<KeySpeaker | null> {
  const { rows } = await sql<
    MemberRow & { key_role: Role | null; key_permissions: string[] | null; used_at: Date | null }
  >`
    select ${memberColumns}, k.role as key_role, k.permissions as key_permissions, k.used_at
      from api_key k join membership m on m.subscription_id = k.subscription_id and m.person_id = k.person_id
      ${ofMembers}
     where k.id = ${apiKeyId} and k.subscription_id = ${subscriptionId} and k.revoked_at is null
       and (k.expires_at is null or k.expires_at > ${now}) and ${active}`.execute(trx)
  const row = rows[0]
  if (row === undefined) return null
  return { role: row.key_role, permissions: row.key_permissions, usedAt: row.used_at, member: row }
}
