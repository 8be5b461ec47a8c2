import { createHmac, hkdfSync } from 'node:crypto'
import type { Random } from '@patchyard/domain'
import { openBytes, sealBytes } from './aes-gcm.ts'

/**
 * Secrets that the server must be able to read again (TOTP, client secrets of identity providers), and short texts that a plain
 * hash would not hide. The key lies in the data folder, never in the database: a dump alone opens nothing. `about` names what the
 * secret belongs to (`totp:17`): moved to another row, it does not open.
 */
export interface SecretBox {
  seal(about: string, secret: Uint8Array): Buffer
  /** Throws when the bytes were sealed about something else, with another key, or were altered. */
  open(about: string, sealed: Uint8Array): Buffer
  /** HMAC-SHA-256 with a key of its own for each purpose; the same text gives the same 32 bytes. */
  mac(purpose: string, text: string): Buffer
}

/** `key`: 32 random bytes. */
export function createSecretBox(key: Uint8Array, random: Random): SecretBox {
  if (key.length !== 32) throw new RangeError(`a key of ${key.length} bytes instead of 32`)
  const derive = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', key, '', `patchyard ${purpose}`, 32))
  const sealing = derive('secret box')
  return {
    seal: (about, secret) => sealBytes(sealing, secret, random, about),

    open: (about, sealed) => openBytes(sealing, sealed, about),

    mac: (purpose, text) =>
      createHmac('sha256', derive(`mac ${purpose}`))
        .update(text, 'utf8')
        .digest(),
  }
}
