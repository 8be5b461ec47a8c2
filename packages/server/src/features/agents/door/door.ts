import type { Clock, Random } from '@patchyard/domain'
import {
  type AgentPath,
  badSignature,
  bodyLimits,
  gunzipBody,
  importPublicKey,
  isAgentPath,
  isGzip,
  isWithinSkew,
  makeServerNonce,
  mayUse,
  messages,
  type ParsedSignature,
  parseSignatureHeaders,
  ProtocolError,
  type PublicKey,
  verifyBodyDigest,
  verifyRequestSignature,
} from '@patchyard/protocol'
import type { Director } from '../trust/director.ts'
import type { BellTower } from './bell-tower.ts'
import { createCheckInBatcher } from './check-in-batcher.ts'
import { handleCheckIn } from './check-in.ts'
import { type DoorReply, ok } from './door-reply.ts'
import type { DoorKey } from '../../../storage/ports/enrol-store.ts'
import type { Storage } from '../../../storage/storage.ts'
import { handleEnroll } from './enroll.ts'
import { handleEvents } from './events.ts'
import { createFailureLimit } from './failure-limit.ts'
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
  /** The bell is for pending and active agents; of both kinds, poll and socket. Throws ProtocolError. */
  checkBell(admission: Admission): Promise<void>
}

export interface RequestHead {
  readonly method: string
  /** Raw request target. */
  readonly target: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly peer: string
}

export interface Admission {
  readonly path: AgentPath
  readonly peer: string
  /** Bytes that may be read. */
  readonly bodyCap: number
  readonly signed: { readonly key: DoorKey; readonly signature: ParsedSignature } | null
}

const UNSIGNED: readonly AgentPath[] = ['/agent/v1/hello', '/agent/v1/enroll']
const FEATURES: string[] = []
const KEY_CACHE = 20_000

export function createDoor(ports: {
  storage: Storage
  director: Director
  clock: Clock
  random: Random
  bells: BellTower
}): Door {
  const { storage, director, clock, random } = ports
  const batcher = createCheckInBatcher({ storage, clock })
  const failures = createFailureLimit(clock)
  const keys = createKeyCache(storage)
  const linked = { storage, director, clock }

  async function admitSigned(head: RequestHead, path: AgentPath): Promise<Admission['signed']> {
    const signature = parseSignatureHeaders(head.headers)
    if (failures.isBlocked(head.peer, signature.keyid)) throw new ProtocolError('rate', 'too many failed signatures')
    const found = await keys.find(signature.keyid)
    const speaks = found?.record.kind === 'agent' && found.record.state !== 'revoked'
    const mayRepeatRekey = found?.record.state !== 'replaced' || path === '/agent/v1/rekey'
    const good =
      found !== null &&
      speaks &&
      mayRepeatRekey &&
      verifyRequestSignature(signature, { method: head.method, path }, found.publicKey)
    if (!good) {
      failures.note(head.peer, signature.keyid)
      throw badSignature()
    }
    return { key: found.record, signature }
  }

  async function checkBell({ signed }: Pick<Admission, 'signed'>): Promise<void> {
    if (signed === null || !isWithinSkew(signed.signature.createdS, clock.nowMs())) {
      throw new ProtocolError('clock_skew', 'created is off')
    }
    const assetId = signed.key.assetId as number
    const line = await storage.inSubscription(signed.key.subscriptionId, stores => stores.lines.find(assetId))
    if (line === null || line.keyid !== signed.key.keyid) throw badSignature()
    if (!mayUse(line.standing, '/agent/v1/bell')) throw new ProtocolError('standing', `the agent is ${line.standing}`)
  }

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
      const signed = UNSIGNED.includes(path) ? null : await admitSigned(head, path)
      return { path, peer: head.peer, bodyCap, signed }
    },

    async handle({ path, peer, signed }, body) {
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
          return handleEnroll({ ...linked, random }, messages.enrollRequest.parse(plain), peer)
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
          if (signed === null || !isWithinSkew(signed.signature.createdS, clock.nowMs())) {
            throw new ProtocolError('clock_skew', 'created is off')
          }
          const { sha256 } = messages.documentRequest.parse(plain)
          const assetId = signed.key.assetId as number
          const text = await storage.inSubscription(signed.key.subscriptionId, stores =>
            stores.tasks.findDocument(assetId, sha256),
          )
          if (text === null) throw new ProtocolError('not_found', 'no such document')
          return { status: 200, body: Buffer.from(text, 'utf8') }
        }
        case '/agent/v1/bell': {
          await checkBell({ signed })
          if (signed === null) throw badSignature()
          const rung = await ports.bells.wait(signed.key.assetId as number, LONG_POLL_MS)
          return rung ? ok({}) : { status: 204, body: null }
        }
      }
    },
  }
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

interface CachedKey {
  readonly record: DoorKey
  readonly publicKey: PublicKey
}

/**
 * keyid → key. Agents' keys never change but for their state, which the line under its lock knows best: a stale entry
 * can only let a request through to that check. Unknown keyids are not remembered: they would be memory for strangers.
 */
function createKeyCache(storage: Storage) {
  const cache = new Map<string, CachedKey>()
  return {
    async find(keyid: string): Promise<CachedKey | null> {
      const cached = cache.get(keyid)
      if (cached !== undefined) return cached
      const record = await storage.findKey(keyid)
      if (record === null) return null
      const entry = { record, publicKey: importPublicKey(record.publicKey) }
      if (record.kind === 'agent' && record.state === 'current') {
        if (cache.size >= KEY_CACHE) cache.delete(cache.keys().next().value as string)
        cache.set(keyid, entry)
      }
      return entry
    },
    forget(keyid: string): void {
      cache.delete(keyid)
    },
  }
}
