import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase32, encodeBase32 } from './base32.ts'
import { base64MaxBytes, decodeBase64, encodeBase64 } from './base64.ts'
import { decodeHex, encodeHex, isHex } from './hex.ts'
import { askOracle, oracleNeeds, samples } from './testing/oracle.ts'

const bytes = fc.uint8Array({ maxLength: 80 })

it('what is encoded decodes to the same bytes', () => {
  fc.assert(
    fc.property(bytes, value => {
      expect(decodeHex(encodeHex(value))).toEqual(Buffer.from(value))
      expect(decodeBase64(encodeBase64(value))).toEqual(Buffer.from(value))
      expect(decodeBase32(encodeBase32(value))).toEqual(Buffer.from(value))
      expect(base64MaxBytes(encodeBase64(value).length)).toBeGreaterThanOrEqual(value.length)
    }),
  )
})

it('whatever decodes is the one text of its bytes', () => {
  const texts = fc.string({ unit: fc.constantFrom(...'abcdefABCDEF0123456789+/=-_ \né'.split('')), maxLength: 12 })
  fc.assert(
    fc.property(texts, text => {
      for (const [decode, encode] of [
        [decodeHex, encodeHex],
        [decodeBase64, encodeBase64],
      ] as const) {
        const decoded = decode(text)
        if (decoded !== null) expect(encode(decoded)).toBe(text)
      }
      const decoded = decodeBase32(text)
      if (decoded !== null) expect(encodeBase32(decoded)).toBe(text.toLowerCase())
    }),
    { numRuns: 2000 },
  )
})

describe('refused', () => {
  it.each(['A0', '0', 'g0', ' 00', '00\n', '0x00', '００'])('hex %j', text => expect(decodeHex(text)).toBeNull())
  it.each([
    ['no padding', 'QQ'],
    ['too little padding', 'QQ='],
    ['unused bits', 'QR=='],
    ['URL-safe alphabet', '-_-_'],
    ['white space', 'QUJD\n'],
    ['white space inside', 'QU JD'],
    ['text behind the padding', 'QQ==QQ=='],
    ['padding alone', '===='],
    ['another script', 'QUJДQUJД'],
  ])('base64 with %s', (_, text) => expect(decodeBase64(text)).toBeNull())
  it.each([
    ['the digit 1', 'a1'],
    ['padding', 'ae======'],
    ['unused bits', 'ab'],
    ['a length that no bytes have', 'a'],
    ['a length that no bytes have', 'aaa'],
    ['a letter whose lower case has two units', 'aİ'],
  ])('base32 with %s', (_, text) => expect(decodeBase32(text)).toBeNull())
})

it('isHex wants exactly as many bytes', () => {
  expect(isHex('00ff', 2)).toBe(true)
  expect(isHex('00ff', 3)).toBe(false)
  expect(isHex('00FF', 2)).toBe(false)
  expect(decodeHex('00ff', 1)).toBeNull()
})

it('base64 is taken and refused as the oracle does', { timeout: 60_000 }, ({ skip }) => {
  const needs = oracleNeeds()
  if (needs !== null) skip(needs)
  const text = fc.oneof(
    bytes.map(encodeBase64),
    fc.string({ unit: fc.constantFrom(...'AQgw+/=-_'.split('')), maxLength: 12 }),
  )
  const cases = samples(text, 2000)
  const answers = askOracle(cases.map(one => ({ ask: 'base64', text: one })))
  const ours = cases.map(one => decodeBase64(one)?.toString('hex'))
  expect(ours).toEqual(answers.map(answer => (answer as { ok?: string }).ok))
})
