import fc from 'fast-check'

// Texts near the border between what PYP/1 takes and what it refuses, for our parser and the oracle.

const niceString = fc.string({ unit: 'grapheme', maxLength: 12 })
const integer = fc.oneof(fc.integer(), fc.maxSafeInteger())
/** Values that PYP/1 can carry. */
export const plainObject = fc
  .dictionary(
    niceString,
    fc.letrec(tie => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        niceString,
        integer,
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(niceString, tie('value'), { maxKeys: 4 }),
      ),
    })).value,
    { maxKeys: 5 },
  )
  .map(value => JSON.parse(JSON.stringify(value)) as Record<string, unknown>)

const token = fc.constantFrom(
  ...`{ } [ ] , : " \\ \\u0000 \\ud83d \\ude00 \\ud83d\\ude00 \\udc00 \\u0041 \\n \\x true false null nul tru -0 -1 0 01 1.0 1e3 -`.split(
    ' ',
  ),
  '9007199254740991',
  '9007199254740992',
  '-9007199254740991',
  '-9007199254740993',
  ' ',
  '\n',
  '\t',
  '"a"',
  '"\\u0061"',
  '"b"',
  '\u00a0',
  '\ufeff',
  '\u0000',
  '\u001f',
  '\u007f',
  'é',
  '😀',
  '{"a":1}',
  '{"a":1,"a":2}',
  '"__proto__"',
)

/** Valid text with pieces put in, taken out and doubled, or nothing but pieces. */
export const hostileText = fc.oneof(
  plainObject.map(value => JSON.stringify(value, null, Object.keys(value).length % 3)),
  fc
    .tuple(plainObject, fc.array(fc.tuple(fc.nat(200), fc.nat(3), fc.option(token, { nil: '' })), { maxLength: 3 }))
    .map(([value, edits]) => {
      let text = JSON.stringify(value)
      for (const [at, cut, put] of edits)
        text = text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + cut)
      return text
    }),
  fc.array(token, { maxLength: 14 }).map(tokens => `{"k":${tokens.join('')}}`),
  fc.array(token, { maxLength: 14 }).map(tokens => `{${tokens.join('')}}`),
)

/** As bytes, now and then with one that is no UTF-8. */
export const hostileBytes = fc
  .tuple(hostileText, fc.option(fc.tuple(fc.nat(400), fc.nat(255)), { freq: 4 }))
  .map(([text, damage]) => {
    const bytes = Buffer.from(text)
    if (damage !== null && bytes.length > 0) bytes[damage[0] % bytes.length] = damage[1]
    return bytes
  })
