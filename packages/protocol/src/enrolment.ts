import { type Envelope, EnvelopeError, openEnvelope, sealEnvelope, unwrapEnvelope } from './envelope.ts'
import { decodeHex } from './hex.ts'
import { importPublicKey, type PublicKey } from './key-gate.ts'
import { type EnrollPayload, messages, type RekeyPayload } from './messages.ts'
import { malformed, ProtocolError } from './protocol-error.ts'
import type { Signer } from './sign.ts'

// PYP/1 §6.2 and §6.6: the two payloads that an agent signs with two keys.

export function sealEnrolment(payload: EnrollPayload, activation: Signer, agent: Signer): Envelope {
  return sealEnvelope('enroll', Buffer.from(JSON.stringify(messages.enrollPayload.check(payload))), [activation, agent])
}

export interface OpenedEnrolment {
  readonly payload: EnrollPayload
  readonly agentKey: PublicKey
  /** The activation key that signed. */
  readonly activationKey: PublicKey
}

/**
 * Finds the activation key by the keyids of the signatures and checks both signatures. `findActivationKey` gives null for
 * unknown, expired, revoked ones alike: all of that is `enroll_refused`, one text. Throws ProtocolError `malformed`,
 * `weak_key` or `enroll_refused`.
 *
 * The agent's key stands in the payload, so the payload has to be read before that signature can be checked; the activation
 * key's signature is checked first, and nothing is parsed for strangers.
 */
export async function openEnrolment(
  envelope: Envelope,
  findActivationKey: (keyid: string) => Promise<PublicKey | null> | PublicKey | null,
): Promise<OpenedEnrolment> {
  const { signatures } = asProtocolError(() => unwrapEnvelope(envelope, 'enroll'))
  let activationKey: PublicKey | null = null
  for (const { keyid } of signatures) {
    activationKey = await findActivationKey(keyid)
    if (activationKey !== null) break
  }
  if (activationKey === null) throw enrollRefused()
  const first = activationKey
  const { payload: bytes } = asProtocolError(() => openEnvelope(envelope, 'enroll', [first], 1))
  const payload = messages.enrollPayload.parse(bytes)
  const agentKey = importPublicKey(decodeHex(payload.agentKey.pub) as Buffer)
  if (agentKey.keyid === first.keyid) throw enrollRefused()
  asProtocolError(() => openEnvelope(envelope, 'enroll', [first, agentKey], 2))
  return { payload, agentKey, activationKey }
}

export function enrollRefused(): ProtocolError {
  return new ProtocolError('enroll_refused', 'nonce, activation key or its limits')
}

function asProtocolError<T>(step: () => T): T {
  try {
    return step()
  } catch (e) {
    if (!(e instanceof EnvelopeError)) throw e
    throw e.code === 'env_signature' ? enrollRefused() : malformed(e.message, 'envelope')
  }
}

export function sealRekey(payload: RekeyPayload, oldKey: Signer, newKey: Signer): Envelope {
  return sealEnvelope('rekey', Buffer.from(JSON.stringify(messages.rekeyPayload.check(payload))), [oldKey, newKey])
}

/** `oldKey` signed the request too. Throws ProtocolError `malformed`, `weak_key` or `signature`. */
export function openRekey(envelope: Envelope, oldKey: PublicKey): { payload: RekeyPayload; newKey: PublicKey } {
  try {
    const { payload: bytes } = openEnvelope(envelope, 'rekey', [oldKey], 1)
    const payload = messages.rekeyPayload.parse(bytes)
    if (payload.oldKey !== oldKey.keyid) throw malformed('oldKey is not the key of the request', 'envelope.oldKey')
    const newKey = importPublicKey(decodeHex(payload.newKey.pub) as Buffer)
    if (newKey.keyid === oldKey.keyid) throw malformed('the new key is the old one', 'envelope.newKey')
    openEnvelope(envelope, 'rekey', [oldKey, newKey], 2)
    return { payload, newKey }
  } catch (e) {
    if (!(e instanceof EnvelopeError)) throw e
    throw e.code === 'env_signature' ? new ProtocolError('signature', 'rekey') : malformed(e.message, 'envelope')
  }
}
