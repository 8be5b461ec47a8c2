// The rows about the query language among the hostile inputs of the security contract (S4), and what becomes of each.
import { describe, expect, it } from 'vitest'
import type { Entity } from '../entities.ts'
import { errorsOf, testOf } from '../testing/test-of.ts'

const words = (text: string, ...folded: string[]) => ({
  kind: 'text',
  match: { kind: 'words', text, words: folded, quoted: true },
})

describe('refused, with the place', () => {
  it.each<[string, Entity, string, readonly string[]]>([
    ['S4.1 10,000 brackets', 'asset', '('.repeat(10_000), ['E_QUERY_TOO_DEEP 64-65 (']],
    ['S4.2 a quote without an end', 'asset', 'name:"a', ['E_QUERY_UNCLOSED_QUOTE 5-7 "a']],
    [
      'S4.3 a regular expression, which is none here',
      'asset',
      `name:/(a+)+$/ or name:${'a'.repeat(28)}`,
      ['E_QUERY_MISSING_OPERATOR 6-10 (a+)', 'E_QUERY_MISSING_OPERATOR 10-13 +$/'],
    ],
    ['S4.4 the number of the subscription', 'asset', 'tenant_id:2', ['E_QUERY_UNKNOWN_TOKEN 0-9 tenant_id']],
    ['S4.4 a column of people', 'asset', 'password_hash:*', ['E_QUERY_UNKNOWN_TOKEN 0-13 password_hash']],
    ['S4.8 a comparison of a fixed set', 'patch', 'severity:>"high"', ['E_QUERY_OPERATOR 8-10 :>']],
    ['S4.8 text for a number', 'patch', 'cvss:>"high"', ['E_QUERY_TYPE 6-12 "high"']],
    [
      'S4.9 a day that does not exist',
      'patch',
      'publishedDate:[2026-02-30 .. 2026-01-01]',
      ['E_QUERY_DATE 15-25 2026-02-30'],
    ],
    [
      'S4.9 in the words of another language',
      'patch',
      'publishedDate:[2026-02-30 TO 2026-01-01]',
      ['E_QUERY_DATE 15-39 2026-02-30 TO 2026-01-01'],
    ],
    [
      'S4.9 a range that is inverted',
      'patch',
      'publishedDate:[2026-02-28 .. 2026-01-01]',
      ['E_QUERY_RANGE_INVERTED 14-40 [2026-02-28 .. 2026-01-01]'],
    ],
  ])('%s', (_, entity, text, want) => {
    expect(errorsOf(entity, text)).toEqual(want)
  })

  it('S4.6 50,000 terms', () => {
    const text = Array<string>(50_000).fill('a:1').join(' OR ')
    expect(errorsOf('asset', text).map(line => line.split(' ', 2).join(' '))).toEqual([
      `E_QUERY_TOO_LONG 16384-${text.length}`,
    ])
  })
})

describe('text, whatever it looks like', () => {
  it.each<[string, string, unknown]>([
    ['S4.5 SQL', 'name:"x\') OR 1=1--"', words("x') OR 1=1--", 'x', 'or', '1', '1')],
    ['S4.3 a regular expression in quotes', 'name:"/(a+)+$/"', words('/(a+)+$/', 'a')],
    [
      'S4.7 only * is special',
      'name:"*%_\\\\*"',
      { kind: 'text', match: { kind: 'wildcard', text: '*%_\\*', parts: ['', '%_\\', ''], quoted: true } },
    ],
  ])('%s: %s', (_, text, want) => {
    expect(testOf('asset', text)).toEqual(want)
  })
})
