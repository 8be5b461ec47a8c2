import { readFileSync } from 'node:fs'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FeedError } from '../feed/feed-error.ts'
import { inChunks } from '../testing/chunks.ts'
import { unpack } from './unpack.ts'
import { wholeBytes, wholeText } from './whole.ts'

const fixture = (name: string): Uint8Array => readFileSync(new URL(`fixtures/${name}`, import.meta.url))
const limits = { bytes: 1_000_000, unpackedBytes: 1_000_000 }
const text = 'line one\nline two\n'
const packed: Readonly<Record<string, Uint8Array>> = {
  nothing: Buffer.from(text),
  gzip: gzipSync(text),
  zstd: zstdCompressSync(text),
  xz: fixture('plain.txt.xz'),
  bzip2: fixture('plain.txt.bz2'),
}

describe.each(Object.entries(packed))('what was packed with %s', (_, bytes) => {
  it.each([1, 3, 7, 1000])('is the same text, coming in pieces of %i', async size => {
    expect(await wholeText(unpack(inChunks(bytes, size), limits, 'it'))).toBe(text)
  })

  it('is refused when it has more bytes than it may have', async () => {
    const few = { bytes: 10, unpackedBytes: 1000 }
    await expect(wholeBytes(unpack(inChunks(bytes, 4), few, 'it'))).rejects.toMatchObject({ code: 'feed_too_large' })
  })
})

it.each(Object.entries(packed).filter(([kind]) => kind !== 'nothing'))(
  'refuses %s where it is cut off',
  async (_, bytes) => {
    for (let length = 10; length < bytes.length - 1; length += 5) {
      await expect(wholeBytes(unpack(inChunks(bytes.subarray(0, length), 4), limits, 'it'))).rejects.toMatchObject({
        code: 'feed_malformed',
      })
    }
  },
)

it('takes several bzip2 streams for one, as pbzip2 writes them', async () => {
  expect(await wholeText(unpack(inChunks(fixture('two-streams.bz2'), 16), limits, 'it'))).toBe(text + text)
})

it.each([
  ['gzip', gzipSync(Buffer.alloc(3_000_000))],
  ['zstd', zstdCompressSync(Buffer.alloc(3_000_000))],
  ['xz', fixture('zeros-30mb.xz')],
  ['bzip2', fixture('zeros-3mb.bz2')],
])('stops a bomb in %s at what may come out of it', async (_, bytes) => {
  let seen = 0
  const reading = (async () => {
    for await (const chunk of unpack(inChunks(bytes, 1000), limits, 'it')) seen += chunk.byteLength
  })()
  await expect(reading).rejects.toMatchObject({ code: 'feed_too_large' })
  expect(seen).toBeLessThanOrEqual(limits.unpackedBytes)
})

it('ends for any bytes with bytes or a FeedError', async () => {
  const starts = fc.constantFrom(...Object.values(packed).map(bytes => Buffer.from(bytes)))
  await fc.assert(
    fc.asyncProperty(starts, fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 6 }), async (bytes, changes) => {
      const changed = Buffer.from(bytes)
      for (const [at, value] of changes) changed[at % changed.length] = value
      const result = await wholeBytes(unpack(inChunks(changed, 9), limits, 'it')).catch((error: unknown) => error)
      expect(result instanceof Uint8Array || result instanceof FeedError).toBe(true)
    }),
    { numRuns: 200 },
  )
})
