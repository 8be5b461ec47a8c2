import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { decodeHex } from './hex.ts'
import { times } from './limits.ts'

// PYP/1 §6.1: the nonce of hello needs no database row. Every process derives the same key from the director's seed.

/** Processes' clocks may differ by 2 s (§4); a nonce made by the one ahead is not from the future. */
const AHEAD_MS = 5_000

export type HelloKey = Buffer

export function helloKey(directorSeed: Uint8Array): HelloKey {
  return Buffer.from(hkdfSync('sha256', directorSeed, new Uint8Array(0), 'patchyard hello v1', 32))
}

/** `random`: 16 bytes. Returns hex of 40 bytes. */
export function makeServerNonce(key: HelloKey, nowMs: number, random: Uint8Array): string {
  if (random.length !== 16) throw new RangeError(`a server nonce takes 16 random bytes, not ${random.length}`)
  const head = Buffer.alloc(24)
  head.writeBigUInt64BE(BigInt(nowMs))
  head.set(random, 8)
  return Buffer.concat([head, mac(key, head)]).toString('hex')
}

function mac(key: HelloKey, head: Uint8Array): Buffer {
  return createHmac('sha256', key).update(head).digest().subarray(0, 16)
}

/** False for a nonce we did not make, one older than 10 minutes, one from the future. */
export function isGoodServerNonce(key: HelloKey, nonce: string, nowMs: number): boolean {
  const bytes = decodeHex(nonce, 40)
  if (bytes === null) return false
  const head = bytes.subarray(0, 24)
  if (!timingSafeEqual(mac(key, head), bytes.subarray(24))) return false
  const ageMs = nowMs - Number(head.readBigUInt64BE())
  return ageMs >= -AHEAD_MS && ageMs <= times.serverNonceMs
}
