// Every kind of mistake with its code and its place in the text.
import { describe, expect, it, test } from 'vitest'
import type { Entity } from '../entities.ts'
import { queryProblemCodes } from '../problems/problem-codes.ts'
import { errorsOf } from '../testing/test-of.ts'
import { check } from './check.ts'

const cases: readonly (readonly [string, Entity, string, readonly string[]])[] = [
  ['two clauses side by side', 'patch', 'kev:true category:x', ['E_QUERY_MISSING_OPERATOR 9-19 category:x']],
  ['… text beside a clause', 'patch', '"a" kev:true', ['E_QUERY_MISSING_OPERATOR 4-12 kev:true']],
  ['… a bracket beside one', 'patch', 'kev:true (title:a)', ['E_QUERY_MISSING_OPERATOR 9-18 (title:a)']],
  ['… not between them', 'patch', 'title:a not kev:true', ['E_QUERY_MISSING_OPERATOR 8-11 not']],
  ['… a comparison ends a value', 'patch', 'title:a epss>1', ['E_QUERY_MISSING_OPERATOR 8-14 epss>1']],
  ['an operator without a clause before it', 'patch', 'and kev:true', ['E_QUERY_MISSING_CLAUSE 0-3 and']],
  ['… behind it', 'patch', 'kev:true OR', ['E_QUERY_MISSING_CLAUSE 9-11 OR']],
  ['… not alone', 'patch', 'not', ['E_QUERY_MISSING_CLAUSE 0-3 not']],
  ['two operators', 'patch', 'kev:true and or epss>1', ['E_QUERY_MISSING_CLAUSE 13-15 or']],
  ['… inside brackets', 'patch', 'kev:true and (epss>1 or)', ['E_QUERY_MISSING_CLAUSE 21-23 or']],
  ['a quote without an end', 'patch', 'title:"a', ['E_QUERY_UNCLOSED_QUOTE 6-8 "a']],
  ['a backtick without an end', 'patch', 'title:`a\\`', ['E_QUERY_UNCLOSED_QUOTE 6-10 `a\\`']],
  ['a bracket without an end', 'patch', '(kev:true', ['E_QUERY_UNCLOSED_BRACKET 0-1 (']],
  ['a list without an end', 'patch', 'severity:[Low', ['E_QUERY_UNCLOSED_BRACKET 9-10 [']],
  ['a group without an end', 'asset', 'software:(name:x', ['E_QUERY_UNCLOSED_BRACKET 9-10 (']],
  ['a bracket too many', 'patch', 'kev:true)', ['E_QUERY_UNOPENED_BRACKET 8-9 )']],
  [
    'brackets that do not meet',
    'patch',
    'epss:[1 .. 2)',
    ['E_QUERY_UNCLOSED_BRACKET 5-6 [', 'E_QUERY_UNOPENED_BRACKET 12-13 )'],
  ],
  ['brackets with nothing in them', 'patch', '()', ['E_QUERY_EMPTY_BRACKETS 0-2 ()']],
  ['a list with nothing in it', 'patch', 'severity:[ ]', ['E_QUERY_EMPTY_BRACKETS 9-12 [ ]']],
  ['a group with nothing in it', 'asset', 'software:()', ['E_QUERY_EMPTY_BRACKETS 9-11 ()']],
  ['a token without a value', 'patch', 'title:', ['E_QUERY_EMPTY_VALUE 0-6 title:']],
  [
    '… another token follows',
    'patch',
    'title: kev:true',
    ['E_QUERY_EMPTY_VALUE 0-6 title:', 'E_QUERY_MISSING_OPERATOR 7-15 kev:true'],
  ],
  ['… an operator follows', 'patch', 'title: and kev:true', ['E_QUERY_EMPTY_VALUE 0-6 title:']],
  ['an empty value', 'patch', 'title:""', ['E_QUERY_EMPTY_VALUE 6-8 ""']],
  ['… of blanks', 'patch', 'title:"  "', ['E_QUERY_EMPTY_VALUE 6-10 "  "']],
  ['a colon without a name', 'patch', ': x', ['E_QUERY_UNEXPECTED 0-1 :']],
  ['a name in quotes', 'patch', '"title":x', ['E_QUERY_UNEXPECTED 7-8 :', 'E_QUERY_MISSING_OPERATOR 8-9 x']],
  ['a list without a token', 'patch', '[a, b]', ['E_QUERY_UNEXPECTED 0-6 [a, b]']],
  ['a token that does not exist', 'patch', 'kev:true and sevrity:x', ['E_QUERY_UNKNOWN_TOKEN 13-20 sevrity']],
  ['… of another entity', 'asset', 'tenant_id:2', ['E_QUERY_UNKNOWN_TOKEN 0-9 tenant_id']],
  ['… with a star', 'asset', 'password_hash:*', ['E_QUERY_UNKNOWN_TOKEN 0-13 password_hash']],
  ['… inside a group', 'asset', 'software:(nmae:x)', ['E_QUERY_UNKNOWN_TOKEN 10-14 nmae']],
  ['… that exists outside of it', 'asset', 'software:(kernel:x)', ['E_QUERY_UNKNOWN_TOKEN 10-16 kernel']],
  [
    '… of Object.prototype',
    'asset',
    'constructor:x or __proto__:y',
    ['E_QUERY_UNKNOWN_TOKEN 0-11 constructor', 'E_QUERY_UNKNOWN_TOKEN 17-26 __proto__'],
  ],
  ['a group without a group', 'asset', 'software:nginx', ['E_QUERY_GROUP 9-14 nginx']],
  ['… compared with null', 'asset', 'software is null', ['E_QUERY_GROUP 9-16 is null']],
  ['a nested group on a token without parts', 'patch', 'title:(a or b)', ['E_QUERY_GROUP 6-14 (a or b)']],
  ['text inside a group', 'asset', 'software:(nginx)', ['E_QUERY_GROUP 10-15 nginx']],
  ['a group compared', 'asset', 'software>(name:x)', ['E_QUERY_OPERATOR 8-9 >']],
  ['a comparison of text', 'patch', 'title>a', ['E_QUERY_OPERATOR 5-6 >']],
  ['… of a fixed set', 'patch', 'severity:>"high"', ['E_QUERY_OPERATOR 8-10 :>']],
  ['… with a list', 'asset', 'riskScore>[1, 2]', ['E_QUERY_OPERATOR 9-10 >']],
  ['unequal', 'patch', 'kev!=true', ['E_QUERY_OPERATOR 3-5 !=']],
  ['… the other way', 'patch', 'kev <> true', ['E_QUERY_OPERATOR 4-6 <>']],
  ['two equals', 'patch', 'kev==true', ['E_QUERY_OPERATOR 3-5 ==']],
  ['a boolean that is none', 'patch', 'kev:yes', ['E_QUERY_TYPE 4-7 yes']],
  ['a number that is none', 'patch', 'missingCount>many', ['E_QUERY_TYPE 13-17 many']],
  ['… that is not whole', 'patch', 'missingCount>1.5', ['E_QUERY_TYPE 13-16 1.5']],
  ['… that is too large', 'patch', 'missingCount>9007199254740993', ['E_QUERY_TYPE 13-29 9007199254740993']],
  ['… without end', 'patch', 'epss>1e999', ['E_QUERY_TYPE 5-10 1e999']],
  ['an id that is none', 'patch', 'id:7', ['E_QUERY_TYPE 3-4 7']],
  ['an address that is none', 'asset', 'interfaces.address:10.0.0.256', ['E_QUERY_TYPE 19-29 10.0.0.256']],
  ['… with a prefix too long', 'asset', 'interfaces.address:10.0.0.0/33', ['E_QUERY_TYPE 19-30 10.0.0.0/33']],
  ['… with a zone', 'asset', 'interfaces.address:fe80::1%eth0', ['E_QUERY_TYPE 19-31 fe80::1%eth0']],
  ['a version that is none', 'asset', 'osVersion<"1 2"', ['E_QUERY_TYPE 10-15 "1 2"']],
  ['… with a star', 'asset', 'osVersion:1.*', ['E_QUERY_TYPE 10-13 1.*']],
  ['a value outside of the set', 'patch', 'severity:Severe', ['E_QUERY_VALUE 9-15 Severe']],
  ['… with a star', 'patch', 'severity:Crit*', ['E_QUERY_VALUE 9-14 Crit*']],
  ['… two of a list', 'patch', 'severity:[Low, x, "y"]', ['E_QUERY_VALUE 15-16 x', 'E_QUERY_VALUE 18-21 "y"']],
  ['a day that does not exist', 'patch', 'publishedDate:2026-02-30', ['E_QUERY_DATE 14-24 2026-02-30']],
  ['a leap day of another year', 'patch', 'publishedDate:2023-02-29', ['E_QUERY_DATE 14-24 2023-02-29']],
  ['a month that does not exist', 'patch', 'publishedDate<2024-13', ['E_QUERY_DATE 14-21 2024-13']],
  ['an hour that does not exist', 'patch', 'modifiedDate<2024-01-01T24:00Z', ['E_QUERY_DATE 13-30 2024-01-01T24:00Z']],
  [
    'an offset that does not exist',
    'patch',
    'modifiedDate<2024-01-01T10:00+19:00',
    ['E_QUERY_DATE 13-35 2024-01-01T10:00+19:00'],
  ],
  ['a date in another form', 'patch', 'publishedDate:31.12.2015', ['E_QUERY_DATE 14-24 31.12.2015']],
  ['… with steps too far', 'patch', 'publishedDate>now-99999999y', ['E_QUERY_DATE 14-27 now-99999999y']],
  ['… with a unit that does not exist', 'patch', 'publishedDate>now-7x', ['E_QUERY_DATE 14-20 now-7x']],
  ['a range that begins after its end', 'patch', 'epss:[2 .. 1]', ['E_QUERY_RANGE_INVERTED 5-13 [2 .. 1]']],
  [
    '… of dates',
    'patch',
    'publishedDate:[2026-03-01 .. 2026-01-01]',
    ['E_QUERY_RANGE_INVERTED 14-40 [2026-03-01 .. 2026-01-01]'],
  ],
  ['… of times from now', 'patch', 'publishedDate:[now .. now-7d]', ['E_QUERY_RANGE_INVERTED 14-29 [now .. now-7d]']],
  [
    'both ends of one day left out',
    'patch',
    'publishedDate:(2026-01-01 .. 2026-01-01)',
    ['E_QUERY_RANGE_EMPTY 14-40 (2026-01-01 .. 2026-01-01)'],
  ],
  [
    'nothing between two days',
    'patch',
    'publishedDate:(2026-01-01 .. 2026-01-02)',
    ['E_QUERY_RANGE_EMPTY 14-40 (2026-01-01 .. 2026-01-02)'],
  ],
  ['nothing between two whole numbers', 'patch', 'missingCount:(5 .. 6)', ['E_QUERY_RANGE_EMPTY 13-21 (5 .. 6)']],
  [
    'nothing between a version and itself',
    'asset',
    'osVersion:(1.0 .. 1.0)',
    ['E_QUERY_RANGE_EMPTY 10-22 (1.0 .. 1.0)'],
  ],
  ['a range without an end', 'patch', 'epss:[1 ..]', ['E_QUERY_LIST 10-11 ]']],
  ['a range of three', 'patch', 'epss:[1 .. 2 .. 3]', ['E_QUERY_RANGE 5-18 [1 .. 2 .. 3]']],
  ['a range and a list', 'patch', 'epss:[1 .. 2, 3]', ['E_QUERY_RANGE 5-16 [1 .. 2, 3]']],
  ['an open range of excluded ends', 'patch', 'epss:(.. 2)', ['E_QUERY_RANGE 5-11 (.. 2)']],
  ['a range of text', 'patch', 'title:[a .. b]', ['E_QUERY_RANGE 6-14 [a .. b]']],
  ['a list with an operator', 'patch', 'severity:[Low and High]', ['E_QUERY_LIST 14-17 and']],
  ['a list with two commas', 'patch', 'severity:[Low,, High]', ['E_QUERY_LIST 14-15 ,']],
  ['a list with a comma at its end', 'patch', 'severity:[Low,]', ['E_QUERY_LIST 14-15 ]']],
  ['a list in a list', 'patch', 'severity:[[Low]]', ['E_QUERY_LIST 10-15 [Low]']],
  ['NUL', 'patch', 'title:a\u0000b', ['E_QUERY_CHARACTER 7-8 \u0000']],
  ['a control character', 'patch', 'title:"\u001b[2J"', ['E_QUERY_CHARACTER 7-8 \u001b']],
  ['half of a pair', 'patch', 'title:\ud83d', ['E_QUERY_CHARACTER 6-7 \ud83d']],
  ['the other half', 'patch', 'title:\ude00x', ['E_QUERY_CHARACTER 6-7 \ude00']],
]

