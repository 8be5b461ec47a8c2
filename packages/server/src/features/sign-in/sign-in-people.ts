import type { Grant, Role } from '@patchyard/domain'
import type { Trx } from '../../database/database.ts'
import type { Principal } from '../../http/principal.ts'
import type { MemberRecord } from '../people/people-read-model.ts'

/** A person as signing in sees one. */
export interface PersonRecord {
  readonly id: number
  readonly publicId: string
  readonly email: string
  readonly name: string
  readonly passwordHash: string | null
  /** Whose administrators may reset what the person signs in with; switching to another subscription does not change it. */
  readonly homeSubscriptionId: number | null
  /** Where the next session starts: where the last switch led, else at home. */
  readonly startSubscriptionId: number | null
  readonly disabledAt: Date | null
}

/** What administrators may do to how others sign in; the access and people features decide. */
export interface SignInRights {
  /** Throws Problem `forbidden` unless the principal may give this person a link for a new password. */
  refuseUnlessMayReset(principal: Principal, person: MemberRecord): void
  /** Throws Problem `forbidden` unless the principal could give this to somebody, `not_found` for tags that are not there. */
  refuseUnlessMayGive(
    trx: Trx,
    principal: Principal,
    standing: {
      readonly roles: readonly Role[]
      readonly grants: readonly Grant[]
      readonly allAssets: boolean
      readonly scopeTags: readonly string[]
    },
  ): Promise<void>
}

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
