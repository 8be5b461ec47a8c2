import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { askOracle, oracleNeeds, samples } from './testing/oracle.ts'
import { isLog, isText, toLog, toText } from './text.ts'

const anyString = fc.string({
  unit: fc.oneof(
    fc.constantFrom('a', 'é', '€', '😀', '\n', '\t', '\u0000', '\u007f', '\u0085', '\ud800', '\udc00', '\u202e'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
})

describe('text n', () => {
  it.each([
    ['the empty text', '', 0, true],
    ['as many bytes as allowed', 'ééé', 6, true],
    ['a byte more', 'éééa', 6, false],
    ['four-byte characters counted in bytes', '😀', 3, false],
    ['U+001F', 'a\u001f', 9, false],
    ['U+007F', '\u007f', 9, false],
    ['U+009F', '\u009f', 9, false],
    ['U+00A0', '\u00a0', 9, true],
    ['a line feed', 'a\n', 9, false],
    ['a tab', '\t', 9, false],
    ['a lone surrogate', '\ud800', 9, false],
    ['bidi override: inert, shown with care', 'a\u202eb', 9, true],
    ['HTML', '<img src=x onerror=alert(1)>', 40, true],
  ])('%s', (_, value, bytes, is) => expect(isText(value, bytes)).toBe(is))
})

describe('log n', () => {
  it.each([
    ['line feed and tab', 'a\n\tb', true],
    ['carriage return', 'a\r\n', false],
    ['escape', '\u001b[2J', false],
    ['NUL', '\u0000', false],
  ])('%s', (_, value, is) => expect(isLog(value, 20)).toBe(is))
})

it('toText makes a text of anything, and leaves a text as it is', () => {
  fc.assert(
    fc.property(anyString, fc.integer({ min: 0, max: 40 }), (value, bytes) => {
      expect(isText(toText(value, bytes), bytes)).toBe(true)
      if (isText(value, bytes)) expect(toText(value, bytes)).toBe(value)
    }),
  )
})

it('toLog makes a log of anything, and leaves a log as it is', () => {
  fc.assert(
    fc.property(anyString, fc.integer({ min: 128, max: 256 }), (value, bytes) => {
      const long = value.repeat(30)
      expect(isLog(toLog(long, bytes, 32), bytes)).toBe(true)
      if (isLog(long, bytes)) expect(toLog(long, bytes, 32)).toBe(long)
    }),
  )
})

it('toLog keeps 16 KiB of the head and the end, and says how much is missing', () => {
  const log = toLog(`HEAD${'é'.repeat(200_000)}TAIL`)
  expect(log).toMatch(/^HEADé+\n\[… \d+ bytes left out …\]\né+TAIL$/)
  expect(Buffer.byteLength(log)).toBeLessThanOrEqual(65_536)
  expect(Buffer.byteLength(log)).toBeGreaterThan(65_500)
  expect(Buffer.byteLength(log.split('\n')[0] ?? '')).toBeGreaterThan(16_380)
  const missing = Number(/(\d+) bytes/.exec(log)?.[1])
  const [head = '', , tail = ''] = log.split('\n')
  expect(Buffer.byteLength(head) + missing + Buffer.byteLength(tail)).toBe(400_008)
})

it('isText and isLog judge as the oracle does', { timeout: 60_000 }, ({ skip }) => {
  const needs = oracleNeeds()
  if (needs !== null) skip(needs)
  const cases = samples(fc.tuple(anyString, fc.integer({ min: 0, max: 20 }), fc.boolean()), 2000)
  const answers = askOracle(cases.map(([value, limit, log]) => ({ ask: 'isText', value, limit, log })))
  expect(cases.map(([value, limit, log]) => (log ? isLog(value, limit) : isText(value, limit)))).toEqual(answers)
})
