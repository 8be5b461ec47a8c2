import type { FirstAdminRequest, SignInRequest } from '@patchyard/api'
import { foldText } from '@patchyard/query'
import { Problem } from '../../errors/problem.ts'
import { writeAudit } from '../audit/audit-service.ts'
import { countAttempt, forgiveAttempt, passwordLimits } from './attempts/attempt-limits.ts'
import type { ClientFacts } from './attempts/client-facts.ts'
import { credentialStore } from './passwords/credential-store.ts'
import { knownBrowserOf } from './attempts/known-browsers.ts'
import { findOneTimeToken, issueOneTimeToken, useOneTimeToken } from './links/one-time-tokens-service.ts'
import { decoyHash, hashPassword, isOutdatedHash, verifyPassword } from '../../secrets/password.ts'
import { refuseWeakPassword } from './passwords/password-rules.ts'
import { tokenHash } from '../../secrets/secret-token.ts'
import { sessionStore } from './sessions/session-store.ts'
import type { PersonRecord, SignInPeople } from './sign-in-people.ts'
import {
  auditRefusal,
  type SessionPorts,
  sessionOrStep,
  type SignedIn,
  startSession,
} from './sessions/start-session.ts'

export interface SignInService {
  createFirstAdmin(request: FirstAdminRequest, client: ClientFacts): Promise<SignedIn & { kind: 'signedIn' }>
  /** Throws Problem `sign_in_refused`, or `rate` with the seconds to wait. */
  signIn(request: SignInRequest, client: ClientFacts): Promise<SignedIn>
  signOut(sessionToken: string): Promise<void>
  /** null while an administrator exists; otherwise the text of a fresh one-time token. */
  issueFirstAdminToken(): Promise<string | null>
}

export function createSignInService(ports: SessionPorts & { readonly people: SignInPeople }): SignInService {
  const { database, clock, random, people } = ports
  const now = (): Date => new Date(clock.nowMs())

  /** The same work for an address that nobody has, so that neither answer nor time tells them apart (S8.3). */
  async function checkPassword(request: SignInRequest, client: ClientFacts): Promise<PersonRecord> {
    const folded = foldText(request.email)
    const { person, browser } = await database.asOperator(async trx => {
      const found = await people.findPersonByEmail(trx, folded)
      return { person: found, browser: await knownBrowserOf(trx, found?.id ?? 0, client.knownBrowser) }
    })
    const limits = passwordLimits(folded, client.peer, browser)
    await database.asOperator(trx => countAttempt(trx, limits, now()))
    const right = await verifyPassword(request.password, person?.passwordHash ?? decoyHash)
    if (person === null || !right || person.disabledAt !== null || person.startSubscriptionId === null) {
      const because = person === null ? 'unknown' : person.disabledAt !== null ? 'disabled' : 'password'
      await auditRefusal(ports, client, { person, because })
      throw new Problem('sign_in_refused')
    }
    const outdated = person.passwordHash !== null && isOutdatedHash(person.passwordHash)
    const renewed = outdated ? await hashPassword(request.password, random) : null
    await database.asOperator(async trx => {
      await forgiveAttempt(trx, limits, now())
      if (renewed !== null) await credentialStore.rehashPassword(trx, person.id, person.passwordHash ?? '', renewed)
    })
    return person
  }

  return {
    async createFirstAdmin(request, client) {
      const email = request.email.normalize('NFC')
      const name = request.name.normalize('NFC').trim()
      // T1: once there is somebody, nothing is to be set up here; the attempt is kept.
      const { done, link } = await database.asOperator(async trx => {
        if (!(await people.anyPerson(trx)))
          return { done: false, link: await findOneTimeToken(trx, request.token, now()) }
        const actor = { anonymous: true, address: client.address } as const
        const object = 'installation'
        await writeAudit(trx, { actor, action: 'firstAdmin.refuse', object, nowMs: clock.nowMs(), subscriptionId: 0 })
        return { done: true, link: null }
      })
      if (done) throw new Problem('not_found')
      if (link?.kind !== 'firstAdmin') throw new Problem('first_admin_refused')
      refuseWeakPassword(request.password, { email, name })
      const passwordHash = await hashPassword(request.password, random)
      const publicId = random.uuid()
      const subscriptionId = 1
      return database.inSubscription(subscriptionId, async trx => {
        const used = await useOneTimeToken(trx, request.token, now())
        if (used?.kind !== 'firstAdmin' || (await people.anyPerson(trx))) throw new Problem('first_admin_refused')
        const id = await people.insertPerson(trx, {
          publicId,
          email,
          name,
          passwordHash,
          homeSubscriptionId: subscriptionId,
          isOperator: true,
          now: now(),
        })
        await people.insertMembership(trx, subscriptionId, id, {
          roles: ['administrator'],
          allAssets: true,
          now: now(),
        })
        await writeAudit(trx, {
          actor: { operator: 'host' },
          action: 'person.create',
          object: `person:${publicId}`,
          detail: { after: { email, roles: ['administrator'], isOperator: true } },
          nowMs: clock.nowMs(),
        })
        return startSession(trx, ports, {
          person: { id, publicId },
          subscriptionId,
          way: 'password',
          with: 'oneTimeLink',
          client,
        })
      })
    },

    async signIn(request, client) {
      const person = await checkPassword(request, client)
      const subscriptionId = person.startSubscriptionId ?? 0
      return database.inSubscription(subscriptionId, async trx => {
        if (!(await people.isMember(trx, subscriptionId, person.id))) throw new Problem('sign_in_refused')
        return sessionOrStep(trx, ports, { person, subscriptionId, way: 'password', with: null, client })
      })
    },

    async signOut(sessionToken) {
      await database.asOperator(async trx => {
        const ended = await sessionStore.end(trx, tokenHash(sessionToken))
        if (ended === null) return
        await writeAudit(trx, {
          actor: { person: ended.personPublicId, via: 'session' },
          action: 'session.end',
          object: `session:${ended.publicId}`,
          nowMs: clock.nowMs(),
          subscriptionId: ended.subscriptionId,
        })
      })
    },

    async issueFirstAdminToken() {
      return database.asOperator(async trx => {
        if (await people.anyPerson(trx)) return null
        const wish = { kind: 'firstAdmin', personId: null, random, nowMs: clock.nowMs() } as const
        return (await issueOneTimeToken(trx, wish)).text
      })
    },
  }
}
