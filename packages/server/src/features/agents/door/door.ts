import type { Clock, Random } from '@patchyard/domain'
import {
  type AgentPath,
  type EnrollRequest,
  badSignature,
  bodyLimits,
  gunzipBody,
  isAgentPath,
  isGzip,
  isWithinSkew,
  makeServerNonce,
  mayUse,
  messages,
  PROFILES_FEATURE,
  PROGRAMS_FEATURE,
  type ParsedSignature,
  parseSignatureHeaders,
  ProtocolError,
  type PublicKey,
  verifyBodyDigest,
  signedBytes,
  verifySignature,
} from '@patchyard/protocol'
import type { Director } from '../trust/director.ts'
import type { BellTower } from './bell-tower.ts'
import { createCheckInBatcher } from './check-in-batcher.ts'
import { handleCheckIn } from './check-in.ts'
import { createDoorKeys, StaleKey } from './door-keys.ts'
import { type DoorReply, ok } from './door-reply.ts'
import type { DoorKey } from '../../../storage/ports/enrol-store.ts'
import { createGate, type Gate } from '../../../storage/gate.ts'
import type { Storage } from '../../../storage/storage.ts'
import { handleEnroll } from './enroll.ts'
import { handleEvents } from './events.ts'
import { createFailureLimit } from './failure-limit.ts'
import { createRateWindow } from './rate-window.ts'
import type { LinkedInput } from './linked-request.ts'
import { handleRekey } from './rekey.ts'
import { handleReport } from './report.ts'

/**
 * The agents' door without a transport: what a request must pass before its body is read, and what its body does. HTTP
 * (door-plugin.ts) and the simulator both stand in front of it.
 */
export interface Door {
  /** Everything that can be judged without the body (protocol §3 "Order"). Throws ProtocolError. */
  admit(head: RequestHead): Promise<Admission>
  /** Throws ProtocolError, and what the database throws. */
  handle(admission: Admission, body: Buffer): Promise<DoorReply>
  /** The asset whose bell this is, poll or socket: for pending and active agents. Throws ProtocolError. */
  checkBell(admission: Admission): Promise<number>
}

export interface RequestHead {
  readonly method: string
  /** Raw request target. */
  readonly target: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Null: not known, as when the socket is gone already. */
  readonly peer: string | null
}

export interface Admission {
  readonly path: AgentPath
  readonly peer: string | null
  /** Bytes that may be read. */
  readonly bodyCap: number
  readonly signed: { readonly key: DoorKey; readonly signature: ParsedSignature } | null
}

const UNSIGNED: readonly AgentPath[] = ['/agent/v1/hello', '/agent/v1/enroll']
/** Bodies that are unpacked and parsed only when it is their turn: what waits is small. */
const HEAVY: readonly AgentPath[] = ['/agent/v1/report', '/agent/v1/events']
/** An agent waits 30 s for an answer. */
const WAIT_MS = 25_000
/** Of ten connections the door takes eight at most (these and two of the batcher): people and chores have theirs. */
const heavyLimits = { running: 4, waiting: 5000, waitingWeight: 128 * 1024 * 1024, waitMs: WAIT_MS }
const transactionLimits = { running: 6, waiting: 5000, waitingWeight: Number.MAX_SAFE_INTEGER, waitMs: WAIT_MS }
const FEATURES: string[] = [PROFILES_FEATURE, PROGRAMS_FEATURE]
/** 200 a second for each peer (protocol §10), taken over ten: a site whose hosts start together is no attack. */
const HELLO_WINDOW_MS = 10_000
const HELLOS = 2000
/** No keyid: enrolment is blocked by its peer's count alone before its keys are known. */
const ENROL = 'enroll'

