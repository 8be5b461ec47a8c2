import { createHash, randomBytes } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import type { Random } from '@patchyard/domain'

/**
 * agent-protocol §1: two resumed copies of one memory image must not draw the same bytes. OpenSSL's generator lives in process memory
 * and is copied with it; the kernel's is mixed in anew for each block, and the clock in case the kernel was copied as well.
 */
export function createSystemRandom(): Random {
  return {
    bytes: length => {
      const blocks: Buffer[] = []
      for (let left = length; left > 0; left -= 32) blocks.push(block().subarray(0, Math.min(32, left)))
      return new Uint8Array(Buffer.concat(blocks))
    },
    uuid: () => {
      const bytes = block().subarray(0, 16)
      bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6)
      bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
      return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    },
    fraction: () => Math.random(),
  }
}

function block(): Buffer {
  return createHash('sha256')
    .update(randomBytes(32))
    .update(kernelBytes(32))
    .update(process.hrtime.bigint().toString())
    .digest()
}

function kernelBytes(length: number): Buffer {
  const bytes = Buffer.alloc(length)
  const device = openSync('/dev/urandom', 'r')
  try {
    let read = 0
    while (read < length) read += readSync(device, bytes, read, length - read, null)
  } finally {
    closeSync(device)
  }
  return bytes
}
