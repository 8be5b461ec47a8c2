import Type, { type Static } from 'typebox'
import { base64MaxBytes, decodeBase64, encodeBase64 } from './base64.ts'
import { base64, hex32, object } from './fields.ts'
import type { PublicKey } from './key-gate.ts'
import { limits } from './limits.ts'
import { type Signer, verifySignature } from './sign.ts'
import { messageType } from './validator.ts'

// DSSE 1.0.2 as narrowed by PYP/1 §2. The type is inside what is signed, so an answer can never pass as a root. The payload
// is returned as bytes and parsed by the caller only after the signatures held.

export const envelopeTypes = {
  root: 'application/vnd.patchyard.root.v1+json',
  enroll: 'application/vnd.patchyard.enroll.v1+json',
  answer: 'application/vnd.patchyard.answer.v1+json',
  rekey: 'application/vnd.patchyard.rekey.v1+json',
} as const

export type EnvelopeType = keyof typeof envelopeTypes

const payloadCaps: Record<EnvelopeType, number> = {
  root: limits.rootBytes,
  enroll: limits.smallPayloadBytes,
  answer: limits.answerBytes,
  rekey: limits.smallPayloadBytes,
}

export const envelopeSchema = object({
  payloadType: Type.String({ pattern: '^[\\x20-\\x7e]{1,80}$' }),
  payload: base64(limits.answerBytes),
  signatures: Type.Array(object({ keyid: hex32, sig: Type.String({ pattern: '^[A-Za-z0-9+/]{86}==$' }) }), {
    minItems: 1,
    maxItems: limits.signaturesPerEnvelope,
  }),
})

export type Envelope = Static<typeof envelopeSchema>

export const envelopeMessage = messageType(envelopeSchema)

/** `limit`: too large · `env_type`: not an envelope, or of another type · `env_signature`: threshold not reached. */
export type EnvelopeProblem = 'limit' | 'env_type' | 'env_signature'

export class EnvelopeError extends Error {
  override readonly name = 'EnvelopeError'
  readonly code: EnvelopeProblem

  constructor(code: EnvelopeProblem, message: string) {
    super(message)
    this.code = code
  }
}

/** The bytes that are signed. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `
  return Buffer.concat([Buffer.from(head), payload])
}

/** Signs `payload` (bytes as they travel). Signers in the order given, at most 8. */
export function sealEnvelope(type: EnvelopeType, payload: Uint8Array, signers: readonly Signer[]): Envelope {
  const payloadType = envelopeTypes[type]
  const message = preAuthEncoding(payloadType, payload)
  return {
    payloadType,
    payload: encodeBase64(payload),
    signatures: signers.map(signer => ({ keyid: signer.keyid, sig: encodeBase64(signer.sign(message)) })),
  }
}

export interface OpenedEnvelope {
  readonly payload: Buffer
  /** Ids of the keys that signed, each once, in the order of the allowed keys. */
  readonly signedBy: readonly string[]
}

/**
 * Checks in the order of PYP/1 §2: size, form, base64, type, signatures. `keys` are the allowed ones; a signature of any
 * other is skipped and each key counts once. Throws EnvelopeError.
 */
export function openEnvelope(
  envelope: unknown,
  type: EnvelopeType,
  keys: Iterable<PublicKey>,
  threshold: number,
): OpenedEnvelope {
  const { payload, message, signatures } = unwrapEnvelope(envelope, type)
  const signedBy: string[] = []
  for (const key of keys) {
    if (signedBy.includes(key.keyid)) continue
    const holds = signatures.some(entry => {
      if (entry.keyid !== key.keyid) return false
      const bytes = decodeBase64(entry.sig)
      return bytes !== null && verifySignature(key, message, bytes)
    })
    if (holds) signedBy.push(key.keyid)
  }
  if (signedBy.length < Math.max(1, threshold)) {
    throw new EnvelopeError('env_signature', `${signedBy.length} of ${threshold} needed keys signed`)
  }
  return { payload, signedBy }
}

/** Everything before the signatures. For enrolment, where the keys to check with stand in the payload (§6.2). */
export function unwrapEnvelope(envelope: unknown, type: EnvelopeType) {
  const cap = payloadCaps[type]
  const claimed = (envelope as { payload?: unknown } | null)?.payload
  if (typeof claimed === 'string' && base64MaxBytes(claimed.length) > Math.ceil(cap / 3) * 3) {
    throw new EnvelopeError('limit', `${type} payload above ${cap} bytes`)
  }
  if (!envelopeMessage.is(envelope)) throw new EnvelopeError('env_type', 'not an envelope')
  const payload = decodeBase64(envelope.payload)
  if (payload === null) throw new EnvelopeError('env_type', 'payload is not canonical base64')
  if (payload.length > cap) throw new EnvelopeError('limit', `${type} payload above ${cap} bytes`)
  for (const entry of envelope.signatures) {
    if (decodeBase64(entry.sig) === null) throw new EnvelopeError('env_type', 'signature is not canonical base64')
  }
  if (envelope.payloadType !== envelopeTypes[type]) {
    throw new EnvelopeError('env_type', `expected the type ${envelopeTypes[type]}`)
  }
  return { payload, message: preAuthEncoding(envelope.payloadType, payload), signatures: envelope.signatures }
}
