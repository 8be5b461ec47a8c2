import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import type { Random } from '@patchyard/domain'

const CIPHER = 'aes-256-gcm'
const NONCE = 12
const TAG = 16

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
    seal(about, secret) {
      const nonce = random.bytes(NONCE)
      const cipher = createCipheriv(CIPHER, sealing, nonce)
      cipher.setAAD(Buffer.from(about, 'utf8'))
      return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()])
    },
    open(about, sealed) {
      const bytes = Buffer.from(sealed)
      const decipher = createDecipheriv(CIPHER, sealing, bytes.subarray(0, NONCE), { authTagLength: TAG })
      decipher.setAAD(Buffer.from(about, 'utf8'))
      decipher.setAuthTag(bytes.subarray(bytes.length - TAG))
      return Buffer.concat([decipher.update(bytes.subarray(NONCE, bytes.length - TAG)), decipher.final()])
    },
    mac: (purpose, text) =>
      createHmac('sha256', derive(`mac ${purpose}`))
        .update(text, 'utf8')
        .digest(),
  }
}
