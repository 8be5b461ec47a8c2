import { createHash } from 'node:crypto'
import type { Random } from '@patchyard/domain'

/**
 * PYP/1 §1 "Random bytes": two resumed copies of one memory image must not draw the same link. OpenSSL's generator is part
 * of that image; the kernel's (reseeded by the hypervisor's generation id) and the clock are not.
 */
export interface RandomSources {
  /** The process's generator. */
  readonly random: Random
  /** Bytes read from the kernel at this moment (/dev/urandom), never from a buffer of ours. */
  readonly kernel: (length: number) => Uint8Array
  /** High-resolution clock, nanoseconds since any start. */
  readonly ticksNs: () => bigint
}

/** `length` ≤ 32 bytes: SHA-256 over 32 bytes of the process's generator, 32 of the kernel's and the clock, cut. */
export function freshBytes(sources: RandomSources, length: number): Buffer {
  if (!(length > 0 && length <= 32)) throw new RangeError(`freshBytes: length ${length} is not 1 to 32`)
  const clock = Buffer.alloc(8)
  clock.writeBigUInt64BE(BigInt.asUintN(64, sources.ticksNs()))
  return createHash('sha256')
    .update(sources.random.bytes(32))
    .update(sources.kernel(32))
    .update(clock)
    .digest()
    .subarray(0, length)
}

/** A new link, nonce or boot id: hex16. */
export function freshLink(sources: RandomSources): string {
  return freshBytes(sources, 16).toString('hex')
}
