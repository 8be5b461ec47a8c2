import { createHash } from 'node:crypto'
import type { Random } from '@patchyard/domain'

/** The same seed gives the same bytes: SHA-256 of seed and counter. */
export function createSeededRandom(seed: string): Random {
  let counter = 0
  const block = () => createHash('sha256').update(`${seed} ${counter++}`).digest()
  const bytes = (length: number) => {
    const parts: Buffer[] = []
    for (let have = 0; have < length; have += 32) parts.push(block())
    return new Uint8Array(Buffer.concat(parts).subarray(0, length))
  }
  return {
    bytes,
    uuid: () => {
      const raw = Buffer.from(bytes(16))
      raw.writeUInt8((raw.readUInt8(6) & 0x0f) | 0x40, 6)
      raw.writeUInt8((raw.readUInt8(8) & 0x3f) | 0x80, 8)
      return raw.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    },
    fraction: () => block().readUInt32BE(0) / 2 ** 32,
  }
}
