import type { Role } from '@patchyard/domain'
import type { Trx } from '../../database/database.ts'
import type { PersonRecord } from '../access/access-store.ts'

/** What signing in needs of people; the access feature has it. */
export interface SignInPeople {
  findPersonByEmail(trx: Trx, email: string): Promise<PersonRecord | null>
  anyPerson(trx: Trx): Promise<boolean>
  insertPerson(
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
  ): Promise<number>
  insertMembership(
    trx: Trx,
    subscriptionId: number,
    personId: number,
    member: { roles: readonly Role[]; allAssets: boolean; now: Date },
  ): Promise<void>
  /** Behind the wall: false for who is disabled or was removed. */
  isMember(trx: Trx, subscriptionId: number, personId: number): Promise<boolean>
}
