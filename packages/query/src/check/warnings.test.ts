import { describe, expect, it, test } from 'vitest'
import type { Entity } from '../entities.ts'
import { queryProblemCodes } from '../problems/problem-codes.ts'
import { check } from './check.ts'

const warningsOf = (entity: Entity, text: string): string[] =>
  check(text, { entity }).warnings.map(({ code, from, to }) => `${code} ${text.slice(from, to)}`)

const cases: readonly (readonly [string, Entity, string, readonly string[]])[] = [
  [
    'numbers that exclude each other',
    'patch',
    'missingCount>5 and kev:true and missingCount<3',
    ['W_QUERY_NEVER missingCount<3'],
  ],
  ['… that touch without their ends', 'patch', 'missingCount>5 and missingCount<=5', ['W_QUERY_NEVER missingCount<=5']],
  [
    'dates that exclude each other',
    'patch',
    'publishedDate>2020 and publishedDate<=2020-12-31',
    ['W_QUERY_NEVER publishedDate<=2020-12-31'],
  ],
  [
    'two values of one set',
    'patch',
    'severity:Low and severity:[Critical, Important]',
    ['W_QUERY_NEVER severity:[Critical, Important]'],
  ],
  ['true and false', 'patch', 'kev:true and kev:false', ['W_QUERY_NEVER kev:false']],
  ['null and a value', 'patch', 'vendor is null and vendor:Microsoft', ['W_QUERY_NEVER vendor:Microsoft']],
  ['two exact values', 'patch', 'vendor:`a` and vendor:`b`', ['W_QUERY_NEVER vendor:`b`']],
  ['a clause and its opposite', 'patch', 'cve:x and not CVE:x', ['W_QUERY_NEVER not CVE:x']],
  ['inside a group each token has one value', 'asset', 'software:(name:`a` and name:`b`)', ['W_QUERY_NEVER name:`b`']],
  ['a token of another platform', 'patch', 'platform:Linux and kb:x', ['W_QUERY_PLATFORM kb:x']],
  [
    '… deeper down',
    'asset',
    'platform:Mac and (name:x or not servicesToRestart>0)',
    ['W_QUERY_PLATFORM servicesToRestart>0'],
  ],
  [
    'one date in brackets',
    'patch',
    'kev:true and publishedDate:[2015-12-31]',
    ['W_QUERY_ONE_DAY publishedDate:[2015-12-31]'],
  ],
  ['one instant', 'asset', 'scanDateTime:now-7d', ['W_QUERY_INSTANT scanDateTime:now-7d']],
  ['a name without an operator', 'asset', 'licensed true', ['W_QUERY_TOKEN_AS_TEXT licensed true']],
  ['characters that turn the direction', 'asset', 'name:"a\u202eb"', ['W_QUERY_INVISIBLE "a\u202eb"']],
  ['characters without width', 'asset', 'web\u200b', ['W_QUERY_INVISIBLE web\u200b']],
]

describe('doubts', () => {
  it.each(cases)('%s (%s: %s)', (_, entity, text, want) => {
    expect(check(text, { entity }).errors).toEqual([])
    expect(warningsOf(entity, text)).toEqual(want)
  })
})

test('every code of a warning is among these', () => {
  const seen = new Set(cases.flatMap(([, , , want]) => want.map(line => line.split(' ')[0])))
  expect(queryProblemCodes.filter(code => code.startsWith('W_') && !seen.has(code))).toEqual([])
})

describe('no doubt', () => {
  it.each<[string, Entity, string]>([
    ['either of two', 'patch', 'kev:true or kev:false'],
    ['a token with several values can meet both', 'patch', 'patchStatus:Missing and patchStatus:Installed'],
    ['… also outside of a group', 'asset', 'software.name:`a` and software.name:`b`'],
    ['ranges that meet in one number', 'patch', 'missingCount>=5 and missingCount<=5'],
    ['dates that move', 'patch', 'publishedDate>now-7d and publishedDate<2020'],
    ['words', 'patch', 'vendor:a and vendor:b'],
    ['one of the platforms has it', 'patch', 'platform:[Linux, Windows] and kb:x'],
    ['another branch asks for the platform', 'patch', 'platform:Linux or kb:x'],
    ['several dates in brackets', 'patch', 'publishedDate:[2015-12-31, 2016-12-31]'],
    ['a day from now on', 'asset', 'scanDateTime:now/d'],
    ['a token name alone', 'asset', 'kernel'],
    ['letters of any script', 'asset', 'name:Größe or name:包 or name:"ｗｅｂ" or name:😀'],
  ])('%s (%s: %s)', (_, entity, text) => {
    expect(check(text, { entity })).toMatchObject({ errors: [], warnings: [] })
  })
})

it.each([
  ['publishedDate: [2015-12-31]', 'publishedDate<=2015-12-31'],
  ['publishedDate:now-7d', 'publishedDate>=now-7d'],
])('one click makes of %s: %s', (text, want) => {
  const fix = check(text, { entity: 'patch' }).warnings[0]?.suggestions?.[0]
  expect(fix).toEqual({ label: want, insert: want, from: 0, to: text.length })
})

test('a message shows what cannot be seen', () => {
  expect(check('name:"a\u202eb"', { entity: 'asset' }).warnings[0]?.message).toBe(
    'the value holds characters that cannot be seen: "a\\u202eb"',
  )
})
