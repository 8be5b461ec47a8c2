import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { oid, sequence, tagged, time, unsignedInteger } from './der.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

describe('examples of X.690 and RFC 5280', () => {
  it.each([
    ['zero', unsignedInteger(Buffer.from([0])), '020100'],
    ['127', unsignedInteger(Buffer.from([127])), '02017f'],
    ['128 needs a zero in front', unsignedInteger(Buffer.from([128])), '02020080'],
    ['256', unsignedInteger(Buffer.from([1, 0])), '02020100'],
    ['leading zeros go', unsignedInteger(Buffer.from([0, 0, 5])), '020105'],
    ['ecdsa-with-SHA256', oid('1.2.840.10045.4.3.2'), '06082a8648ce3d040302'],
    ['commonName', oid('2.5.4.3'), '0603550403'],
    ['an empty sequence', sequence(), '3000'],
    ['127 bytes', tagged(4, Buffer.alloc(127)).subarray(0, 2), '047f'],
    ['128 bytes', tagged(4, Buffer.alloc(128)).subarray(0, 3), '048180'],
    ['256 bytes', tagged(4, Buffer.alloc(256)).subarray(0, 4), '04820100'],
    ['65,536 bytes', tagged(4, Buffer.alloc(65_536)).subarray(0, 5), '0483010000'],
    ['the last second of 2049', time(Date.UTC(2049, 11, 31, 23, 59, 59)), `170d${hex(Buffer.from('491231235959Z'))}`],
    ['the first of 2050', time(Date.UTC(2050, 0, 1)), `180f${hex(Buffer.from('20500101000000Z'))}`],
  ])('%s', (_what, bytes, expected) => {
    expect(hex(bytes)).toBe(expected)
  })
})

test('OpenSSL reads back every integer and object identifier', () => {
  const arcs = fc.tuple(
    fc.integer({ min: 0, max: 39 }),
    fc.array(fc.integer({ min: 0, max: 2 ** 31 - 1 }), { minLength: 1, maxLength: 6 }),
  )
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 20 }), arcs, (bytes, [second, rest]) => {
      const dotted = ['1', second, ...rest].join('.')
      const read = execFileSync('openssl', ['asn1parse', '-inform', 'DER', '-oid', '/dev/null'], {
        input: sequence(unsignedInteger(bytes), oid(dotted)),
        encoding: 'utf8',
      })
      const number = BigInt(`0x${hex(bytes)}`)
        .toString(16)
        .toUpperCase()
      expect(read).toMatch(new RegExp(`INTEGER\\s+:0*${number}\\n`))
      // OpenSSL prints names for the identifiers it knows.
      expect(read).toMatch(/prim: OBJECT/)
      if (rest.some(arc => arc > 100_000)) expect(read).toContain(dotted)
    }),
    { numRuns: 40 },
  )
})