describe('mistakes', () => {
  it.each(cases)('%s (%s: %s)', (_, entity, text, want) => {
    expect(errorsOf(entity, text)).toEqual(want)
  })
})

describe('in a query about a past instant', () => {
  const past = (entity: Entity, text: string): string[] =>
    check(text, { entity, past: true }).errors.map(({ code, from, to }) => `${code} ${text.slice(from, to)}`)

  it('what has no history is refused by its name, wherever it stands', () => {
    expect(past('asset', 'name:web* and not (scanStatus:Failed or riskScore>5) and exposedSince is null')).toEqual([
      'E_QUERY_NO_PAST scanStatus',
      'E_QUERY_NO_PAST riskScore',
      'E_QUERY_NO_PAST exposedSince',
    ])
    expect(past('asset', 'nonSupersededMissingPatchCount>0')).toEqual([
      'E_QUERY_NO_PAST nonSupersededMissingPatchCount',
    ])
  })

  it('findings, what is counted of them, and what names and describes are asked for', () => {
    expect(
      past('asset', 'missingPatchCount>0 and vulnerabilities:(kev:true) and os:debian and tags.name:prod'),
    ).toEqual([])
    expect(past('patch', 'patchStatus:Missing and installedCount>3 and severity:Critical')).toEqual([])
  })
})

