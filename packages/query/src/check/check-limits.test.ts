import { describe, expect, it } from 'vitest'
import { print } from '../print/print.ts'
import { complete } from '../complete/complete.ts'
import { hostileTexts } from '../testing/hostile-texts.ts'
import { errorsOf } from '../testing/test-of.ts'
import { check } from './check.ts'

const asset = { entity: 'asset' } as const
const codesOf = (text: string): string[] => [...new Set(check(text, asset).errors.map(({ code }) => code))]

describe('limits', () => {
  const terms = (count: number): string => Array<string>(count).fill('id is null').join(' or ')

  it('16 KiB of UTF-8 are read, a byte more is not', () => {
    expect(codesOf('é'.repeat(8192))).toEqual([])
    expect(errorsOf('asset', `${'é'.repeat(8192)}x`)).toEqual(['E_QUERY_TOO_LONG 8192-8193 x'])
    expect(codesOf('😀'.repeat(4096))).toEqual([])
    expect(codesOf('😀'.repeat(4097))).toEqual(['E_QUERY_TOO_LONG'])
  })

  it('brackets may be 64 deep', () => {
    expect(codesOf(`${'('.repeat(64)}x${')'.repeat(64)}`)).toEqual([])
    expect(errorsOf('asset', `${'('.repeat(65)}x${')'.repeat(65)}`)).toEqual(['E_QUERY_TOO_DEEP 64-65 ('])
  })

  it('brackets in quotes do not count, and neither do those side by side', () => {
    expect(codesOf(`"${'('.repeat(100)}"`)).toEqual([])
    expect(codesOf(Array<string>(100).fill('(x)').join(' or '))).toEqual([])
  })

  it('not may be repeated 64 times', () => {
    expect(codesOf(`${'not '.repeat(64)}x`)).toEqual([])
    expect(errorsOf('asset', `${'not '.repeat(65)}x`)).toEqual(['E_QUERY_TOO_DEEP 256-259 not'])
  })

  it('… brackets between them counted through', () => {
    const nested = (each: number, deep: number): string =>
      `${`${'not '.repeat(each)}(`.repeat(deep)}x${')'.repeat(deep)}`
    expect(codesOf(nested(1, 64))).toEqual([])
    expect(codesOf(nested(2, 33))).toEqual(['E_QUERY_TOO_DEEP'])
    expect(codesOf(nested(60, 64))).toEqual(['E_QUERY_TOO_DEEP'])
  })

  it('not of side by side clauses does not add up', () => {
    expect(codesOf(Array<string>(100).fill('not not x').join(' or '))).toEqual([])
  })

  it('1,000 terms are read, one more is not', () => {
    expect(codesOf(terms(1000))).toEqual([])
    expect(errorsOf('asset', terms(1001))).toEqual(['E_QUERY_TOO_MANY_TERMS 14000-14010 id is null'])
  })

  it('each value of a list is a term', () => {
    expect(codesOf(`name:[${Array<string>(1000).fill('a').join(',')}]`)).toEqual([])
    expect(codesOf(`name:[${Array<string>(1001).fill('a').join(',')}]`)).toEqual(['E_QUERY_TOO_MANY_TERMS'])
  })

  it('no more than a hundred mistakes are told', () => {
    expect(check('x:y or '.repeat(200), asset).errors).toHaveLength(100)
  })
})

// What they cost is counted in tests/steps/query.test.ts and measured in check-fuzz.long.test.ts.
describe('hostile texts are understood or refused', () => {
  it.each(hostileTexts)('%s', (_, text) => {
    const { tree, errors } = check(text, asset)
    expect(tree === null).toBe(errors.length > 0)
    if (tree !== null) expect(check(print(tree), asset).errors).toEqual([])
    complete(text, text.length, asset)
  })
})

describe('what is refused for its form alone', () => {
  it.each([
    ['10,000 brackets', ['E_QUERY_TOO_DEEP']],
    ['50,000 terms', ['E_QUERY_TOO_LONG']],
    ['1 MB of text', ['E_QUERY_TOO_LONG']],
    ['1 MB of blanks', ['E_QUERY_TOO_LONG']],
    ['lone surrogates', ['E_QUERY_CHARACTER']],
    ['NUL', ['E_QUERY_CHARACTER']],
    ['a list of 8,000', ['E_QUERY_TOO_MANY_TERMS']],
    ['colons', ['E_QUERY_TOO_MANY_TERMS']],
  ])('%s', (name, codes) => {
    expect(codesOf(hostileTexts.find(([called]) => called === name)?.[1] ?? '')).toEqual(codes)
  })
})
