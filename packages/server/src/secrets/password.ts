import { argon2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { Random } from '@patchyard/domain'

// OWASP password storage (2024): Argon2id with 19 MiB, two passes, one lane. About 40 ms of one core here.
const memoryKiB = 19_456
const passes = 2
const lanes = 1
const tagLength = 32

const derive = promisify(argon2)

/** PHC string: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>`, base64 without padding. */
export async function hashPassword(password: string, random: Random): Promise<string> {
  const salt = random.bytes(16)
  const tag = await tagOf(password, salt, { memoryKiB, passes, lanes, tagLength })
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$${unpadded(salt)}$${unpadded(tag)}`
}

/** false for a wrong password and for a hash that is not one of ours. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/.exec(
    stored,
  )
  if (match === null) return false
  const want = Buffer.from(match[5] ?? '', 'base64')
  const found = await tagOf(password, Buffer.from(match[4] ?? '', 'base64'), {
    memoryKiB: Number(match[1]),
    passes: Number(match[2]),
    lanes: Number(match[3]),
    tagLength: want.length,
  })
  return timingSafeEqual(found, want)
}

/** Whether the hash was made with less than today's parameters (or is none of ours): make it anew when the password is known. */
export function isOutdatedHash(stored: string): boolean {
  return !stored.startsWith(`$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$`)
}

/** Spends the time of a real check, so that an unknown address answers as slowly as a wrong password. */
export const decoyHash =
  '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

interface Cost {
  memoryKiB: number
  passes: number
  lanes: number
  tagLength: number
}

async function tagOf(password: string, nonce: Uint8Array, cost: Cost): Promise<Buffer> {
  // Two spellings of one letter (NFC, NFD) are typed the same on different keyboards.
  return await derive('argon2id', {
    message: Buffer.from(password.normalize('NFC'), 'utf8'),
    nonce,
    parallelism: cost.lanes,
    memory: cost.memoryKiB,
    passes: cost.passes,
    tagLength: cost.tagLength,
  })
}

const unpadded = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '')
