import type { Role } from '@patchyard/domain'
import { foldText } from '@patchyard/query'
import type { Trx } from '../../database/database.ts'
import { searchable } from '../../database/search-columns.ts'

export interface PersonRecord {
  readonly id: number
  readonly publicId: string
  readonly email: string
  readonly name: string
  readonly passwordHash: string | null
  readonly homeSubscriptionId: number | null
  readonly startSubscriptionId: number | null
  readonly isOperator: boolean
  readonly disabledAt: Date | null
}

/** Writes and look-ups of people and their memberships. */
export const accessStore = {
  /** In any case, and whatever its letters are made of. */
  async findPersonByEmail(trx: Trx, email: string): Promise<PersonRecord | null> {
    const row = await trx
      .selectFrom('person')
      .select([
        'id',
        'public_id',
        'email',
        'name',
        'password_hash',
        'home_subscription_id',
        'start_subscription_id',
        'is_operator',
        'disabled_at',
      ])
      .where('email_folded', '=', foldText(email))
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
      name: string
      passwordHash: string | null
      homeSubscriptionId: number
      isOperator?: boolean
      now: Date
    },
  ): Promise<number> {
    const row = await trx
      .insertInto('person')
      .values({
        public_id: person.publicId,
        ...searchable('email', person.email),
        ...searchable('name', person.name),
        password_hash: person.passwordHash,
        home_subscription_id: person.homeSubscriptionId,
        is_operator: person.isOperator ?? false,
        created_at: person.now,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return row.id
  },

  /** In the whole installation. */
  async enablePerson(trx: Trx, personId: number): Promise<void> {
    await trx.updateTable('person').set({ disabled_at: null }).where('id', '=', personId).execute()
  },

  async insertMembership(
    trx: Trx,
    subscriptionId: number,
    personId: number,
    member: { roles: readonly Role[]; allAssets: boolean; now: Date },
  ): Promise<void> {
    await trx
      .insertInto('membership')
      .values({
        subscription_id: subscriptionId,
        person_id: personId,
        roles: [...member.roles],
        all_assets: member.allAssets,
        created_at: member.now,
      })
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
  start_subscription_id: number | null
  is_operator: boolean
  disabled_at: Date | null
}): PersonRecord {
  return {
    id: row.id,
    publicId: row.public_id,
    email: row.email,
    name: row.name,
    passwordHash: row.password_hash,
    homeSubscriptionId: row.home_subscription_id,
    startSubscriptionId: row.start_subscription_id ?? row.home_subscription_id,
    isOperator: row.is_operator,
    disabledAt: row.disabled_at,
  }
}
