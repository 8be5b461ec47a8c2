import { sql } from 'kysely'
import { Problem } from '../../../errors/problem.ts'
import { lockPeople } from '../../people/people-lock.ts'
import { findPerson } from '../../people/people-read-model.ts'
import { peopleStore } from '../../people/people-store.ts'
import { refuseLookAlikes, tidyName } from '../../people/person-name.ts'
import { credentialStore } from '../credential-store.ts'
import type { IdentityMembers } from './identity-members.ts'

/** People and tags as single sign-on needs them, by the features that have them. */
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
