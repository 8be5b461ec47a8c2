import { decodeBase32, encodeBase32 } from './base32.ts'
import { sha256 } from './digest.ts'

// PYP/1 §6.2. The key pins the root that was current when it was made, so first contact over a hostile network is safe.
// Where the server's certificate comes from a CA of its own, the pin of that CA follows after a second `_` (README,
// "Activation key"): 32 bytes and a checksum that also covers the first part.

export interface ActivationKey {
  readonly rootVersion: number
  /** SHA-256 of that root's payload, 32 bytes. */
  readonly rootDigest: Uint8Array
  /** Ed25519 seed, 32 bytes. Secret. */
  readonly seed: Uint8Array
  /** SHA-256 of the CA certificate's SubjectPublicKeyInfo, 32 bytes; absent for publicly trusted certificates. */
  readonly caPin?: Uint8Array
}

const PREFIX = 'pyak1_'

function checksum(label: string, ...parts: Uint8Array[]): Buffer {
  return sha256(Buffer.concat([Buffer.from(label), ...parts])).subarray(0, 4)
}

export function encodeActivationKey(key: ActivationKey): string {
  if (key.rootDigest.length !== 32 || key.seed.length !== 32 || (key.caPin?.length ?? 32) !== 32) {
    throw new RangeError('root digest, seed and CA pin of an activation key have 32 bytes each')
  }
  const version = Buffer.alloc(4)
  version.writeUInt32BE(key.rootVersion)
  const body = Buffer.concat([version, key.rootDigest, key.seed])
  const text = PREFIX + encodeBase32(Buffer.concat([body, checksum('pyak1', body)]))
  if (key.caPin === undefined) return text
  return `${text}_${encodeBase32(Buffer.concat([key.caPin, checksum('pyak1-ca', body, key.caPin)]))}`
}

/** Null for anything that is not an activation key: wrong prefix, length, checksum or unused bits. White space around it is ignored. */
export function decodeActivationKey(text: string): ActivationKey | null {
  const plain = text.trim().toLowerCase()
  if (!plain.startsWith(PREFIX) || plain.length > 256) return null
  const [first = '', second, ...more] = plain.slice(PREFIX.length).split('_')
  const bytes = decodeBase32(first)
  if (bytes?.length !== 72 || more.length > 0) return null
  const body = bytes.subarray(0, 68)
  if (!checksum('pyak1', body).equals(bytes.subarray(68))) return null
  const key = { rootVersion: body.readUInt32BE(0), rootDigest: body.subarray(4, 36), seed: body.subarray(36, 68) }
  if (key.rootVersion < 1 || key.rootVersion > 0x7fff_ffff) return null
  if (second === undefined) return key
  const pin = decodeBase32(second)
  if (pin?.length !== 36) return null
  const caPin = pin.subarray(0, 32)
  return checksum('pyak1-ca', body, caPin).equals(pin.subarray(32)) ? { ...key, caPin } : null
}
