import { createHash } from 'node:crypto'
import type { PasskeyAnswer } from '@patchyard/api'
import type { Clock, Random } from '@patchyard/domain'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { isIpAddress } from '../../../config/ip-address.ts'
import type { Database } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'
import { type PasskeyRecord, passkeyStore } from './passkey-store.ts'

// WebAuthn: the server gives a random challenge, the authenticator signs it together with the origin that the browser saw. A
// challenge is kept here, works once, for one purpose, bound to what it was asked for, for five minutes. Origin and RP id come from
// the configured public address, never from the request.

const CHALLENGE_MS = 5 * 60 * 1000
// COSE algorithms: EdDSA, ES256, RS256.
const algorithms = [-8, -7, -257]

export type PasskeyPurpose = 'register' | 'signIn' | 'secondFactor' | 'prove'

export interface PasskeyCeremonies {
  available(): boolean
  /** Throws Problem `passkeys_unavailable`. `boundTo`: the session that asks. */
  registration(person: { id: number; publicId: string; email: string; name: string }, boundTo: string): Promise<object>
  /** Throws Problem `passkey_refused`. */
  register(answer: PasskeyAnswer, boundTo: string): Promise<NewPasskey>
  /** `personId` null: whoever has a passkey for this address. */
  question(purpose: 'signIn' | 'secondFactor' | 'prove', boundTo: string, personId: number | null): Promise<object>
  /** The passkey that answered; its counter is moved on. Throws Problem `passkey_refused`. */
  answered(
    answer: PasskeyAnswer,
    purpose: 'signIn' | 'secondFactor' | 'prove',
    boundTo: string,
    personId: number | null,
  ): Promise<PasskeyRecord>
}

export type NewPasskey = Pick<PasskeyRecord, 'credentialId' | 'publicKey' | 'counter' | 'transports' | 'synced'>

export function createPasskeyCeremonies(ports: {
  database: Database
  clock: Clock
  random: Random
  publicUrl: () => string
}): PasskeyCeremonies {
  const { database, clock, random } = ports
  const now = (): Date => new Date(clock.nowMs())
  const refused = (cause?: unknown): Problem => new Problem('passkey_refused', {}, cause)
  const bound = (text: string): Buffer => hashOf(Buffer.from(text, 'utf8'))

  function relyingParty(): { origin: string; rpID: string } {
    const url = new URL(ports.publicUrl())
    if (isIpAddress(url.hostname.replace(/^\[(.*)\]$/, '$1'))) throw new Problem('passkeys_unavailable')
    return { origin: url.origin, rpID: url.hostname }
  }

  async function newChallenge(purpose: PasskeyPurpose, boundTo: string): Promise<Uint8Array<ArrayBuffer>> {
    const challenge = new Uint8Array(random.bytes(32))
    const expiresAt = new Date(clock.nowMs() + CHALLENGE_MS)
    await database.asOperator(trx =>
      passkeyStore.keepChallenge(trx, {
        hash: hashOf(challenge),
        purpose,
        boundTo: bound(boundTo),
        now: now(),
        expiresAt,
      }),
    )
    return challenge
  }

  /** Used up by the first answer, right or wrong. */
  async function challengeOf(answer: PasskeyAnswer, purpose: PasskeyPurpose, boundTo: string): Promise<string> {
    const challenge = challengeIn(answer.response.clientDataJSON)
    if (challenge === null) throw refused()
    const hash = hashOf(Buffer.from(challenge, 'base64url'))
    const taken = await database.asOperator(trx =>
      passkeyStore.takeChallenge(trx, { hash, purpose, boundTo: bound(boundTo), now: now() }),
    )
    if (!taken) throw refused()
    return challenge
  }

  /** The library says in words of its own why not; whatever it throws, the answer was not right. */
  async function judged<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw refused(error)
    }
  }

  return {
    available() {
      try {
        relyingParty()
        return true
      } catch (error) {
        if (error instanceof Problem) return false
        throw error
      }
    },

    async registration(person, boundTo) {
      const { rpID } = relyingParty()
      const known = await database.asOperator(trx => passkeyStore.listOf(trx, person.id))
      return generateRegistrationOptions({
        rpName: 'Patchyard',
        rpID,
        userName: person.email,
        userDisplayName: person.name,
        userID: new Uint8Array(Buffer.from(person.publicId, 'utf8')),
        challenge: await newChallenge('register', boundTo),
        timeout: CHALLENGE_MS,
        attestationType: 'none',
        supportedAlgorithmIDs: algorithms,
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        excludeCredentials: known.map(one => ({
          id: one.credentialId.toString('base64url'),
          transports: [...one.transports],
        })),
      })
    },

    async register(answer, boundTo) {
      const { origin, rpID } = relyingParty()
      const challenge = await challengeOf(answer, 'register', boundTo)
      const result = await judged(() =>
        verifyRegistrationResponse({
          response: answer as Parameters<typeof verifyRegistrationResponse>[0]['response'],
          expectedChallenge: challenge,
          expectedOrigin: origin,
          expectedRPID: rpID,
          requireUserVerification: true,
          supportedAlgorithmIDs: algorithms,
        }),
      )
      if (!result.verified) throw refused()
      const { credential, credentialBackedUp } = result.registrationInfo
      return {
        credentialId: Buffer.from(credential.id, 'base64url'),
        publicKey: Buffer.from(credential.publicKey),
        counter: credential.counter,
        transports: (answer.response.transports ?? []).slice(0, 10),
        synced: credentialBackedUp,
      }
    },

    async question(purpose, boundTo, personId) {
      const { rpID } = relyingParty()
      const known = personId === null ? [] : await database.asOperator(trx => passkeyStore.listOf(trx, personId))
      return generateAuthenticationOptions({
        rpID,
        challenge: await newChallenge(purpose, boundTo),
        timeout: CHALLENGE_MS,
        userVerification: 'required',
        allowCredentials: known.map(one => ({
          id: one.credentialId.toString('base64url'),
          transports: [...one.transports],
        })),
      })
    },

    async answered(answer, purpose, boundTo, personId) {
      const { origin, rpID } = relyingParty()
      const challenge = await challengeOf(answer, purpose, boundTo)
      const passkey = await database.asOperator(trx =>
        passkeyStore.findByCredential(trx, Buffer.from(answer.id, 'base64url')),
      )
      if (passkey === null || (personId !== null && passkey.personId !== personId)) throw refused()
      const result = await judged(() =>
        verifyAuthenticationResponse({
          response: answer as Parameters<typeof verifyAuthenticationResponse>[0]['response'],
          expectedChallenge: challenge,
          expectedOrigin: origin,
          expectedRPID: rpID,
          requireUserVerification: true,
          credential: {
            id: passkey.credentialId.toString('base64url'),
            publicKey: new Uint8Array(passkey.publicKey),
            counter: passkey.counter,
          },
        }),
      )
      const { newCounter } = result.authenticationInfo
      const counted =
        result.verified && (await database.asOperator(trx => passkeyStore.used(trx, passkey, newCounter, now())))
      if (!counted) throw refused()
      return passkey
    },
  }
}

const hashOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

/** The challenge that the browser says it signed; null for what is no client data. Proves nothing yet. */
function challengeIn(clientDataJson: string): string | null {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString('utf8'))
    const challenge = typeof data === 'object' && data !== null && 'challenge' in data ? data.challenge : null
    return typeof challenge === 'string' && challenge.length <= 200 ? challenge : null
  } catch {
    // Not JSON: an answer that no browser makes.
    return null
  }
}
