import type { PasskeyChallenge, ProveRequest, ProveWays } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import type { Database } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'
import type { Principal } from '../../../http/principal.ts'
import { writeAudit } from '../../audit/audit-service.ts'
import type { SecretBox } from '../../../secrets/secret-box.ts'
import { codeLimits, countAttempt, forgiveAttempt } from '../attempts/attempt-limits.ts'
import type { ClientFacts } from '../attempts/client-facts.ts'
import { credentialStore } from '../passwords/credential-store.ts'
import { spendCode } from '../factors/factor-checks.ts'
import { factorWaysOf } from '../factors/factors-read-model.ts'
import type { PasskeyCeremonies } from '../factors/passkey-ceremonies.ts'
import type { PasswordsService } from '../passwords/passwords-service.ts'
import { sessionStore } from './session-store.ts'

export interface ProofService {
  ways(principal: Principal): Promise<ProveWays>
  passkeyQuestion(principal: Principal): Promise<PasskeyChallenge>
  /** Throws Problem `proof_refused`, `passkey_refused`, or `rate` with the seconds to wait. */
  prove(principal: Principal, request: ProveRequest, client: ClientFacts): Promise<ProveWays>
  /** The proof was given elsewhere: at an identity provider. */
  proven(sessionPublicId: string, person: { subscriptionId: number; publicId: string }, by: string): Promise<void>
}

export function createProofService(ports: {
  database: Database
  clock: Clock
  box: SecretBox
  passwords: PasswordsService
  passkeys: PasskeyCeremonies
}): ProofService {
  const { database, clock, box, passwords, passkeys } = ports
  const now = (): Date => new Date(clock.nowMs())
  const refused = (detail?: string): Problem => new Problem('proof_refused', detail === undefined ? {} : { detail })

  function sessionOf(principal: Principal): string {
    if (principal.sessionId === null) throw new Problem('key_not_allowed')
    return principal.sessionId
  }

  /** The strongest that the person has: a password must not do where a second factor is set up. */
  async function waysOf(principal: Principal): Promise<ProveWays['ways']> {
    return database.asOperator(async trx => {
      const factors = (await factorWaysOf(trx, principal.personId)).filter(one => one !== 'recoveryCode')
      if (factors.length > 0) return factors
      const person = await credentialStore.findPerson(trx, principal.personId)
      const session = await sessionStore.wayOf(trx, sessionOf(principal))
      return [
        ...(session === 'identityProvider' ? (['identityProvider'] as const) : []),
        ...(person?.passwordHash == null ? [] : (['password'] as const)),
      ]
    })
  }

  async function proven(
    sessionPublicId: string,
    person: { subscriptionId: number; publicId: string },
    by: string,
  ): Promise<void> {
    await database.inSubscription(person.subscriptionId, async trx => {
      await sessionStore.prove(trx, sessionPublicId, now())
      await writeAudit(trx, {
        actor: { person: person.publicId, via: 'session' },
        action: 'session.prove',
        object: `session:${sessionPublicId}`,
        detail: { by },
        nowMs: clock.nowMs(),
      })
    })
  }

  async function isRightCode(principal: Principal, code: string, client: ClientFacts): Promise<boolean> {
    const limits = codeLimits(principal.personId, client.peer)
    await database.asOperator(trx => countAttempt(trx, limits, now()))
    return database.asOperator(async trx => {
      const right = await spendCode(trx, box, principal.personId, code, clock.nowMs())
      if (right) await forgiveAttempt(trx, limits, now())
      return right
    })
  }

  return {
    proven,

    async ways(principal) {
      const { provenAtMs } = principal
      return {
        ways: principal.sessionId === null ? [] : await waysOf(principal),
        provenAt: provenAtMs === null ? null : new Date(provenAtMs).toISOString(),
      }
    },

    async passkeyQuestion(principal) {
      return { options: { ...(await passkeys.question('prove', sessionOf(principal), principal.personId)) } }
    },

    async prove(principal, request, client) {
      const session = sessionOf(principal)
      const given = Object.keys(request)
      if (given.length !== 1) {
        throw new Problem('malformed', { field: 'body', detail: 'exactly one of password, code and passkey is needed' })
      }
      const by = request.password !== undefined ? 'password' : request.code !== undefined ? 'totp' : 'passkey'
      const ways = await waysOf(principal)
      if (!ways.includes(by)) throw refused(`prove by ${ways.join(' or ')}`)
      if (request.password !== undefined && !(await passwords.isRight(principal.personId, request.password, client))) {
        throw refused('the password is wrong')
      }
      if (request.code !== undefined && !(await isRightCode(principal, request.code, client))) {
        throw refused('the code is wrong or was used')
      }
      if (request.passkey !== undefined) {
        await passkeys.answered(request.passkey, 'prove', session, principal.personId)
      }
      await proven(session, { subscriptionId: principal.subscriptionId, publicId: principal.personPublicId }, by)
      return { ways, provenAt: now().toISOString() }
    },
  }
}
