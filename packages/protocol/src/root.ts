import Type, { type Static } from 'typebox'
import { sha256Hex } from './digest.ts'
import { type Envelope, EnvelopeError, openEnvelope, sealEnvelope, unwrapEnvelope } from './envelope.ts'
import { id, integer, list, ms, text } from './fields.ts'
import { decodeHex } from './hex.ts'
import { importPublicKey, type PublicKey } from './key-gate.ts'
import { limits, times } from './limits.ts'
import type { Signer } from './sign.ts'
import { messageType } from './validator.ts'

// PYP/1 §8. The root says which keys may do what; the director's answers count only through it. Unlike every other message it
// may hold members, roles and algorithms that this version does not know: `require` is what stops an old agent.

const keyid = Type.String({ pattern: '^[0-9a-f]{64}$' })

export const rootPayloadSchema = Type.Object({
  deployment: id,
  version: integer(1, 2_147_483_647),
  issued: ms,
  expires: ms,
  keys: Type.Record(keyid, Type.Object({ alg: text(40), pub: text(1024) }), { maxProperties: 64 }),
  roles: Type.Record(
    Type.String({ pattern: '^.{1,40}$' }),
    Type.Object({ threshold: integer(1, 64), keys: Type.Array(keyid, { maxItems: 64 }) }),
    { maxProperties: 32 },
  ),
  require: list(text(40), 16),
})

export type RootPayload = Static<typeof rootPayloadSchema>

const rootMessage = messageType(rootPayloadSchema)

export interface Role {
  readonly threshold: number
  /** Keys of the algorithms this version knows. */
  readonly keys: readonly PublicKey[]
}

/** A root that was verified (or made by us). */
export interface Root {
  readonly deployment: string
  readonly version: number
  readonly issued: number
  readonly expires: number
  readonly require: readonly string[]
  readonly rootRole: Role
  readonly director: Role
  /** SHA-256 of the payload, hex: what an activation key pins. */
  readonly digest: string
  readonly payload: RootPayload
  readonly envelope: Envelope
}

/** `root_gap`: not the version or deployment that must come next · `root_signature`: thresholds, form or keys. */
export class RootError extends Error {
  override readonly name = 'RootError'
  readonly code: 'root_gap' | 'root_signature' | 'limit'

  constructor(code: 'root_gap' | 'root_signature' | 'limit', message: string) {
    super(message)
    this.code = code
  }
}

/** Payload bytes → root; throws RootError. Signatures are the caller's business. */
function readPayload(bytes: Buffer, envelope: Envelope): Root {
  try {
    const payload = rootMessage.parse(bytes, { maxBytes: limits.rootBytes, maxNames: limits.rootBytes })
    if (payload.issued >= payload.expires) throw new RootError('root_signature', 'expires before it was issued')
    const keys = knownKeys(payload)
    const rootRole = readRole(payload, keys, 'root')
    const director = readRole(payload, keys, 'director')
    if (director.threshold !== 1 || director.keys.length > 2) {
      throw new RootError('root_signature', 'the director role has threshold 1 and one or two keys')
    }
    const { deployment, version, issued, expires, require } = payload
    return {
      deployment,
      version,
      issued,
      expires,
      require,
      rootRole,
      director,
      digest: sha256Hex(bytes),
      payload,
      envelope,
    }
  } catch (e) {
    if (e instanceof RootError) throw e
    throw new RootError('root_signature', e instanceof Error ? e.message : 'not root metadata')
  }
}

function knownKeys(payload: RootPayload): Map<string, PublicKey> {
  const keys = new Map<string, PublicKey>()
  for (const [claimed, { alg, pub }] of Object.entries(payload.keys)) {
    if (alg !== 'ed25519') continue
    const raw = decodeHex(pub, 32)
    if (raw === null) throw new RootError('root_signature', `key ${claimed} is not 32 bytes of hex`)
    const key = importPublicKey(raw)
    if (key.keyid !== claimed) throw new RootError('root_signature', `key ${claimed} has another keyid`)
    keys.set(claimed, key)
  }
  return keys
}

function readRole(payload: RootPayload, known: Map<string, PublicKey>, name: 'root' | 'director'): Role {
  const role = Object.hasOwn(payload.roles, name) ? payload.roles[name] : undefined
  if (role === undefined) throw new RootError('root_signature', `no role ${name}`)
  if (new Set(role.keys).size !== role.keys.length)
    throw new RootError('root_signature', `role ${name} lists a key twice`)
  const keys: PublicKey[] = []
  for (const one of role.keys) {
    if (!Object.hasOwn(payload.keys, one))
      throw new RootError('root_signature', `role ${name} lists a key that is not there`)
    const key = known.get(one)
    if (key !== undefined) keys.push(key)
  }
  if (keys.length < role.threshold) throw new RootError('root_signature', `role ${name} can never reach its threshold`)
  return { threshold: role.threshold, keys }
}

function open(envelope: unknown, role: Role): Buffer {
  try {
    return openEnvelope(envelope, 'root', role.keys, role.threshold).payload
  } catch (e) {
    if (!(e instanceof EnvelopeError)) throw e
    throw new RootError(e.code === 'limit' ? 'limit' : 'root_signature', e.message)
  }
}

/** The first root an agent trusts: the one its activation key pins by version and digest, signed by its own threshold. */
export function verifyPinnedRoot(envelope: unknown, pin: { version: number; digest: string }): Root {
  let payload: Buffer
  try {
    payload = unwrapEnvelope(envelope, 'root').payload
  } catch (e) {
    if (!(e instanceof EnvelopeError)) throw e
    throw new RootError(e.code === 'limit' ? 'limit' : 'root_signature', e.message)
  }
  if (sha256Hex(payload) !== pin.digest)
    throw new RootError('root_signature', 'not the root that the activation key pins')
  const root = readPayload(payload, envelope as Envelope)
  if (root.version !== pin.version) throw new RootError('root_gap', `version ${root.version}, pinned ${pin.version}`)
  open(envelope, root.rootRole)
  return root
}

