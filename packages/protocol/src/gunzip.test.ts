import { deflateRawSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { gunzipBody, gzipBody, isGzip } from './gunzip.ts'
import { outcome, refusal } from './testing/outcome.ts'

const plain = Buffer.from('{"a":1}'.repeat(100))
const packed = gzipBody(plain)
const change = (at: number, value: number) => {
  const bytes = Buffer.from(packed)
  bytes[at < 0 ? bytes.length + at : at] = value
  return bytes
}

it('what is packed comes back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), bytes => {
      expect(isGzip(gzipBody(bytes))).toBe(true)
      expect(gunzipBody(gzipBody(bytes), 3000)).toEqual(Buffer.from(bytes))
    }),
  )
})

it.each([
  ['two members', Buffer.concat([packed, packed])],
  ['bytes behind the member', Buffer.concat([packed, Buffer.of(0)])],
  ['a member cut short', packed.subarray(0, -1)],
  ['a member cut in its stream', packed.subarray(0, 15)],
  ['a header alone', packed.subarray(0, 10)],
  ['another checksum', change(-5, 0x55)],
  ['another length', change(-1, 0x55)],
  ['another method', change(2, 7)],
  ['a file name in the header', change(3, 8)],
  ['a stream that is none', Buffer.concat([packed.subarray(0, 10), Buffer.alloc(30, 0xff)])],
  ['plain text', plain],
  ['nothing', Buffer.alloc(0)],
])('%s is malformed', (_, bytes) => expect(refusal(() => gunzipBody(bytes, 10_000)).code).toBe('malformed'))

it('stops at the cap: 300 MB of zeros are too large', { timeout: 60_000 }, () => {
  const bomb = gzipSync(Buffer.alloc(300_000_000))
  const before = process.memoryUsage().arrayBuffers
  expect(refusal(() => gunzipBody(bomb, 4 << 20)).code).toBe('too_large')
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 << 20)
})

it('the cap itself is allowed, a byte more is not', () => {
  expect(gunzipBody(packed, plain.length)).toEqual(plain)
  expect(refusal(() => gunzipBody(packed, plain.length - 1)).code).toBe('too_large')
})

it('whatever the bytes are: the plain ones, or ProtocolError', () => {
  const damaged = fc.tuple(fc.nat(packed.length - 1), fc.nat(255)).map(([at, value]) => change(at, value))
  const framed = fc.uint8Array({ maxLength: 80 }).map(bytes => Buffer.concat([packed.subarray(0, 10), bytes]))
  const raw = fc
    .uint8Array({ maxLength: 50 })
    .map(bytes => Buffer.concat([packed.subarray(0, 10), deflateRawSync(bytes), Buffer.alloc(8)]))
  fc.assert(
    fc.property(fc.oneof(damaged, framed, raw), bytes => void outcome(() => gunzipBody(bytes, 1000))),
    { numRuns: 1000 },
  )
})
