import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { Random } from '@patchyard/domain'

const CIPHER = 'aes-256-gcm'
const NONCE = 12
const TAG = 16

/** Nonce, text and tag behind one another. `key`: 32 bytes. `about` is bound to it, and not in it. */
export function sealBytes(key: Uint8Array, secret: Uint8Array, random: Random, about = ''): Buffer {
  const nonce = random.bytes(NONCE)
  const cipher = createCipheriv(CIPHER, key, nonce)
  cipher.setAAD(Buffer.from(about, 'utf8'))
  return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()])
}

/** Throws when the bytes were sealed about something else, with another key, or were altered. */
export function openBytes(key: Uint8Array, sealed: Uint8Array, about = ''): Buffer {
  const bytes = Buffer.from(sealed)
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE), { authTagLength: TAG })
  decipher.setAAD(Buffer.from(about, 'utf8'))
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG))
  return Buffer.concat([decipher.update(bytes.subarray(NONCE, bytes.length - TAG)), decipher.final()])
}
