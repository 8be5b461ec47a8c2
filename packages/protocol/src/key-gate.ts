import { createPublicKey, type KeyObject } from 'node:crypto'
import { sha256Hex } from './digest.ts'
import { ProtocolError } from './protocol-error.ts'

// The one gate for public keys (PYP/1 §1 "Keys"). A small-order key verifies signatures of nobody: with y = 1 the signature
// `01 00…00 ‖ 00…00` is good for every message on older OpenSSL. Non-canonical bytes give one key two keyids.

const spkiHead = Buffer.from('302a300506032b6570032100', 'hex')

/** y of the points of order 1, 2, 4 and 8, little endian, without the sign bit. 2^255−20 is −1, the point of order 2. */
const smallOrder = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
])

/** True when the 32 bytes pass the gate. Whether they are a point of the curve is left to the verification. */
export function isStrongPublicKey(raw: Uint8Array): boolean {
  if (raw.length !== 32) return false
  const y = Buffer.from(raw)
  y[31] = (y[31] ?? 0) & 0x7f
  if (smallOrder.has(y.toString('hex'))) return false
  // y ≥ 2^255 − 19: all ones except the lowest byte, which is 0xed or more.
  if (y[31] !== 0x7f || (y[0] ?? 0) < 0xed) return true
  for (let i = 1; i < 31; i++) if (y[i] !== 0xff) return true
  return false
}

/** hex of SHA-256(alg ‖ 0x00 ‖ raw bytes). */
export function keyId(raw: Uint8Array): string {
  return sha256Hex(Buffer.concat([Buffer.from('ed25519\0'), raw]))
}

export interface PublicKey {
  readonly keyid: string
  /** 32 raw bytes as hex: the `pub` member. */
  readonly pub: string
  /** For node:crypto. Making it costs about 15 µs: callers keep it. */
  readonly key: KeyObject
}

/** Throws ProtocolError `weak_key` when the bytes do not pass the gate. */
export function importPublicKey(raw: Uint8Array): PublicKey {
  if (!isStrongPublicKey(raw))
    throw new ProtocolError('weak_key', 'public key is not 32 canonical bytes of large order')
  const key = createPublicKey({ key: Buffer.concat([spkiHead, raw]), format: 'der', type: 'spki' })
  return { keyid: keyId(raw), pub: Buffer.from(raw).toString('hex'), key }
}
