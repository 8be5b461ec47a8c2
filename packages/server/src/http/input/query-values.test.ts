import fc from 'fast-check'
import Type from 'typebox'
import { expect, it, test } from 'vitest'
import { Problem } from '../../errors/problem.ts'
import { checkTexts } from './check-input.ts'
import { readTexts } from './query-values.ts'

const schema = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
    deep: Type.Optional(Type.Boolean()),
    tag: Type.Optional(Type.Array(Type.String())),
    search: Type.Optional(Type.String({ maxLength: 20 })),
  },
  { additionalProperties: false },
)

it.each([
  [{}, { limit: 50 }],
  [{ limit: '7' }, { limit: 7 }],
  [{ limit: '0' }, { limit: 0 }],
  [{ limit: '-7' }, { limit: -7 }],
  [{ limit: '-0' }, { limit: '-0' }],
  [{ limit: '07' }, { limit: '07' }],
  [{ limit: ' 7' }, { limit: ' 7' }],
  [{ limit: '9007199254740993' }, { limit: '9007199254740993' }],
  [{ deep: 'true' }, { limit: 50, deep: true }],
  [{ deep: 'yes' }, { limit: 50, deep: 'yes' }],
  [{ tag: 'a' }, { limit: 50, tag: ['a'] }],
  [{ search: '7' }, { limit: 50, search: '7' }],
  [{ other: '7' }, { limit: 50, other: '7' }],
])('%j is read as %j', (texts, values) => {
  expect(readTexts(schema, texts)).toEqual(values)
})

test('any texts end in values that the schema allows, or in a refusal', () => {
  const check = checkTexts('query', schema)
  const name = fc.oneof(
    fc.constantFrom('limit', 'deep', 'tag', 'search', '__proto__', 'constructor', 'toString'),
    fc.string(),
  )
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('7', 'true', '\0', '\ud800'))
  const texts = fc.dictionary(name, fc.oneof(text, fc.array(text)), { noNullPrototype: false })
  fc.assert(
    fc.property(texts, given => {
      try {
        const value = check(given) as { limit: number }
        expect(Number.isInteger(value.limit) && value.limit >= 1 && value.limit <= 500).toBe(true)
        expect(JSON.stringify(value)).not.toContain('\\u0000')
      } catch (error) {
        expect(error).toBeInstanceOf(Problem)
        expect((error as Problem).code).toBe('malformed')
      }
      expect(({} as Record<string, unknown>)['limit']).toBeUndefined()
    }),
    { numRuns: 2000 },
  )
})