/** Version N+1, signed by the thresholds of N and of N+1. Expiry is not looked at: it matters for the newest only. */
export function verifyNextRoot(current: Root, envelope: unknown): Root {
  const payload = open(envelope, current.rootRole)
  const next = readPayload(payload, envelope as Envelope)
  if (next.version !== current.version + 1) {
    throw new RootError('root_gap', `version ${next.version} cannot follow ${current.version}`)
  }
  if (next.deployment !== current.deployment) throw new RootError('root_gap', 'another deployment')
  open(envelope, next.rootRole)
  return next
}

export interface RootSteps {
  /** The newest root that verified: `current` itself when none did. */
  readonly root: Root
  /** Those accepted, in order: store each before the next. */
  readonly accepted: readonly Root[]
  readonly error: RootError | null
}

/** `hello.roots` onto `current`. Roots up to `current.version` are skipped; what verified before an error stays. Never throws. */
export function followRoots(current: Root, envelopes: readonly unknown[]): RootSteps {
  const accepted: Root[] = []
  let root = current
  for (const envelope of envelopes.slice(0, limits.rootsPerHello)) {
    try {
      if (isNotNewer(envelope, current)) continue
      root = verifyNextRoot(root, envelope)
      accepted.push(root)
    } catch (e) {
      if (!(e instanceof RootError)) throw e
      return { root, accepted, error: e }
    }
  }
  return { root, accepted, error: null }
}

/** Byte for byte the one we have: `hello` is asked from our own version on. */
function isNotNewer(envelope: unknown, current: Root): boolean {
  return (envelope as { payload?: unknown } | null)?.payload === current.envelope.payload
}

/** A root that we stored ourselves after it was verified; only its form is checked again. */
export function readStoredRoot(envelope: Envelope): Root {
  return readPayload(unwrapEnvelope(envelope, 'root').payload, envelope)
}

export function isExpired(root: Root, nowMs: number): boolean {
  return nowMs >= root.expires
}

/** Names in `require` that this peer does not enforce; any one refuses all work. */
export function unknownRequires(root: Root, understood: readonly string[]): string[] {
  return root.require.filter(one => !understood.includes(one))
}

/** Signs a payload as the next (or first) root. Throws RootError when it would not verify. */
export function sealRoot(payload: RootPayload, signers: readonly Signer[]): Root {
  const bytes = Buffer.from(JSON.stringify(payload))
  const envelope = sealEnvelope('root', bytes, signers)
  const root = readPayload(bytes, envelope)
  open(envelope, root.rootRole)
  return root
}

export interface RootPlan {
  readonly deployment: string
  readonly version: number
  readonly issuedMs: number
  readonly lifeMs?: number
  readonly rootKeys: readonly PublicKey[]
  readonly rootThreshold: number
  readonly directorKeys: readonly PublicKey[]
  readonly require?: readonly string[]
}

/** Member order as in PYP/1 §11. */
export function rootPayload(plan: RootPlan): RootPayload {
  const keys = new Map(
    [...plan.rootKeys, ...plan.directorKeys].map(key => [key.keyid, { alg: 'ed25519', pub: key.pub }]),
  )
  return {
    deployment: plan.deployment,
    version: plan.version,
    issued: plan.issuedMs,
    expires: plan.issuedMs + (plan.lifeMs ?? times.rootLifeMs),
    keys: Object.fromEntries(keys),
    roles: {
      root: { threshold: plan.rootThreshold, keys: plan.rootKeys.map(key => key.keyid) },
      director: { threshold: 1, keys: plan.directorKeys.map(key => key.keyid) },
    },
    require: [...(plan.require ?? [])],
  }
}

/** §8 "Starter root": 1 of 1, made at first start. */
export function starterRoot(made: { deployment: string; nowMs: number; root: Signer; director: PublicKey }): Root {
  const payload = rootPayload({
    deployment: made.deployment,
    version: 1,
    issuedMs: made.nowMs,
    rootKeys: [made.root],
    rootThreshold: 1,
    directorKeys: [made.director],
  })
  return sealRoot(payload, [made.root])
}

/** What may change from one version to the next; the rest is taken over. */
export interface RootChange {
  readonly nowMs: number
  readonly lifeMs?: number
  readonly rootKeys?: readonly PublicKey[]
  readonly rootThreshold?: number
  readonly directorKeys?: readonly PublicKey[]
  readonly require?: readonly string[]
}

/**
 * Version N+1 signed by `signers`, who must reach the thresholds of both; verified as an agent would. Roles and keys of
 * algorithms that this version does not know are not carried over: who uses them makes roots with newer software.
 */
export function nextRoot(current: Root, change: RootChange, signers: readonly Signer[]): Root {
  const payload = rootPayload({
    deployment: current.deployment,
    version: current.version + 1,
    issuedMs: change.nowMs,
    lifeMs: change.lifeMs ?? times.rootLifeMs,
    rootKeys: change.rootKeys ?? current.rootRole.keys,
    rootThreshold: change.rootThreshold ?? current.rootRole.threshold,
    directorKeys: change.directorKeys ?? current.director.keys,
    require: change.require ?? current.require,
  })
  return verifyNextRoot(current, sealEnvelope('root', Buffer.from(JSON.stringify(payload)), signers))
}

/** The starter root is renewed at half its life (§8). */
export function isHalfway(root: Root, nowMs: number): boolean {
  return nowMs >= root.issued + (root.expires - root.issued) / 2
}
