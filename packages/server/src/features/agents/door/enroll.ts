import type { Clock, Random } from '@patchyard/domain'
import {
  type EnrollPayload,
  type EnrollRequest,
  EnvelopeError,
  importPublicKey,
  isGoodServerNonce,
  isStrongPublicKey,
  keyId,
  machineDigest,
  messages,
  newLinkLine,
  openEnvelope,
  type PublicKey,
  ProtocolError,
  unwrap,
} from '@patchyard/protocol'
import type { LineRecord } from '../line/line-record.ts'
import type { Director } from '../trust/director.ts'
import { answerOf } from './answers.ts'
import { type DoorReply, ok } from './door-reply.ts'
import type { DoorKey, DoorStorage, DoorStores } from './door-storage.ts'

/** Every fault of nonce, activation key or its limits looks the same from outside. */
const refused = (why: string): ProtocolError => new ProtocolError('enroll_refused', why)

/**
 * Enrolment (protocol §6.2). The new public key is its own idempotency key: the same key with the same activation key
 * gets the answer of now, with another one it is refused.
 */
export async function handleEnroll(
  ports: { storage: DoorStorage; director: Director; clock: Clock; random: Random },
  request: EnrollRequest,
  peer: string,
): Promise<DoorReply> {
  const { storage, director, clock } = ports
  const { payload, raw, activation } = await openEnrolment(storage, request)
  if (payload.deployment !== director.deployment) throw refused('of another deployment')
  if (!isGoodServerNonce(director.helloKey, payload.serverNonce, clock.nowMs())) throw refused('server nonce')
  const agentKeyid = keyId(raw)
  const known = await storage.findKey(agentKeyid)
  if (known !== null) return answerAgain(ports, known, activation, payload)
  const nowMs = clock.nowMs()
  const made = await storage
    .inSubscription(activation.subscriptionId, async stores => {
      if (!(await stores.enrol.useNonce(payload.serverNonce, nowMs))) throw refused('server nonce used')
      const used = await stores.enrol.useActivationKey(activation.keyid, peer, nowMs)
      if (used === null) throw refused('activation key')
      const looksLike = await stores.enrol.findLookalike(payload.facts)
      const active = used.autoAccept && looksLike === null
      const agentId = ports.random.uuid()
      const assetId = await stores.enrol.insertAsset(
        {
          agentId,
          assetPublicId: ports.random.uuid(),
          hostname: payload.hostname,
          platform: payload.platform,
          os: payload.os,
          arch: payload.arch,
          agentVersion: payload.agentVersion,
          facts: payload.facts,
          activationKeyId: used.id,
          looksLike,
          active,
        },
        nowMs,
      )
      const key = { keyid: agentKeyid, publicKey: raw, assetId, enrolledWith: activation.keyid }
      if (!(await stores.enrol.insertAgentKey(key))) throw new EnrolledMeanwhile()
      const line = lineOf(payload, { assetId, agentId, agentKeyid, peer, active, nowMs }, activation.subscriptionId)
      await stores.lines.insert(line)
      await stores.notify('agent', assetId)
      return { line, settings: await stores.settings() }
    })
    .catch((error: unknown) => {
      if (error instanceof EnrolledMeanwhile) return null
      throw error
    })
  if (made === null) {
    const now = await storage.findKey(agentKeyid)
    if (now === null) throw refused('enrolled meanwhile')
    return answerAgain(ports, now, activation, payload)
  }
  return ok({ answer: answerOf(ports, made.line, payload.nonce, made.settings) })
}

class EnrolledMeanwhile extends Error {}

interface Opened {
  readonly payload: EnrollPayload
  readonly raw: Buffer
  readonly activation: DoorKey
}

/** Both signatures: the activation key's says "may enrol", the new key's proves that the host holds it. */
async function openEnrolment(storage: DoorStorage, request: EnrollRequest): Promise<Opened> {
  try {
    const claimed = messages.enrollPayload.parse(unwrap(request.envelope, 'enroll').payload)
    const raw = Buffer.from(claimed.agentKey.pub, 'hex')
    if (!isStrongPublicKey(raw)) throw new ProtocolError('weak_key', 'the public key is not acceptable', 'agentKey.pub')
    const agentKey = importPublicKey(raw)
    let activation: DoorKey | null = null
    for (const { keyid } of request.envelope.signatures) {
      if (keyid === agentKey.keyid) continue
      const found = await storage.findKey(keyid)
      if (found?.kind === 'activation') activation = found
    }
    if (activation === null) throw refused('no known activation key signed')
    const keys: PublicKey[] = [importPublicKey(activation.publicKey), agentKey]
    openEnvelope(request.envelope, 'enroll', keys, 2)
    return { payload: claimed, raw, activation }
  } catch (error) {
    if (error instanceof EnvelopeError) throw refused(error.code)
    throw error
  }
}

async function answerAgain(
  ports: { storage: DoorStorage; director: Director; clock: Clock },
  known: DoorKey,
  activation: DoorKey,
  payload: EnrollPayload,
): Promise<DoorReply> {
  const same =
    known.kind === 'agent' &&
    known.state === 'current' &&
    known.enrolledWith === activation.keyid &&
    known.subscriptionId === activation.subscriptionId
  if (!same || known.assetId === null) throw new ProtocolError('key_known', 'this key is enrolled already')
  const assetId = known.assetId
  const { line, settings } = await ports.storage.inSubscription(known.subscriptionId, async stores => ({
    line: await lockedLine(stores, assetId),
    settings: await stores.settings(),
  }))
  return ok({ answer: answerOf(ports, line, payload.nonce, settings) })
}

async function lockedLine(stores: DoorStores, assetId: number): Promise<LineRecord> {
  const line = await stores.lines.lock(assetId)
  if (line === null) throw new ProtocolError('key_known', 'this key is enrolled already')
  return line
}

function lineOf(
  payload: EnrollPayload,
  made: { assetId: number; agentId: string; agentKeyid: string; peer: string; active: boolean; nowMs: number },
  subscriptionId: number,
): LineRecord {
  return {
    ...newLinkLine({
      standing: made.active ? 'active' : 'pending',
      first: payload.first,
      machine: machineDigest(payload.facts),
      boot: payload.boot,
      nowMs: made.nowMs,
    }),
    assetId: made.assetId,
    subscriptionId,
    agentId: made.agentId,
    keyid: made.agentKeyid,
    standingWhy: null,
    standingAtMs: made.nowMs,
    address: made.peer,
    manifestVersion: 0,
    workVersion: 0,
    manifestWork: -1,
    manifestExpiresMs: null,
    inventory: null,
    scanAfterMs: null,
    noticedAtMs: null,
    haveRoot: 0,
    speakers: [],
    progress: [],
    problems: [],
    agentVersion: payload.agentVersion,
    features: [],
    zone: '',
    clockOffMs: null,
    quotaDay: 0,
    quotaNames: 0,
    quotaEvents: 0,
  }
}
