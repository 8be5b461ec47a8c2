import type { Me } from '@patchyard/api'
import type { Clock, Random, Role } from '@patchyard/domain'
import type { Database, Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import { accessStore } from './access-store.ts'
import { hashPassword } from '../../secrets/password.ts'
import { readMe } from './me-read-model.ts'
import { principalOf } from './speaker.ts'
import { findMember } from './speaker-read-model.ts'

export interface AccessService {
  me(principal: Principal): Promise<Me>
  /** Who somebody is that signed in this moment. Throws Problem `unauthenticated` for who is no member (any more). */
  meOfPerson(subscriptionId: number, personId: number): Promise<Me>
  /** The speaker that this person would be by session. Throws Problem `unauthenticated`. */
  principalOfPerson(subscriptionId: number, personId: number): Promise<Principal>
  /** A person with a role who sees all assets. Throws Problem `conflict` when the address is taken. */
  createPerson(
    subscriptionId: number,
    person: { email: string; name: string; password: string; role: Role; isOperator?: boolean },
  ): Promise<void>
  /** The speaker that this person is by session. Throws Problem `not_found`. */
  principalOf(subscriptionId: number, email: string): Promise<Principal>
}

export function createAccessService(ports: { database: Database; clock: Clock; random: Random }): AccessService {
  const { database, clock, random } = ports
  const now = (): Date => new Date(clock.nowMs())

  async function sessionPrincipal(trx: Trx, subscriptionId: number, personId: number): Promise<Principal | null> {
    const member = await findMember(trx, subscriptionId, personId)
    if (member === null) return null
    const speaker = { subscriptionId, via: 'session', sessionId: null, provenAtMs: clock.nowMs() } as const
    return principalOf(member, { ...speaker, needsSecondFactor: false }, clock.nowMs())
  }

  return {
    meOfPerson: (subscriptionId, personId) =>
      database.inSubscription(subscriptionId, async trx => {
        const principal = await sessionPrincipal(trx, subscriptionId, personId)
        if (principal === null) throw new Problem('unauthenticated')
        return readMe(trx, principal)
      }),

    principalOfPerson: (subscriptionId, personId) =>
      database.inSubscription(subscriptionId, async trx => {
        const principal = await sessionPrincipal(trx, subscriptionId, personId)
        if (principal === null) throw new Problem('unauthenticated')
        return principal
      }),

    me: principal => database.inSubscription(principal.subscriptionId, trx => readMe(trx, principal)),

    async createPerson(subscriptionId, person) {
      const passwordHash = await hashPassword(person.password, random)
      await database.inSubscription(subscriptionId, async trx => {
        if ((await accessStore.findPersonByEmail(trx, person.email)) !== null) {
          throw new Problem('conflict', { field: '/email', detail: 'a person with this address exists' })
        }
        const personId = await accessStore.insertPerson(trx, {
          ...person,
          publicId: random.uuid(),
          passwordHash,
          homeSubscriptionId: subscriptionId,
          now: now(),
        })
        const roles = [person.role]
        await accessStore.insertMembership(trx, subscriptionId, personId, { roles, allAssets: true, now: now() })
      })
    },

    async principalOf(subscriptionId, email) {
      return database.inSubscription(subscriptionId, async trx => {
        const person = await accessStore.findPersonByEmail(trx, email)
        const principal = person === null ? null : await sessionPrincipal(trx, subscriptionId, person.id)
        if (principal === null) throw new Problem('not_found')
        return principal
      })
    },
  }
}
