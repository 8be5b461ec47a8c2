import { hkdfSync } from 'node:crypto'
import type { Random } from '@patchyard/domain'
import { openBytes, sealBytes } from '../../secrets/aes-gcm.ts'

// An answer may hold the one copy of a secret (a new API key). It is encrypted with a key that follows from the client's own
// Idempotency-Key, of which the database has only a hash: whoever reads the database reads no answer, unless the client chose a
// name that can be guessed.
const keyOf = (name: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', name, '', 'patchyard idempotency answer', 32))

/** What answers nothing is null: JSON has no undefined. */
export const sealAnswer = (name: string, answer: unknown, random: Random): Buffer =>
  sealBytes(keyOf(name), Buffer.from(JSON.stringify(answer ?? null), 'utf8'), random)

/** Throws when the bytes were not sealed under this name. */
export const openAnswer = (name: string, sealed: Uint8Array): unknown =>
  JSON.parse(openBytes(keyOf(name), sealed).toString('utf8'))
