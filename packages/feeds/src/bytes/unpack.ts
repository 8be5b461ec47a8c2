import { Readable } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
// CommonJS of which Node does not see the names.
import xz from 'xz-decompress'
import { FeedError } from '../feed/feed-error.ts'
import { unpackBzip2 } from './bzip2.ts'
import { capped } from './capped.ts'

const magic = [
  { kind: 'gzip', bytes: [0x1f, 0x8b] },
  { kind: 'bzip2', bytes: [0x42, 0x5a, 0x68] },
  { kind: 'xz', bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { kind: 'zstd', bytes: [0x28, 0xb5, 0x2f, 0xfd] },
] as const

type Packing = (typeof magic)[number]['kind'] | 'none'

export interface UnpackLimits {
  readonly bytes: number
  readonly unpackedBytes: number
}

/**
 * The document itself, whatever it was packed with: told by its first bytes, never by its name or a header, which mirrors get wrong. One
 * layer is taken off; limits hold before and after. Throws FeedError `feed_too_large` and `feed_malformed`.
 */
export async function* unpack(
  chunks: AsyncIterable<Uint8Array>,
  limits: UnpackLimits,
  what: string,
): AsyncGenerator<Uint8Array> {
  const { packing, all } = await withPacking(capped(chunks, limits.bytes, what))
  yield* capped(packing === 'none' ? all : unpacked(packing, all, limits), limits.unpackedBytes, `${what}, unpacked,`)
}

async function withPacking(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ packing: Packing; all: AsyncIterable<Uint8Array> }> {
  const source = chunks[Symbol.asyncIterator]()
  const head: Uint8Array[] = []
  let length = 0
  while (length < 6) {
    const { done, value } = await source.next()
    if (done === true) break
    head.push(value)
    length += value.byteLength
  }
  const first = Buffer.concat(head)
  const packing = magic.find(({ bytes }) => bytes.every((byte, i) => first[i] === byte))?.kind ?? 'none'
  return { packing, all: rejoined(first, source) }
}

async function* rejoined(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (first.byteLength > 0) yield first
    for (;;) {
      const { done, value } = await rest.next()
      if (done === true) return
      yield value
    }
  } finally {
    await rest.return?.()
  }
}

async function* unpacked(
  packing: Exclude<Packing, 'none'>,
  chunks: AsyncIterable<Uint8Array>,
  limits: UnpackLimits,
): AsyncGenerator<Uint8Array> {
  try {
    if (packing === 'bzip2') yield* unpackBzip2(chunks, limits.unpackedBytes)
    else if (packing === 'xz') yield* new xz.XzReadableStream(Readable.toWeb(Readable.from(chunks)))
    else yield* piped(chunks, packing === 'gzip' ? createGunzip() : createZstdDecompress())
  } catch (cause) {
    if (cause instanceof FeedError) throw cause
    throw new FeedError('feed_malformed', `its ${packing} is broken`, cause)
  }
}

async function* piped(chunks: AsyncIterable<Uint8Array>, unpacker: ReturnType<typeof createGunzip>) {
  const source = Readable.from(chunks)
  source.on('error', error => unpacker.destroy(error))
  try {
    yield* source.pipe(unpacker) as AsyncIterable<Uint8Array>
  } finally {
    source.destroy()
    unpacker.destroy()
  }
}
