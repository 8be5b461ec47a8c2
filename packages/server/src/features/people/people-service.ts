import type { Person, PersonAccess, PersonInvite, PersonLink } from '@patchyard/api'
import {
  type Clock,
  operatorPermission,
  type Random,
  type Role,
  type RoleSetProblem,
  roleSetProblem,
  roleSetProblems,
  rolesOfNewPeople,
} from '@patchyard/domain'
import type { Database, Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import { personService } from '../access/person-service.ts'
import { refuseUnless } from '../../http/refuse-unless.ts'
import { writeAudit } from '../audit/audit-service.ts'
import { endOneTimeTokens, issueOneTimeToken, oneTimeLink } from '../sign-in/links/one-time-tokens-service.ts'
import { openSessions } from '../sign-in/sessions/open-sessions-service.ts'
import { lockPeople } from './people-lock.ts'
import { findPerson, type MemberRecord } from './people-read-model.ts'
import { peopleStore, type StoredStanding } from './people-store.ts'
import { refuseLookAlikes, tidyName } from './person-name.ts'
import { emptyScope, readScope } from './scope-tags.ts'

export interface PeopleService {
  /** Throws Problem `person_exists`, `person_name_taken`, `person_looks_alike`, `person_name_refused`, `roles_refused`, `forbidden`. */
  invite(principal: Principal, request: PersonInvite): Promise<PersonLink>
  rename(principal: Principal, publicId: string, name: string): Promise<Person>
  setAccess(principal: Principal, publicId: string, request: PersonAccess): Promise<Person>
  link(principal: Principal, publicId: string): Promise<PersonLink>
  disable(principal: Principal, publicId: string): Promise<Person>
  enable(principal: Principal, publicId: string): Promise<Person>
  remove(principal: Principal, publicId: string): Promise<void>
}

export function createPeopleService(ports: {
  database: Database
  clock: Clock
  random: Random
  publicUrl: () => string
}): PeopleService {
  const { database, clock, random } = ports
  const now = (): Date => new Date(clock.nowMs())

  const behindLock = <T>(principal: Principal, work: (trx: Trx) => Promise<T>): Promise<T> =>
    database.inSubscription(principal.subscriptionId, async trx => {
      await lockPeople(trx)
      return work(trx)
    })

  /** Loads the person behind the lock, changes them, and reads them back. */
  const change = (
    principal: Principal,
    publicId: string,
    work: (trx: Trx, person: MemberRecord) => Promise<void>,
  ): Promise<Person> =>
    behindLock(principal, async trx => {
      await work(trx, await load(trx, principal, publicId))
      return (await load(trx, principal, publicId)).shown
    })

  async function newLink(trx: Trx, personId: number): Promise<{ link: string; linkEndsAt: string }> {
    const token = await issueOneTimeToken(trx, { kind: 'setPassword', personId, random, nowMs: clock.nowMs() })
    return {
      link: oneTimeLink(ports.publicUrl(), 'setPassword', token.text),
      linkEndsAt: token.expiresAt.toISOString(),
    }
  }

  const audit = (
    trx: Trx,
    principal: Principal,
    action: string,
    personId: string,
    detail: Readonly<Record<string, unknown>> = {},
  ): Promise<void> => writeAudit(trx, { principal, action, object: `person:${personId}`, detail, nowMs: clock.nowMs() })

  return {
    invite(principal, request) {
      const email = request.email.normalize('NFC')
      const written = [
        { text: tidyName({ text: email, field: '/email' }), field: '/email' },
        { text: tidyName({ text: request.name, field: '/name' }), field: '/name' },
      ] as const
      return behindLock(principal, async trx => {
        const { subscriptionId } = principal
        const wanted = request.scope === undefined ? emptyScope : await readScope(trx, request.scope)
        const roles = checkedRoles(request.roles ?? rolesOfNewPeople)
        const grants = request.grants ?? []
        refuseUnless(principal, 'person.invite', { roles, grants, scope: wanted.scope })
        const known = await personService.findByEmail(trx, email)
        // Somebody else's person is not told apart from one of this subscription: the address is taken, and no more is said.
        if (
          known !== null &&
          (known.homeSubscriptionId !== subscriptionId ||
            // An invitation holds a link to sign in with, as `person.link` does.
            (known.isOperator && !principal.can(operatorPermission)) ||
            (await findPerson(trx, subscriptionId, known.publicId)) !== null)
        ) {
          throw new Problem('person_exists', { field: '/email' })
        }
        await refuseLookAlikes(trx, written, known?.id ?? null)
        const name = written[1].text
        const publicId = known?.publicId ?? random.uuid()
        const personId =
          known?.id ??
          (await personService.insert(trx, {
            publicId,
            email,
            name,
            passwordHash: null,
            homeSubscriptionId: subscriptionId,
            now: now(),
          }))
        if (known !== null) await peopleStore.setName(trx, personId, name)
        const standing = { roles, grants, allAssets: wanted.allAssets, tagIds: wanted.tagIds }
        await peopleStore.insertMembership(trx, { subscriptionId, personId }, standing, now())
        const person = await load(trx, principal, publicId)
        await audit(trx, principal, 'person.invite', publicId, { after: { email, name, ...standingOf(person) } })
        return { person: person.shown, ...(await newLink(trx, personId)) }
      })
    },

    rename(principal, publicId, text) {
      const name = tidyName({ text, field: '/name' })
      return change(principal, publicId, async (trx, person) => {
        refuseUnless(principal, 'person.rename', person)
        if (name === person.name) return
        await refuseLookAlikes(trx, [{ text: name, field: '/name' }], person.id)
        await peopleStore.setName(trx, person.id, name)
        await audit(trx, principal, 'person.rename', publicId, { before: { name: person.name }, after: { name } })
      })
    },

    setAccess(principal, publicId, request) {
      return change(principal, publicId, async (trx, person) => {
        const wanted =
          request.scope === undefined
            ? { allAssets: person.scope.kind === 'all', tagIds: person.tagIds, scope: person.scope }
            : await readScope(trx, request.scope)
        const roles = checkedRoles(request.roles ?? person.roles)
        const grants = request.grants ?? person.grants
        refuseUnless(principal, 'person.setStanding', { ...person, to: { roles, grants, scope: wanted.scope } })
        const standing: StoredStanding = { roles, grants, allAssets: wanted.allAssets, tagIds: wanted.tagIds }
        await peopleStore.setStanding(
          trx,
          { subscriptionId: principal.subscriptionId, personId: person.id },
          standing,
          now(),
        )
        const after = await load(trx, principal, publicId)
        const detail = { before: standingOf(person), after: standingOf(after) }
        await audit(trx, principal, 'person.access', publicId, detail)
      })
    },

    link(principal, publicId) {
      return behindLock(principal, async trx => {
        const person = await load(trx, principal, publicId)
        refuseUnless(principal, 'person.link', person)
        if (person.disabled) throw new Problem('conflict', { detail: 'the person is disabled' })
        await audit(trx, principal, 'person.link', publicId)
        return { person: person.shown, ...(await newLink(trx, person.id)) }
      })
    },

    disable(principal, publicId) {
      return change(principal, publicId, async (trx, person) => {
        refuseUnless(principal, 'person.disable', person)
        const key = { subscriptionId: principal.subscriptionId, personId: person.id }
        if (!person.disabled) await peopleStore.setDisabled(trx, key, now(), now())
        await openSessions.endIn(trx, person.id, principal.subscriptionId)
        if (person.atHome) await endOneTimeTokens(trx, person.id)
        if (!person.disabled) await audit(trx, principal, 'person.disable', publicId)
      })
    },

    enable(principal, publicId) {
      return change(principal, publicId, async (trx, person) => {
        refuseUnless(principal, 'person.enable', person)
        if (!person.disabled) return
        await peopleStore.setDisabled(
          trx,
          { subscriptionId: principal.subscriptionId, personId: person.id },
          null,
          now(),
        )
        await audit(trx, principal, 'person.enable', publicId)
      })
    },

    async remove(principal, publicId) {
      await behindLock(principal, async trx => {
        const person = await load(trx, principal, publicId)
        refuseUnless(principal, 'person.remove', person)
        const key = { subscriptionId: principal.subscriptionId, personId: person.id }
        await openSessions.endIn(trx, person.id, principal.subscriptionId)
        if (person.atHome) await endOneTimeTokens(trx, person.id)
        await peopleStore.remove(trx, key)
        const before = { email: person.email, name: person.name, ...standingOf(person) }
        await audit(trx, principal, 'person.remove', publicId, { before })
      })
    },
  }
}

async function load(trx: Trx, principal: Principal, publicId: string): Promise<MemberRecord> {
  const person = await findPerson(trx, principal.subscriptionId, publicId)
  if (person === null) throw new Problem('not_found')
  return person
}

/** In the order of the list of roles. Throws Problem `roles_refused`. */
function checkedRoles(held: readonly Role[]): readonly Role[] {
  const problem: RoleSetProblem | null = roleSetProblem(held)
  if (problem !== null)
    throw new Problem('roles_refused', { field: '/roles', because: problem, detail: roleSetProblems[problem] })
  return held
}

const standingOf = ({ roles, grants, shown }: MemberRecord) => ({
  roles,
  grants,
  scope: shown.scope.all ? 'all' : shown.scope.tags.map(tag => tag.id),
})
