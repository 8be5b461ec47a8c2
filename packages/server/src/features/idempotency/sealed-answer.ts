import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import type { Random } from '@patchyard/domain'

// An answer may hold the one copy of a secret (a new API key). It is encrypted with a key that follows from the client's own
// Idempotency-Key, of which the database has only a hash: whoever reads the database reads no answer, unless the client chose a
// name that can be guessed.
const CIPHER = 'aes-256-gcm'
const NONCE = 12
const TAG = 16

const keyOf = (name: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', name, '', 'patchyard idempotency answer', 32))

export function sealAnswer(name: string, answer: unknown, random: Random): Buffer {
  const nonce = random.bytes(NONCE)
  const cipher = createCipheriv(CIPHER, keyOf(name), nonce)
  // What answers nothing is null: JSON has no undefined.
  const text = cipher.update(JSON.stringify(answer ?? null), 'utf8')
  return Buffer.concat([nonce, text, cipher.final(), cipher.getAuthTag()])
}

/** Throws when the bytes were not sealed under this name. */
export function openAnswer(name: string, sealed: Uint8Array): unknown {
  const bytes = Buffer.from(sealed)
  const decipher = createDecipheriv(CIPHER, keyOf(name), bytes.subarray(0, NONCE))
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG))
  const text = Buffer.concat([decipher.update(bytes.subarray(NONCE, bytes.length - TAG)), decipher.final()])
  return JSON.parse(text.toString('utf8'))
}
