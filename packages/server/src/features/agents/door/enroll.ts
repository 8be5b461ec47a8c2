import type { Clock, Random } from '@patchyard/domain'
import {
  type EnrollPayload,
  type EnrollRequest,
  enrollRefused,
  isGoodServerNonce,
  machineDigest,
  newLinkLine,
  openEnrolment,
  ProtocolError,
  type PublicKey,
} from '@patchyard/protocol'
import type { LineRecord } from '../../../storage/ports/line-record.ts'
import type { Director } from '../trust/director.ts'
import { answerOf } from './answers.ts'
import type { DoorKeys } from './door-keys.ts'
import { type DoorReply, ok } from './door-reply.ts'
import type { DoorKey } from '../../../storage/ports/enrol-store.ts'
import type { AssetChange } from '../../../storage/ports/asset-changes.ts'
import type { Storage } from '../../../storage/storage.ts'
import type { UnitOfWork } from '../../../storage/unit-of-work.ts'

/**
 * Enrolment (protocol §6.2). The new public key is its own idempotency key: the same key with the same activation key
 * gets the answer of now, with another one it is refused.
 */
export async function handleEnroll(
  ports: { storage: Storage; keys: DoorKeys; director: Director; clock: Clock; random: Random },
  request: EnrollRequest,
  peer: string | null,
): Promise<DoorReply> {
  const { storage, director, clock } = ports
  const { payload, agentKey, activation } = await openWithKnownKey(ports.keys, request)
  if (payload.deployment !== director.deployment) throw enrollRefused()
  if (!isGoodServerNonce(director.helloKey, payload.serverNonce, clock.nowMs())) throw enrollRefused()
  const agentKeyid = agentKey.keyid
  const raw = Buffer.from(agentKey.pub, 'hex')
  const known = await storage.findKey(agentKeyid)
  if (known !== null) return answerAgain(ports, known, activation, payload)
  const nowMs = clock.nowMs()
  const made = await storage
    .inSubscription(activation.subscriptionId, async stores => {
      await stores.tags.begin()
      if (!(await stores.enrol.useNonce(payload.serverNonce, nowMs))) throw enrollRefused()
      const usable = await stores.enrol.findActivationKey(activation.keyid, peer, nowMs)
      if (usable === null) throw enrollRefused()
      const looksLike = await stores.enrol.findLookalike(payload.facts)
      const active = usable.autoAccept && looksLike === null
      // Written with the row: a second version of it would be one more row in each of its indexes.
      const licensed = active && (await stores.licensesEveryone(nowMs))
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
          activationKeyId: usable.id,
          givesTags: usable.givesTags,
          looksLike,
          active,
          licensed,
        },
        nowMs,
      )
      const key = { keyid: agentKeyid, publicKey: raw, assetId, enrolledWith: activation.keyid }
      if (!(await stores.enrol.insertAgentKey(key))) throw new EnrolledMeanwhile()
      const line = lineOf(payload, { assetId, agentId, agentKeyid, peer, active, nowMs }, activation.subscriptionId)
      await stores.lines.insert(line)
      const changes: AssetChange[] = ['standing', 'system']
      await stores.tags.assetsChanged([assetId], new Set(usable.givesTags ? [...changes, 'tags' as const] : changes))
      if (active && !licensed) await stores.assignLicences([assetId], nowMs)
      await stores.notify('agent', assetId)
      const settings = await stores.settings(assetId, nowMs)
      // Last: hosts that enrol together use one key, and wait for its row from here on.
      if ((await stores.enrol.useActivationKey(activation.keyid, peer, nowMs)) === null) throw enrollRefused()
      return { line, settings }
    })
    .catch((error: unknown) => {
      if (error instanceof EnrolledMeanwhile) return null
      throw error
    })
  if (made === null) {
    const now = await storage.findKey(agentKeyid)
    if (now === null) throw enrollRefused()
    return answerAgain(ports, now, activation, payload)
  }
  return ok({ answer: answerOf(ports, made.line, payload.nonce, made.settings) })
}

class EnrolledMeanwhile extends Error {}

/** Both signatures: the activation key's says "may enrol", the new key's proves that the host holds it. */
async function openWithKnownKey(
  keys: DoorKeys,
  request: EnrollRequest,
): Promise<{ payload: EnrollPayload; agentKey: PublicKey; activation: DoorKey }> {
  const candidates = new Map<string, DoorKey>()
  const opened = await openEnrolment(request.envelope, async keyid => {
    const found = await keys.findActivation(keyid)
    if (found === null) return null
    candidates.set(keyid, found.record)
    return found.publicKey
  })
  const activation = candidates.get(opened.activationKey.keyid)
  if (activation === undefined) throw enrollRefused()
  return { payload: opened.payload, agentKey: opened.agentKey, activation }
}

async function answerAgain(
  ports: { storage: Storage; director: Director; clock: Clock },
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
    settings: await stores.settings(assetId, ports.clock.nowMs()),
  }))
  return ok({ answer: answerOf(ports, line, payload.nonce, settings) })
}

async function lockedLine(stores: UnitOfWork, assetId: number): Promise<LineRecord> {
  const line = await stores.lines.lock(assetId)
  if (line === null) throw new ProtocolError('key_known', 'this key is enrolled already')
  return line
}

function lineOf(
  payload: EnrollPayload,
  made: { assetId: number; agentId: string; agentKeyid: string; peer: string | null; active: boolean; nowMs: number },
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
    settingsDigest: null,
    settingsUntilMs: null,
    haveManifest: 0,
  }
}
