import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

describe('canonical JSON', () => {
  it.each<[unknown, string]>([
    [{ b: 1, a: [true, null] }, '{"a":[true,null],"b":1}'],
    [{ a: undefined, b: '' }, '{"b":""}'],
    ['\u2028"\\\n\ud800', '"\u2028\\"\\\\\\n\ufffd"'],
    [-0, '0'],
    [1e21, '1e+21'],
  ])('%j', (value, text) => {
    expect(canonicalJson(value)).toBe(text)
  })

  it.each([Number.NaN, Infinity, 1n, () => 1, new Date(0), new Map(), Symbol('a'), undefined])(
    'has no text for %s',
    v => {
      expect(() => canonicalJson(v)).toThrow(TypeError)
    },
  )
})

test('is read back as the value, and does not depend on the order of members', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      const text = canonicalJson(value)
      expect(canonicalJson(JSON.parse(text))).toBe(text)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), object => {
      const turned = Object.fromEntries(Object.entries(object).reverse())
      expect(canonicalJson(turned)).toBe(canonicalJson(object))
    }),
  )
})