test('every code of an error is among these or among the limits', () => {
  const limits = ['E_QUERY_TOO_LONG', 'E_QUERY_TOO_DEEP', 'E_QUERY_TOO_MANY_TERMS']
  const seen = new Set([
    ...limits,
    'E_QUERY_NO_PAST',
    ...cases.flatMap(([, , , want]) => want.map(line => line.split(' ')[0] ?? '')),
  ])
  expect(queryProblemCodes.filter(code => code.startsWith('E_') && !seen.has(code))).toEqual([])
})

test('all mistakes of one text are told together, in the order of the text', () => {
  expect(errorsOf('patch', 'sevrity:x kev:maybe and publishedDate:2026-02-30 or (title:"a')).toEqual([
    'E_QUERY_UNKNOWN_TOKEN 0-7 sevrity',
    'E_QUERY_MISSING_OPERATOR 10-19 kev:maybe',
    'E_QUERY_TYPE 14-19 maybe',
    'E_QUERY_DATE 38-48 2026-02-30',
    'E_QUERY_UNCLOSED_BRACKET 52-53 (',
    'E_QUERY_UNCLOSED_QUOTE 59-61 "a',
  ])
})

describe('sentences say what was found and what is allowed', () => {
  it.each<[Entity, string, string]>([
    ['patch', 'sevrity:x', 'patches have no token "sevrity"; did you mean "severity"?'],
    ['patch', 'vendorSeverty:x', 'patches have no token "vendorSeverty"; did you mean "vendorSeverity"?'],
    ['asset', 'severity:x', 'assets have no token "severity"; did you mean "vulnerabilities.severity"?'],
    ['asset', 'status:Failed', 'assets have no token "status"; did you mean "agentStatus" or "scanStatus"?'],
    [
      'asset',
      'hostName:web',
      'assets have no token "hostName"; did you mean "name" or "tags.name" or "interfaces.name"?',
    ],
    ['asset', 'isSuperseded:true', 'assets have no token "isSuperseded"; it is a token of patches'],
    ['asset', 'qwertzuiop:x', 'assets have no token "qwertzuiop"; put quotes around it to search for the text'],
    [
      'patch',
      'severity:Severe',
      'severity has no value "Severe"; it is one of None, Low, Moderate, Important, Critical',
    ],
    ['patch', 'kev:yes', 'kev is true or false, "yes" is neither'],
    [
      'patch',
      'publishedDate:2026-02-30',
      'publishedDate is a date, "2026-02-30" does not exist; 2026-02 has days 01 to 28',
    ],
    ['patch', 'kev:true category:x', 'expected and, or before "category:x"'],
    ['patch', 'missingCount:5..10', 'missingCount is a whole number, "5..10" is none; a range is written [a .. b]'],
    ['patch', 'epss:[1 TO 2]', 'epss is a number, "1 TO 2" is none; a range is written [a .. b]'],
    ['patch', 'nam\u202ee:x', 'patches have no token "nam\\u202ee"; put quotes around it to search for the text'],
  ])('%s: %s', (entity, text, message) => {
    expect(check(text, { entity }).errors.map(error => error.message)).toEqual([message])
  })
})

describe('quick fixes make the text right', () => {
  it.each<[Entity, string, string]>([
    ['patch', 'sevrity:Low', 'severity:Low'],
    ['patch', 'kev:true category:x', 'kev:true and category:x'],
    ['patch', 'severity:crit', 'severity:Critical'],
    ['patch', 'severity:Critical, Low', 'severity:[Critical, Low]'],
    ['patch', 'kev != true', 'not kev:true'],
    ['patch', 'title:"a', 'title:"a"'],
    ['patch', '(kev:true', '(kev:true)'],
    ['patch', 'title>a', 'title:a'],
    ['asset', 'software:(nme:x)', 'software:(name:x)'],
  ])('%s: %s', (entity, text, fixed) => {
    const fix = check(text, { entity }).errors[0]?.suggestions?.[0]
    if (fix === undefined) throw new Error('no fix')
    expect(text.slice(0, fix.from) + fix.insert + text.slice(fix.to)).toBe(fixed)
    expect(check(fixed, { entity }).errors).toEqual([])
  })
})
