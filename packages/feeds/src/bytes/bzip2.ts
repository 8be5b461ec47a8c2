import Bunzip from 'seek-bzip'
import { FeedError } from '../feed/feed-error.ts'
import { wholeBytes } from './whole.ts'

const PIECE = 1 << 20

/**
 * Packed bytes whole in memory (the largest feed of ours in bzip2 has 40 MB), unpacked in one go: its blocks can only be read byte by
 * byte, but no more than `most` bytes are ever written. Several streams one after another, as pbzip2 writes them, are one.
 */
export async function* unpackBzip2(chunks: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  const packed = await wholeBytes(chunks)
  const pieces: Uint8Array[] = []
  let piece = new Uint8Array(PIECE)
  let used = 0
  let written = 0
  Bunzip.decode(
    readable(packed),
    {
      writeByte(byte) {
        if (used === PIECE) {
          pieces.push(piece)
          piece = new Uint8Array(PIECE)
          used = 0
        }
        piece[used++] = byte
        if (++written > most) throw new FeedError('feed_too_large', `it is larger than the ${most} bytes it may have`)
      },
    },
    true,
  )
  yield* pieces
  yield piece.subarray(0, used)
}

/** At its end it throws: the library's own reader goes on with bytes that are not there, and takes what was cut off for whole. */
function readable(bytes: Uint8Array) {
  let at = 0
  const readByte = (): number => {
    const byte = bytes[at++]
    if (byte === undefined) throw new FeedError('feed_malformed', 'its bzip2 is cut off')
    return byte
  }
  return {
    readByte,
    read(into: Uint8Array, from: number, length: number): number {
      for (let i = 0; i < length; i++) into[from + i] = readByte()
      return length
    },
    eof: () => at >= bytes.length,
  }
}
