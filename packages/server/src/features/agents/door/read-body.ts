import type { Readable } from 'node:stream'
import type { Clock } from '@patchyard/domain'
import { ProtocolError } from '@patchyard/protocol'

const TOTAL_MS = 30_000
const SLOWEST_BYTES_PER_S = 1024
const GRACE_MS = 2_000

/**
 * Reads a body of known length: never more than `cap` bytes, never for longer than 30 s, never slower than 1 KiB/s
 * (protocol §3). Throws ProtocolError `too_large` or `malformed`; the connection is then closed by the caller.
 */
export async function readBody(stream: Readable, cap: number, clock: Clock): Promise<Buffer> {
  const started = clock.monotonicMs()
  const chunks: Buffer[] = []
  let size = 0
  const cancel = clock.after(TOTAL_MS, () => stream.destroy(new ProtocolError('malformed', 'the body came too slowly')))
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > cap) throw new ProtocolError('too_large', `more than ${cap} bytes`)
      chunks.push(chunk)
      const elapsedMs = clock.monotonicMs() - started
      if (elapsedMs > GRACE_MS && size < ((elapsedMs - GRACE_MS) / 1000) * SLOWEST_BYTES_PER_S) {
        throw new ProtocolError('malformed', 'the body came too slowly')
      }
    }
  } finally {
    cancel()
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size)
}
