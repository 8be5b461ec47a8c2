import type { Role } from '@patchyard/domain'
import { wordLine } from '@patchyard/query'
import type { Trx } from '../../database/database.ts'
import { searchable } from '../../database/search-columns.ts'

export interface PersonRecord {
  readonly id: number
  readonly publicId: string
  readonly email: string
  readonly name: string
  readonly passwordHash: string | null
  readonly homeSubscriptionId: number | null
  readonly disabledAt: Date | null
}

export interface SessionSpeaker {
  readonly person: PersonRecord
  readonly subscriptionId: number
  readonly seenAt: Date
  readonly expiresAt: Date
}

/** Writes and look-ups of people, sessions and the first administrator's token: tables outside the wall. */
export const accessStore = {
  async findPersonByEmail(trx: Trx, emailFolded: string): Promise<PersonRecord | null> {
    const row = await trx
      .selectFrom('person')
      .select(['id', 'public_id', 'email', 'name', 'password_hash', 'home_subscription_id', 'disabled_at'])
      .where('email_folded', '=', emailFolded)
      .executeTakeFirst()
    return row === undefined ? null : personOf(row)
  },

  async anyPerson(trx: Trx): Promise<boolean> {
    return (await trx.selectFrom('person').select('id').limit(1).executeTakeFirst()) !== undefined
  },

  async insertPerson(
    trx: Trx,
    person: {
      publicId: string
      email: string
      emailFolded: string
      name: string
      passwordHash: string
      homeSubscriptionId: number
      now: Date
    },
  ): Promise<number> {
    const row = await trx
      .insertInto('person')
      .values({
        public_id: person.publicId,
        email: person.email,
        email_folded: person.emailFolded,
        email_words: wordLine(person.email),
        ...searchable('name', person.name),
        password_hash: person.passwordHash,
        home_subscription_id: person.homeSubscriptionId,
        created_at: person.now,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return row.id
  },

  async insertSession(
    trx: Trx,
    session: { tokenHash: Uint8Array; personId: number; subscriptionId: number; now: Date; expiresAt: Date },
  ): Promise<void> {
    await trx
      .insertInto('session')
      .values({
        token_hash: Buffer.from(session.tokenHash),
        person_id: session.personId,
        subscription_id: session.subscriptionId,
        created_at: session.now,
        seen_at: session.now,
        expires_at: session.expiresAt,
      })
      .execute()
  },

  async findSession(trx: Trx, tokenHash: Uint8Array): Promise<SessionSpeaker | null> {
    const row = await trx
      .selectFrom('session')
      .innerJoin('person', 'person.id', 'session.person_id')
      .select([
        'person.id',
        'person.public_id',
        'person.email',
        'person.name',
        'person.password_hash',
        'person.home_subscription_id',
        'person.disabled_at',
        'session.subscription_id',
        'session.seen_at',
        'session.expires_at',
      ])
      .where('session.token_hash', '=', Buffer.from(tokenHash))
      .executeTakeFirst()
    if (row === undefined) return null
    return {
      person: personOf(row),
      subscriptionId: row.subscription_id,
      seenAt: row.seen_at,
      expiresAt: row.expires_at,
    }
  },

  async touchSession(trx: Trx, tokenHash: Uint8Array, now: Date): Promise<void> {
    await trx.updateTable('session').set({ seen_at: now }).where('token_hash', '=', Buffer.from(tokenHash)).execute()
  },

  async deleteSession(trx: Trx, tokenHash: Uint8Array): Promise<void> {
    await trx.deleteFrom('session').where('token_hash', '=', Buffer.from(tokenHash)).execute()
  },

  async deleteExpiredSessions(trx: Trx, now: Date): Promise<void> {
    await trx.deleteFrom('session').where('expires_at', '<=', now).execute()
  },

  /** One token is valid at a time: an older one ends when a new one is made. */
  async replaceFirstAdminToken(trx: Trx, tokenHash: Uint8Array, now: Date, expiresAt: Date): Promise<void> {
    await trx.deleteFrom('first_admin_token').execute()
    await trx
      .insertInto('first_admin_token')
      .values({ token_hash: Buffer.from(tokenHash), created_at: now, expires_at: expiresAt })
      .execute()
  },

  /** true exactly once for a valid token: of two parallel uses one sees false. */
  async useFirstAdminToken(trx: Trx, tokenHash: Uint8Array, now: Date): Promise<boolean> {
    const row = await trx
      .updateTable('first_admin_token')
      .set({ used_at: now })
      .where('token_hash', '=', Buffer.from(tokenHash))
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('token_hash')
      .executeTakeFirst()
    return row !== undefined
  },

  async findRole(trx: Trx, subscriptionId: number, personId: number): Promise<Role | null> {
    const row = await trx
      .selectFrom('membership')
      .select('role')
      .where('subscription_id', '=', subscriptionId)
      .where('person_id', '=', personId)
      .executeTakeFirst()
    return (row?.role as Role | undefined) ?? null
  },

  async insertMembership(trx: Trx, subscriptionId: number, personId: number, role: Role, now: Date): Promise<void> {
    await trx
      .insertInto('membership')
      .values({ subscription_id: subscriptionId, person_id: personId, role, created_at: now })
      .execute()
  },

  async findSubscription(
    trx: Trx,
    id: number,
  ): Promise<{ id: number; publicId: string; name: string; licence: string; suspended: boolean } | null> {
    const row = await trx
      .selectFrom('subscription')
      .select(['id', 'public_id', 'name', 'licence_kind', 'suspended_at'])
      .where('id', '=', id)
      .executeTakeFirst()
    if (row === undefined) return null
    return {
      id: row.id,
      publicId: row.public_id,
      name: row.name,
      licence: row.licence_kind,
      suspended: row.suspended_at !== null,
    }
  },
}

function personOf(row: {
  id: number
  public_id: string
  email: string
  name: string
  password_hash: string | null
  home_subscription_id: number | null
  disabled_at: Date | null
}): PersonRecord {
  return {
    id: row.id,
    publicId: row.public_id,
    email: row.email,
    name: row.name,
    passwordHash: row.password_hash,
    homeSubscriptionId: row.home_subscription_id,
    disabledAt: row.disabled_at,
  }
}
