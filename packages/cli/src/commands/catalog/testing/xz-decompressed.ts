import { execFileSync } from 'node:child_process'

/** By the xz program: what is compared must not come out of our own reading. */
export const xzDecompressed = (bytes: Uint8Array): string =>
  execFileSync('xz', ['-dc'], { input: bytes, encoding: 'utf8', maxBuffer: 100_000_000 })
