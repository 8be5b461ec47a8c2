import type { Readable } from 'node:stream'
import type { Clock } from '@patchyard/domain'
import { ProtocolError } from '@patchyard/protocol'

const TOTAL_S = 30
const SLOWEST_BYTES_PER_S = 1024
const GRACE_S = 2

/**
 * Reads a body of known length: never more than `cap` bytes, never for longer than 30 s, never slower than 1 KiB/s
 * (protocol §3). Seconds are counted by timers that fired, not by the clock: while this process itself is held up none
 * fires, and what waits in the socket is not held against its sender. Throws ProtocolError `too_large` or `malformed`; the connection is then closed by the caller.
 */
export function readBody(stream: Readable, cap: number, clock: Clock): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  // Events, not an async iterator: a body of one chunk is the rule, and the iterator's promises cost more than it does.
  return new Promise((resolve, reject) => {
    const refuse = (code: 'too_large' | 'malformed', message: string): void => {
      finish()
      const error = new ProtocolError(code, message)
      reject(error)
      stream.destroy(error)
    }
    let seconds = 0
    const eachSecond = (): void => {
      seconds += 1
      const isTooSlow = size < (seconds - GRACE_S) * SLOWEST_BYTES_PER_S
      if (seconds >= TOTAL_S || isTooSlow) refuse('malformed', 'the body came too slowly')
      else cancel = clock.after(1000, eachSecond)
    }
    let cancel = clock.after(1000, eachSecond)
    const onData = (chunk: Buffer): void => {
      size += chunk.length
      if (size > cap) return refuse('too_large', `more than ${cap} bytes`)
      chunks.push(chunk)
    }
    const onEnd = (): void => {
      finish()
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size))
    }
    const onLost = (): void => refuse('malformed', 'the body ended too early')
    const finish = (): void => {
      cancel()
      stream.off('data', onData).off('end', onEnd).off('error', onLost).off('close', onLost)
      // What comes after the verdict is nobody's: an error without a listener would end the process.
      stream.on('error', () => undefined)
    }
    stream.on('data', onData).on('end', onEnd).on('error', onLost).on('close', onLost)
  })
}
