import { sql } from 'kysely'
import { accessStore } from './access/access-store.ts'
import { refuseUnless } from '../http/refuse-unless.ts'
import { findMember } from './access/speaker-read-model.ts'
import { readScope } from './people/scope-tags.ts'
import type { ResetPeople } from './sign-in/links/admin-reset.ts'
import type { SignInPeople, SignInRights } from './sign-in/sign-in-people.ts'
import { Problem } from '../errors/problem.ts'
import { lockPeople } from './people/people-lock.ts'
import { findPerson } from './people/people-read-model.ts'
import { peopleStore } from './people/people-store.ts'
import { refuseLookAlikes, tidyName } from './people/person-name.ts'
import { credentialStore } from './sign-in/passwords/credential-store.ts'
import type { IdentityMembers } from './sign-in/identity/identity-members.ts'

// Where signing in meets people: each feature keeps its stores to itself, and here they are handed over as ports.

export const signInPeople: SignInPeople = {
  ...accessStore,
  isMember: async (trx, subscriptionId, personId) => (await findMember(trx, subscriptionId, personId)) !== null,
}

export const signInRights: SignInRights = {
  refuseUnlessMayReset: (principal, person) => refuseUnless(principal, 'person.link', person),
  async refuseUnlessMayGive(trx, principal, { roles, grants, allAssets, scopeTags }) {
    const { scope } = await readScope(trx, { all: allAssets, tags: [...scopeTags] })
    refuseUnless(principal, 'person.invite', { roles, grants, scope })
  },
}

/** For the way back on the server's own machine, which no principal asks for. */
export const resetPeople: ResetPeople = { ...accessStore, ...peopleStore, lockPeople }

/** People and tags as single sign-on needs them. */
export const identityMembers: IdentityMembers = {
  lockPeople,
  insertMembership: peopleStore.insertMembership,
  setStanding: peopleStore.setStanding,

  async tagIds(trx, publicIds) {
    const { rows } = await sql<{ id: number }>`
      select t.id from tag t where t.public_id = any(${[...publicIds]}::uuid[])`.execute(trx)
    return rows.map(row => row.id)
  },

  async standingOf(trx, subscriptionId, personId) {
    const person = await credentialStore.findPerson(trx, personId)
    const member = person === null ? null : await findPerson(trx, subscriptionId, person.publicId)
    if (member === null) return null
    const { publicId, roles, grants, tagIds, lastAdministrator } = member
    return { publicId, roles, grants, tagIds, lastAdministrator, allAssets: member.scope.kind === 'all' }
  },

  async usableName(trx, name) {
    try {
      const text = tidyName({ text: name, field: '/name' })
      await refuseLookAlikes(trx, [{ text, field: '/name' }], null)
      return text
    } catch (error) {
      if (error instanceof Problem) return null
      throw error
    }
  },
}
