import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseStrictJson, parseStrictJsonText } from './strict-json.ts'
import { hostileBytes, plainObject } from './testing/hostile-json.ts'
import { askOracle, oracleNeeds, samples } from './testing/oracle.ts'
import { outcome, refusal } from './testing/outcome.ts'

const nested = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`

describe('taken', () => {
  it.each([
    ['an empty object', '{}', {}],
    ['every kind of value', '{"a":[1,-1,true,false,null,"x",{}]}', { a: [1, -1, true, false, null, 'x', {}] }],
    ['white space anywhere but in front', '{ "a" :\t[ 1 ,\n2 ]\r\n} ', { a: [1, 2] }],
    [
      'the largest and the smallest number',
      '{"a":[9007199254740991,-9007199254740991]}',
      { a: [2 ** 53 - 1, -(2 ** 53) + 1] },
    ],
    ['minus zero, as zero', '{"a":-0,"b":[-0,-10, -0 ]}', { a: 0, b: [0, -10, 0] }],
    ['every escape', '{"a":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00E9"}', { a: '"\\/\b\f\n\r\té' }],
    ['a pair of surrogates', '{"a":"\\ud83d\\uDE00😀"}', { a: '😀😀' }],
    ['a backslash before the end of a string', '{"a\\\\":"\\\\"}', { 'a\\': '\\' }],
    [
      'one name in objects beside each other',
      '{"a":{"x":1},"b":{"x":1},"c":[{"x":1},{"x":1}]}',
      { a: { x: 1 }, b: { x: 1 }, c: [{ x: 1 }, { x: 1 }] },
    ],
    ['depth 32', nested(32), JSON.parse(nested(32))],
  ])('%s', (_, text, value) => {
    expect(parseStrictJson(Buffer.from(text))).toStrictEqual(value)
    expect(parseStrictJsonText(text)).toStrictEqual(value)
  })

  it('__proto__ is a name like any other and changes no prototype', () => {
    const value = parseStrictJsonText('{"__proto__":{"polluted":1}}')
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(Object.keys(value)).toEqual(['__proto__'])
    expect('polluted' in {}).toBe(false)
  })
})

describe('refused as malformed', () => {
  it.each([
    ['nothing', ''],
    ['an array', '[]'],
    ['a space in front', ' {}'],
    ['a byte order mark', '\ufeff{}'],
    ['text behind the object', '{}x'],
    ['two objects', '{}{}'],
    ['a name twice', '{"a":1,"a":1}'],
    ['a name twice, written differently', '{"a":1,"\\u0061":1}'],
    ['a name twice, written differently, with white space', '{"a\\n": 1 , "a\\u000a" :1}'],
    ['a name twice, many others between', `{${Array.from({ length: 40 }, (_, i) => `"k${i}":1`).join()},"k3":1}`],
    ['a name twice deep inside', '{"a":[{"b":{"c":1,"d":2,"c":3}}]}'],
    ['129 names', `{${Array.from({ length: 129 }, (_, i) => `"k${i}":1`).join()}}`],
    ['2^53', '{"a":9007199254740992}'],
    ['2^53 + 1, which would round', '{"a":9007199254740993}'],
    ['-2^53', '{"a":-9007199254740992}'],
    ['a number of 400 digits', `{"a":1${'0'.repeat(400)}}`],
    ['1e400', '{"a":1e400}'],
    ['1E5', '{"a":1E5}'],
    ['1.5', '{"a":1.5}'],
    ['1.0', '{"a":1.0}'],
    ['-0.0', '{"a":-0.0}'],
    ['01', '{"a":01}'],
    ['-01', '{"a":-01}'],
    ['+1', '{"a":+1}'],
    ['a minus alone', '{"a":-}'],
    ['NaN', '{"a":NaN}'],
    ['Infinity', '{"a":-Infinity}'],
    ['a lone high surrogate', '{"a":"\\ud800"}'],
    ['a lone high surrogate before a letter', '{"a":"\\ud800\\u0041"}'],
    ['a lone low surrogate', '{"a":"\\udc00"}'],
    ['surrogates in the wrong order', '{"a":"\\ude00\\ud83d"}'],
    ['a lone surrogate in a name', '{"\\ud800":1}'],
    ['U+0000', '{"a":"b\\u0000"}'],
    ['U+0000 in a name', '{"\\u0000":1}'],
    ['a raw NUL', '{"a":"\u0000"}'],
    ['a raw line feed in a string', '{"a":"\n"}'],
    ['an unknown escape', '{"a":"\\x41"}'],
    ['a short escape', '{"a":"\\u00e"}'],
    ['a string without end', '{"a":"b'],
    ['a backslash at the very end', '{"a":"\\'],
    ['an escape at the very end', '{"a":"\\u12'],
    ['an object without end', '{"a":1'],
    ['an array without end', '{"a":[1'],
    ['an array closed as an object', '{"a":[1}}'],
    ['an object closed as an array', '{"a":1]'],
    ['a comma too many', '{"a":1,}'],
    ['a comma too many in an array', '{"a":[1,]}'],
    ['a comma alone', '{,}'],
    ['no colon', '{"a" 1}'],
    ['no value', '{"a":}'],
    ['a name without quotes', '{a:1}'],
    ['single quotes', "{'a':1}"],
    ['a comment', '{"a":1/*x*/}'],
    ['True', '{"a":True}'],
    ['nulll', '{"a":nulll}'],
    ['a no-break space between tokens', '{"a":\u00a01}'],
    ['depth 33', nested(33)],
    ['depth 50,000', nested(50_000)],
    ['objects 40 deep', '{"a":'.repeat(40) + '1' + '}'.repeat(40)],
  ])('%s', (_, text) => {
    expect(refusal(() => parseStrictJson(Buffer.from(text))).code).toBe('malformed')
    expect(refusal(() => parseStrictJsonText(text)).code).toBe('malformed')
  })

  it.each([
    ['a byte that is no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['a surrogate as UTF-8', Buffer.from('7b22eda080223a317d', 'hex')],
    ['an overlong slash', Buffer.from('7b22c0af223a317d', 'hex')],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le')],
  ])('%s', (_, bytes) => {
    expect(refusal(() => parseStrictJson(bytes)).code).toBe('malformed')
  })

  it('a lone surrogate in a text that never was bytes', () => {
    expect(refusal(() => parseStrictJsonText('{"a":"\ud800"}')).code).toBe('malformed')
  })

  it('more bytes than allowed, unread', () => {
    expect(refusal(() => parseStrictJson(Buffer.alloc(11, '['), { maxBytes: 10 })).code).toBe('malformed')
    expect(refusal(() => parseStrictJsonText('{"a":"éé"}', { maxBytes: 11 })).code).toBe('malformed')
    expect(parseStrictJsonText('{"a":"éé"}', { maxBytes: 12 })).toEqual({ a: 'éé' })
  })
})

it.each([
  ['{"link":{"seq":1.5}}', 'link.seq'],
  ['{"a":1,"b":{"c":[{"d":01}]}}', 'b.c.*.d'],
  ['{"a":{"b":1},"c":-}', 'c'],
  ['{"\\u001b[2J\\u202e":01}', '?[2J?'],
  [`{"${'x'.repeat(500)}":01}`, 'x'.repeat(120)],
  ['{}}', 'body'],
])('%s is refused at %s', (text, field) => {
  expect(refusal(() => parseStrictJsonText(text)).field).toBe(field)
})

it('what JSON.stringify prints comes back as it was', () => {
  fc.assert(
    fc.property(plainObject, value => {
      expect(parseStrictJson(Buffer.from(JSON.stringify(value)))).toStrictEqual(value)
    }),
  )
})

it('whatever the bytes are: a value that JSON.parse gives too, or ProtocolError', () => {
  fc.assert(
    fc.property(fc.oneof(hostileBytes, fc.uint8Array({ maxLength: 60 })), bytes => {
      const result = outcome(() => parseStrictJson(bytes))
      if ('ok' in result)
        expect(JSON.stringify(result.ok)).toBe(JSON.stringify(JSON.parse(Buffer.from(bytes).toString())))
    }),
    { numRuns: 3000 },
  )
})

it('accepts and refuses what the oracle does, and reads the same', { timeout: 60_000 }, ({ skip }) => {
  const needs = oracleNeeds()
  if (needs !== null) skip(needs)
  const cases = samples(hostileBytes, 4000)
  const answers = askOracle(cases.map(bytes => ({ ask: 'strictJson', bytes: bytes.toString('hex') })))
  let taken = 0
  for (const [i, bytes] of cases.entries()) {
    const ours = outcome(() => parseStrictJson(bytes))
    const theirs = answers[i] as { ok?: unknown; refused?: string }
    const text = JSON.stringify(bytes.toString())
    if ('ok' in ours) taken++
    expect({ text, value: theirs.ok }).toStrictEqual({ text, value: 'ok' in ours ? ours.ok : undefined })
  }
  // Both sides of the border were met.
  expect(taken).toBeGreaterThan(400)
  expect(taken).toBeLessThan(3600)
})
