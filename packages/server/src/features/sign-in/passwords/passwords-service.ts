import { foldText } from '@patchyard/query'
import type { OneTimeLinkInfo, OneTimeLinkUse, PasswordChange } from '@patchyard/api'
import type { Trx } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'
import type { Principal } from '../../../http/principal.ts'
import { writeAudit } from '../../audit/audit-service.ts'
import { countAttempt, forgiveAttempt, passwordLimits } from '../attempts/attempt-limits.ts'
import type { ClientFacts } from '../attempts/client-facts.ts'
import { credentialStore } from './credential-store.ts'
import { forgetBrowsers, knownBrowserOf } from '../attempts/known-browsers.ts'
import {
  endOneTimeTokens,
  findOneTimeToken,
  type OneTimeToken,
  useOneTimeToken,
} from '../links/one-time-tokens-service.ts'
import { decoyHash, hashPassword, verifyPassword } from '../../../secrets/password.ts'
import { refuseWeakPassword } from './password-rules.ts'
import { looksLikeToken } from '../../../secrets/secret-token.ts'
import { sessionStore } from '../sessions/session-store.ts'
import type { PersonRecord, SignInPeople } from '../sign-in-people.ts'
import { auditRefusal, type SessionPorts, sessionOrStep, type SignedIn } from '../sessions/start-session.ts'
import { stepStore } from '../sessions/step-store.ts'

export interface PasswordsService {
  /** Throws Problem `one_time_link_refused`. */
  inspect(token: string): Promise<OneTimeLinkInfo>
  /** Throws Problem `one_time_link_refused` or `password_weak`; a weak password does not use the link up. */
  useLink(request: OneTimeLinkUse, client: ClientFacts): Promise<SignedIn>
  /** Throws Problem `proof_refused` for a wrong old password, `password_weak`, `conflict` where there is none to change. */
  change(principal: Principal, request: PasswordChange, client: ClientFacts): Promise<void>
  /** Whether it is the person's password; counts as an attempt to sign in. */
  isRight(personId: number, password: string, client: ClientFacts): Promise<boolean>
}

export function createPasswordsService(ports: SessionPorts & { readonly people: SignInPeople }): PasswordsService {
  const { database, clock, random, people } = ports
  const now = (): Date => new Date(clock.nowMs())
  const refused = (): Problem => new Problem('one_time_link_refused')

  async function linkOf(trx: Trx, token: string): Promise<{ link: OneTimeToken; person: PersonRecord | null }> {
    const link = looksLikeToken('pya', token) ? await findOneTimeToken(trx, token, now()) : null
    if (link === null) throw refused()
    if (link.personId === null) return { link, person: null }
    const person = await credentialStore.findPerson(trx, link.personId)
    if (person === null || person.disabledAt !== null) throw refused()
    return { link, person }
  }

  /** Whoever had the old password is out: sessions, half sign-ins, links and known browsers end. */
  async function setPassword(trx: Trx, personId: number, hash: string, keepSession: string | null): Promise<void> {
    await credentialStore.setPassword(trx, personId, hash)
    await sessionStore.endAll(trx, personId, keepSession)
    await stepStore.endAll(trx, personId)
    await endOneTimeTokens(trx, personId)
    await forgetBrowsers(trx, { personId })
  }

  async function isRight(personId: number, password: string, client: ClientFacts): Promise<boolean> {
    const { person, limits } = await database.asOperator(async trx => {
      const found = await credentialStore.findPerson(trx, personId)
      const browser = await knownBrowserOf(trx, personId, client.knownBrowser)
      return { person: found, limits: passwordLimits(foldText(found?.email ?? ''), client.peer, browser) }
    })
    await database.asOperator(trx => countAttempt(trx, limits, now()))
    const right = await verifyPassword(password, person?.passwordHash ?? decoyHash)
    if (right) await database.asOperator(trx => forgiveAttempt(trx, limits, now()))
    else await auditRefusal(ports, client, { person, because: 'password' })
    return right
  }

  return {
    isRight,

    inspect: token =>
      database.asOperator(async trx => {
        const { link, person } = await linkOf(trx, token)
        return {
          kind: link.kind,
          email: person?.email ?? null,
          name: person?.name ?? null,
          expiresAt: link.expiresAt.toISOString(),
        }
      }),

    async useLink({ token, password }, client) {
      const { person } = await database.asOperator(trx => linkOf(trx, token))
      const subscriptionId = person?.startSubscriptionId ?? null
      if (person === null || subscriptionId === null) throw refused()
      refuseWeakPassword(password, person)
      const hash = await hashPassword(password, random)
      return database.inSubscription(subscriptionId, async trx => {
        const link = await useOneTimeToken(trx, token, now())
        if (link === null || link.personId !== person.id) throw refused()
        if (!(await people.isMember(trx, subscriptionId, person.id))) throw refused()
        await setPassword(trx, person.id, hash, null)
        await writeAudit(trx, {
          actor: { person: person.publicId, via: 'session' },
          action: 'password.set',
          object: `person:${person.publicId}`,
          detail: { by: link.kind, address: client.address },
          nowMs: clock.nowMs(),
        })
        // The link proves the mailbox or the administrator's word, not the second factor.
        return sessionOrStep(trx, ports, { person, subscriptionId, way: 'password', with: 'oneTimeLink', client })
      })
    },

    async change(principal, { oldPassword, newPassword }, client) {
      const person = await database.asOperator(trx => credentialStore.findPerson(trx, principal.personId))
      if (person?.passwordHash == null) throw new Problem('conflict', { detail: 'you sign in without a password' })
      refuseWeakPassword(newPassword, person)
      if (!(await isRight(person.id, oldPassword, client))) {
        throw new Problem('proof_refused', { field: 'oldPassword', detail: 'the old password is wrong' })
      }
      const hash = await hashPassword(newPassword, random)
      await database.inSubscription(principal.subscriptionId, async trx => {
        await setPassword(trx, person.id, hash, principal.sessionId)
        await writeAudit(trx, {
          principal,
          action: 'password.change',
          object: `person:${person.publicId}`,
          nowMs: clock.nowMs(),
        })
      })
    },
  }
}
