import type { PasskeyChallenge, PasskeySignIn, PasskeySignInStart, SecondFactorRequest } from '@patchyard/api'
import { Problem } from '../../../errors/problem.ts'
import type { SecretBox } from '../../../secrets/secret-box.ts'
import { codeLimits, countAttempt, forgiveAttempt } from '../attempts/attempt-limits.ts'
import type { ClientFacts } from '../attempts/client-facts.ts'
import { credentialStore } from '../passwords/credential-store.ts'
import { spendCode, spendRecoveryCode } from '../factors/factor-checks.ts'
import type { PasskeyCeremonies } from '../factors/passkey-ceremonies.ts'
import { looksLikeToken, tokenHash } from '../../../secrets/secret-token.ts'
import type { SignInPeople } from '../sign-in-people.ts'
import { auditRefusal, type Proof, type SessionPorts, type SignedIn, startSession } from './start-session.ts'
import { type SignInStep, stepStore } from './step-store.ts'

export interface SecondStepService {
  /** Throws Problem `second_factor_refused`, `passkey_refused`, or `rate` with the seconds to wait. */
  finish(request: SecondFactorRequest, client: ClientFacts): Promise<SignedIn>
  passkeyQuestion(request: PasskeySignInStart): Promise<PasskeyChallenge>
  /** A passkey with user verification is two factors in one: it needs no password. */
  signInWithPasskey(request: PasskeySignIn, client: ClientFacts): Promise<SignedIn>
}

export function createSecondStepService(
  ports: SessionPorts & { people: SignInPeople; box: SecretBox; passkeys: PasskeyCeremonies },
): SecondStepService {
  const { database, clock, people, box, passkeys } = ports
  const now = (): Date => new Date(clock.nowMs())
  const refused = (): Problem => new Problem('second_factor_refused')
  const hashed = (step: string): Uint8Array => {
    if (!looksLikeToken('pyt', step)) throw refused()
    return tokenHash(step)
  }

  async function finishWithCode(
    step: SignInStep,
    stepHash: Uint8Array,
    request: SecondFactorRequest,
    client: ClientFacts,
  ) {
    const { personId, subscriptionId } = step
    const limits = codeLimits(personId, client.peer)
    await database.asOperator(trx => countAttempt(trx, limits, now()))
    const { code, recoveryCode } = request
    const done = await database.inSubscription(subscriptionId, async trx => {
      const right =
        code === undefined
          ? await spendRecoveryCode(trx, box, personId, recoveryCode ?? '', now())
          : await spendCode(trx, box, personId, code, clock.nowMs())
      if (!right || !(await stepStore.finish(trx, stepHash))) return null
      await forgiveAttempt(trx, limits, now())
      return begin(trx, step, code === undefined ? 'recoveryCode' : 'totp', client)
    })
    if (done !== null) return done
    const person = await database.asOperator(trx => credentialStore.findPerson(trx, personId))
    await auditRefusal(ports, client, { person, because: code === undefined ? 'recoveryCode' : 'totp' })
    throw refused()
  }

  async function begin(
    trx: Parameters<typeof startSession>[0],
    step: SignInStep,
    proof: Proof,
    client: ClientFacts,
  ): Promise<SignedIn> {
    const { subscriptionId, way } = step
    const person = await credentialStore.findPerson(trx, step.personId)
    // Disabled between the two steps.
    if (person === null || !(await people.isMember(trx, subscriptionId, person.id))) throw refused()
    return startSession(trx, ports, { person, subscriptionId, way, with: proof, client })
  }

  return {
    async finish(request, client) {
      const stepHash = hashed(request.step)
      const given = [request.code, request.recoveryCode, request.passkey].filter(one => one !== undefined)
      if (given.length !== 1) {
        throw new Problem('malformed', {
          field: 'body',
          detail: 'exactly one of code, recoveryCode and passkey is needed',
        })
      }
      const step = await database.asOperator(trx => stepStore.count(trx, stepHash, now()))
      if (step === null) throw refused()
      if (request.passkey === undefined) return finishWithCode(step, stepHash, request, client)
      await passkeys.answered(request.passkey, 'secondFactor', request.step, step.personId)
      return database.inSubscription(step.subscriptionId, async trx => {
        if (!(await stepStore.finish(trx, stepHash))) throw refused()
        return begin(trx, step, 'passkey', client)
      })
    },

    async passkeyQuestion({ step: text }) {
      if (text === undefined) return { options: { ...(await passkeys.question('signIn', '', null)) } }
      const step = await database.asOperator(trx => stepStore.find(trx, hashed(text), now()))
      if (step === null) throw refused()
      return { options: { ...(await passkeys.question('secondFactor', text, step.personId)) } }
    },

    async signInWithPasskey({ passkey: answer }, client) {
      const passkey = await passkeys.answered(answer, 'signIn', '', null).catch(async (error: unknown) => {
        if (error instanceof Problem && error.code === 'passkey_refused') {
          await auditRefusal(ports, client, { person: null, because: 'passkey' })
        }
        throw error
      })
      const person = await database.asOperator(trx => credentialStore.findPerson(trx, passkey.personId))
      const subscriptionId = person?.startSubscriptionId ?? null
      if (person === null || subscriptionId === null) throw new Problem('passkey_refused')
      return database.inSubscription(subscriptionId, async trx => {
        if (!(await people.isMember(trx, subscriptionId, person.id))) throw new Problem('passkey_refused')
        return startSession(trx, ports, { person, subscriptionId, way: 'passkey', with: null, client })
      })
    },
  }
}
