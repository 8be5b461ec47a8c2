import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { importPublicKey, type PublicKey } from './key-gate.ts'

const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')

/** A private Ed25519 key. Holds the secret: never log or serialise one. */
export interface Signer extends PublicKey {
  /** 64 bytes over exactly these bytes. Ed25519 is deterministic: a cloned machine leaks nothing by signing twice. */
  sign(message: Uint8Array): Buffer
}

/** `seed`: 32 bytes (RFC 8032 §5.1.5). */
export function signerFromSeed(seed: Uint8Array): Signer {
  if (seed.length !== 32) throw new RangeError(`an Ed25519 seed has 32 bytes, not ${seed.length}`)
  const key: KeyObject = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  const publicKey = importPublicKey(spki.subarray(-32))
  return { ...publicKey, sign: message => sign(null, message, key) }
}

/** Never throws: false for wrong lengths too. */
export function verifySignature(publicKey: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  return signature.length === 64 && verify(null, message, publicKey.key, signature)
}
