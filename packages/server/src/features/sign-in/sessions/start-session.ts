import type { FactorWay } from '@patchyard/api'
import type { Clock, Random } from '@patchyard/domain'
import type { Database, Trx } from '../../../database/database.ts'
import { writeAudit } from '../../audit/audit-service.ts'
import type { PersonRecord } from '../sign-in-people.ts'
import type { ClientFacts } from '../attempts/client-facts.ts'
import { factorWaysOf } from '../factors/factors-read-model.ts'
import { rememberBrowser } from '../attempts/known-browsers.ts'
import { newToken } from '../../../secrets/secret-token.ts'
import { sessionStore, type SignInWay } from './session-store.ts'
import { stepStore } from './step-store.ts'

const SESSION_MS = 12 * 60 * 60 * 1000
const STEP_MS = 5 * 60 * 1000

export type SignedIn =
  | {
      readonly kind: 'signedIn'
      readonly subscriptionId: number
      readonly personId: number
      readonly sessionToken: string
      /** The cookie to set; null when the browser has a good one. */
      readonly knownBrowser: string | null
    }
  | { readonly kind: 'secondFactor'; readonly step: string; readonly methods: readonly FactorWay[] }

export interface SessionPorts {
  readonly database: Database
  readonly clock: Clock
  readonly random: Random
}

/** What was proven on top of `way`; for the audit. */
export type Proof = FactorWay | 'oneTimeLink' | null

/** Behind the wall of the subscription. Every session has a token of its own: one that was there before is never taken over. */
export async function startSession(
  trx: Trx,
  ports: { clock: Clock; random: Random },
  input: {
    readonly person: Pick<PersonRecord, 'id' | 'publicId'>
    readonly subscriptionId: number
    readonly way: SignInWay
    readonly with: Proof
    readonly client: ClientFacts
  },
): Promise<SignedIn & { kind: 'signedIn' }> {
  const { person, subscriptionId, way, client } = input
  const now = new Date(ports.clock.nowMs())
  const token = newToken('pys', ports.random)
  const publicId = ports.random.uuid()
  await sessionStore.deleteExpired(trx, now)
  await sessionStore.insert(trx, {
    tokenHash: token.hash,
    publicId,
    personId: person.id,
    subscriptionId,
    way,
    address: client.address,
    agent: client.agent,
    now,
    expiresAt: new Date(now.getTime() + SESSION_MS),
  })
  const knownBrowser = await rememberBrowser(trx, { random: ports.random, now }, person.id, client.knownBrowser)
  await writeAudit(trx, {
    actor: { person: person.publicId, via: 'session' },
    action: 'session.start',
    object: `session:${publicId}`,
    detail: { way, ...(input.with === null ? {} : { with: input.with }), address: client.address },
    nowMs: now.getTime(),
  })
  return { kind: 'signedIn', subscriptionId, personId: person.id, sessionToken: token.text, knownBrowser }
}

/** After the first proof: a session, or the question for the second factor where the person has one. Behind the wall. */
export async function sessionOrStep(
  trx: Trx,
  ports: { clock: Clock; random: Random },
  input: Parameters<typeof startSession>[2],
): Promise<SignedIn> {
  const methods = await factorWaysOf(trx, input.person.id)
  if (methods.length === 0) return startSession(trx, ports, input)
  const token = newToken('pyt', ports.random)
  const now = new Date(ports.clock.nowMs())
  await stepStore.deleteExpired(trx, now)
  await stepStore.insert(trx, {
    tokenHash: token.hash,
    personId: input.person.id,
    subscriptionId: input.subscriptionId,
    way: input.way,
    expiresAt: new Date(now.getTime() + STEP_MS),
  })
  return { kind: 'secondFactor', step: token.text, methods }
}

/**
 * Tells the audit of an attempt that failed, in a transaction of its own, for the refusal undoes the one it happens in. Nothing
 * that was typed is kept: people type passwords into the field for the address. Unknown people: the installation's own chain.
 */
export async function auditRefusal(
  ports: SessionPorts,
  client: ClientFacts,
  refused: { readonly person: PersonRecord | null; readonly because: string },
): Promise<void> {
  const { person } = refused
  const subscriptionId = person?.homeSubscriptionId ?? null
  const entry = {
    actor: { anonymous: true as const, address: client.address },
    action: 'session.refuse',
    object: person === null ? 'person:unknown' : `person:${person.publicId}`,
    detail: { because: refused.because },
    nowMs: ports.clock.nowMs(),
  }
  if (subscriptionId === null) await ports.database.asOperator(trx => writeAudit(trx, { ...entry, subscriptionId: 0 }))
  else await ports.database.inSubscription(subscriptionId, trx => writeAudit(trx, entry))
}