/** Whether the signature over these bytes is good. The check is most of what a check-in costs the processor. */
export type VerifySignature = (
  publicKey: PublicKey,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | Promise<boolean>

export function createDoor(ports: {
  storage: Storage
  director: Director
  clock: Clock
  random: Random
  bells: BellTower
  /** Default: at once, in this thread. */
  verify?: VerifySignature
}): Door {
  const { storage, director, clock, random, verify = verifySignature } = ports
  const batcher = createCheckInBatcher({ storage, clock })
  const heavy = createGate(clock, heavyLimits)
  const gated = gatedStorage(storage, createGate(clock, transactionLimits))
  const failures = createFailureLimit(clock)
  const hellos = createRateWindow(clock, HELLO_WINDOW_MS)
  const keys = createDoorKeys(storage)
  const linked = { storage: gated, director, clock }

  async function isSigned(
    signature: ParsedSignature,
    request: { method: string; path: string },
    publicKey: PublicKey,
  ): Promise<boolean> {
    const bytes = signedBytes(signature, request, publicKey)
    return bytes !== null && verify(publicKey, bytes, signature.signature)
  }

  async function admitSigned(head: RequestHead, path: AgentPath): Promise<Admission['signed']> {
    const signature = parseSignatureHeaders(head.headers)
    if (failures.isBlocked(head.peer ?? '', signature.keyid)) throw tooMany()
    const found = await keys.find(signature.keyid)
    const good =
      found !== null &&
      maySpeak(found.record, path) &&
      (await isSigned(signature, { method: head.method, path }, found.publicKey))
    if (!good) {
      failures.note(head.peer ?? '', signature.keyid)
      throw badSignature()
    }
    return { key: found.record, signature }
  }

  /** Runs `work`; where it finds that the key has moved on, once more with what the database says now. */
  async function withFreshKey<T>(admission: Admission, work: (admission: Admission) => Promise<T>): Promise<T> {
    try {
      return await work(admission)
    } catch (error) {
      if (!(error instanceof StaleKey) || admission.signed === null) throw error
      const { key, signature } = admission.signed
      const renewed = await keys.renew(key)
      if (renewed !== null && maySpeak(renewed.record, admission.path)) {
        try {
          return await work({ ...admission, signed: { key: renewed.record, signature } })
        } catch (again) {
          if (!(again instanceof StaleKey)) throw again
        }
      }
      failures.note(admission.peer ?? '', key.keyid)
      throw badSignature()
    }
  }

  /** For requests without a link: the agent's line says whether this key and standing may. */
  async function unlinkedAsset({ path, signed }: Admission): Promise<{ assetId: number; subscriptionId: number }> {
    if (signed === null || !isWithinSkew(signed.signature.createdS, clock.nowMs())) {
      throw new ProtocolError('clock_skew', 'created is off')
    }
    const { assetId, keyid, subscriptionId } = signed.key
    if (assetId === null) throw badSignature()
    const line = await storage.inSubscription(subscriptionId, stores => stores.lines.find(assetId))
    if (line === null || line.keyid !== keyid) throw new StaleKey()
    if (!mayUse(line.standing, path)) {
      throw new ProtocolError(line.standing === 'revoked' ? 'revoked' : 'standing', `the agent is ${line.standing}`)
    }
    return { assetId, subscriptionId }
  }

  async function enroll(request: EnrollRequest, peer: string | null): Promise<DoorReply> {
    const keyids = request.envelope.signatures.map(s => s.keyid)
    if (keyids.some(keyid => failures.isBlocked(peer ?? '', keyid))) throw tooMany()
    try {
      return await handleEnroll({ ...linked, keys, random }, request, peer)
    } catch (error) {
      // A used-up key is refused for itself, strangers together; hosts behind the same address with a good key are neither.
      if (error instanceof ProtocolError && error.code === 'enroll_refused') {
        for (const keyid of keyids) failures.note(peer ?? '', keyid)
      }
      throw error
    }
  }

  const checkBell = (admission: Admission): Promise<number> =>
    withFreshKey(admission, async current => (await unlinkedAsset(current)).assetId)

  return {
    checkBell,

    async admit(head) {
      const path = head.target
      if (!isAgentPath(path)) throw new ProtocolError('not_found', 'no such path')
      const method = path === '/agent/v1/bell' ? 'GET' : 'POST'
      if (head.method !== method) throw new ProtocolError('method', `takes ${method}`)
      if (head.headers['content-encoding'] !== undefined) throw new ProtocolError('media_type', 'no Content-Encoding')
      const limits = bodyLimits[path]
      const bodyCap = Math.max(limits.plain, 0)
      if (method === 'POST') checkLength(head, 'gzip' in limits ? Math.max(limits.gzip, limits.plain) : limits.plain)
      // Hello is for everybody and enrolment for strangers: what they may cost is counted before their body is read.
      if (path === '/agent/v1/hello' && hellos.add(head.peer ?? '') > HELLOS) throw tooMany()
      if (path === '/agent/v1/enroll' && failures.isBlocked(head.peer ?? '', ENROL)) throw tooMany()
      const signed = UNSIGNED.includes(path) ? null : await admitSigned(head, path)
      return { path, peer: head.peer, bodyCap, signed }
    },

    handle(admission, body) {
      const work = (): Promise<DoorReply> => withFreshKey(admission, current => handle(current, body))
      return HEAVY.includes(admission.path) ? heavy.pass(work, body.length) : work()
    },
  }

  async function handle(admission: Admission, body: Buffer): Promise<DoorReply> {
    const { path, peer, signed } = admission
    if (signed !== null && !verifyBodyDigest(signed.signature, body)) {
      throw new ProtocolError('digest_mismatch', 'the body is not the signed one')
    }
    const limits = bodyLimits[path]
    const plain = 'gzip' in limits && isGzip(body) ? gunzipBody(body, limits.plain) : body
    if (plain.length > limits.plain) throw new ProtocolError('too_large', `more than ${limits.plain} bytes`)
    const input = (link: LinkedInput['link'], nonce: string): LinkedInput => {
      if (signed === null) throw badSignature()
      return { path, key: signed.key, link, nonce, createdMs: signed.signature.createdS * 1000, peer }
    }
    switch (path) {
      case '/agent/v1/hello': {
        const { from } = messages.helloRequest.parse(plain)
        return ok({
          protocol: [1],
          features: FEATURES,
          deployment: director.deployment,
          rootVersion: director.newestRoot().version,
          roots: director.rootsFrom(from),
          serverNonce: makeServerNonce(director.helloKey, clock.nowMs(), random.bytes(16)),
        })
      }
      case '/agent/v1/enroll':
        return enroll(messages.enrollRequest.parse(plain), peer)
      case '/agent/v1/checkin': {
        const request = messages.checkinRequest.parse(plain)
        return handleCheckIn({ ...linked, batcher }, input(request.link, request.nonce), request)
      }
      case '/agent/v1/report': {
        const request = messages.reportRequest.parse(plain)
        return handleReport(linked, input(request.link, request.nonce), request)
      }
      case '/agent/v1/events': {
        const request = messages.eventsRequest.parse(plain)
        return handleEvents(linked, input(request.link, request.nonce), request)
      }
      case '/agent/v1/rekey': {
        const request = messages.rekeyRequest.parse(plain)
        const reply = await handleRekey(linked, input(request.link, request.nonce), request)
        if (signed !== null) keys.forget(signed.key.keyid)
        return reply
      }
      case '/agent/v1/document': {
        const { sha256 } = messages.documentRequest.parse(plain)
        const { assetId, subscriptionId } = await unlinkedAsset(admission)
        const text = await storage.inSubscription(subscriptionId, stores => stores.tasks.findDocument(assetId, sha256))
        if (text === null) throw new ProtocolError('not_found', 'no such document')
        return { status: 200, body: Buffer.from(text, 'utf8') }
      }
      case '/agent/v1/bell': {
        const { assetId } = await unlinkedAsset(admission)
        const rung = await ports.bells.wait(assetId, LONG_POLL_MS)
        return rung ? ok({}) : { status: 204, body: null }
      }
    }
  }
}

function gatedStorage(storage: Storage, gate: Gate): Storage {
  return {
    findKey: keyid => storage.findKey(keyid),
    inSubscription: (subscriptionId, work) => gate.pass(() => storage.inSubscription(subscriptionId, work)),
  }
}

const tooMany = (): ProtocolError => new ProtocolError('rate', 'too many')

/** A replaced key is served only the repetition of the rekey that replaced it (protocol §6.6). */
function maySpeak(key: DoorKey, path: AgentPath): boolean {
  if (key.kind !== 'agent' || key.state === 'revoked') return false
  return key.state === 'current' || path === '/agent/v1/rekey'
}

/** A long poll ends before proxies' usual minute (protocol §6.6). */
const LONG_POLL_MS = 55_000

function checkLength(head: RequestHead, cap: number): void {
  const length = head.headers['content-length']
  if (head.headers['transfer-encoding'] !== undefined || typeof length !== 'string' || !/^\d{1,9}$/.test(length)) {
    throw new ProtocolError('length_required', 'Content-Length is required')
  }
  if (Number(length) > cap) throw new ProtocolError('too_large', `more than ${cap} bytes`)
}
