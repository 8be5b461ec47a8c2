import type { ListQuery, Session, SignInRules } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import type { Database, Trx } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'
import type { Principal } from '../../../http/principal.ts'
import type { Cursors } from '../../../paging/cursor.ts'
import { writeAudit } from '../../audit/audit-service.ts'
import { findPerson, type MemberRecord } from '../../people/people-read-model.ts'
import { removeAllFactors } from '../factors/remove-factors.ts'
import { sessionStore } from '../sessions/session-store.ts'
import { listSessions } from '../sessions/sessions-read-model.ts'
import type { SignInRights } from '../sign-in-people.ts'
import { readSignInRules, writeSignInRules } from './sign-in-rules.ts'

export interface SignInAdministration {
  listSessions(
    principal: Principal,
    personId: string,
    query: ListQuery,
  ): Promise<{ items: Session[]; nextCursor: string | null; total: number }>
  /** Sessions in this subscription. How many ended. */
  endSessions(principal: Principal, personId: string): Promise<number>
  /** Throws Problem `forbidden` for people of another subscription, or above oneself. Their sessions end, too. */
  removeFactors(principal: Principal, personId: string): Promise<void>
  rules(principal: Principal): Promise<SignInRules>
  setRules(principal: Principal, rules: SignInRules): Promise<SignInRules>
}

export function createSignInAdministration(ports: {
  database: Database
  clock: Clock
  cursors: Cursors
  rights: SignInRights
}): SignInAdministration {
  const { database, clock, cursors, rights } = ports
  const now = (): Date => new Date(clock.nowMs())
  const behind = <T>(principal: Principal, work: (trx: Trx) => Promise<T>): Promise<T> =>
    database.inSubscription(principal.subscriptionId, work)

  async function load(trx: Trx, principal: Principal, personId: string): Promise<MemberRecord> {
    const person = await findPerson(trx, principal.subscriptionId, personId)
    if (person === null) throw new Problem('not_found')
    return person
  }

  const audit = (trx: Trx, principal: Principal, action: string, object: string, detail: Record<string, unknown>) =>
    writeAudit(trx, { principal, action, object, detail, nowMs: clock.nowMs() })

  return {
    listSessions: (principal, personId, query) =>
      behind(principal, async trx => {
        const person = await load(trx, principal, personId)
        return listSessions(trx, cursors.of(principal), query, {
          personId: person.id,
          subscriptionId: principal.subscriptionId,
          current: principal.sessionId,
          now: now(),
        })
      }),

    endSessions: (principal, personId) =>
      behind(principal, async trx => {
        const person = await load(trx, principal, personId)
        const ended = await sessionStore.endIn(trx, person.id, principal.subscriptionId)
        await audit(trx, principal, 'session.endAll', `person:${personId}`, { ended })
        return ended
      }),

    removeFactors: (principal, personId) =>
      behind(principal, async trx => {
        const person = await load(trx, principal, personId)
        rights.refuseUnlessMayReset(principal, person)
        const removed = await removeAllFactors(trx, person.id)
        await audit(trx, principal, 'secondFactor.removeAll', `person:${personId}`, removed)
      }),

    rules: principal => behind(principal, trx => readSignInRules(trx, principal.subscriptionId)),

    setRules: (principal, rules) =>
      behind(principal, async trx => {
        const before = await readSignInRules(trx, principal.subscriptionId)
        await writeSignInRules(trx, principal.subscriptionId, rules)
        await audit(trx, principal, 'signInRules.change', 'signInRules', { before, after: rules })
        return rules
      }),
  }
}
