// Rows of the syntax table: what each form means, as a test or as canonical text.
import { describe, expect, it } from 'vitest'
import type { Entity } from '../entities.ts'
import { print } from '../print/print.ts'
import { testOf } from '../testing/test-of.ts'
import { check } from './check.ts'

const words = (text: string, ...folded: string[]) => ({
  kind: 'text',
  match: { kind: 'words', text, words: folded, quoted: false },
})
const exact = (value: string) => ({ kind: 'text', match: { kind: 'exact', value } })
const wildcard = (text: string, parts: string[], quoted = false) => ({
  kind: 'text',
  match: { kind: 'wildcard', text, parts, quoted },
})
const number = (low: number | null, high: number | null, included = true) => ({
  kind: 'number',
  low: low === null ? null : { value: low, included },
  high: high === null ? null : { value: high, included },
})
const ms = (text: string): number => Date.parse(text)
const date = (from: string, to: string) => ({ kind: 'absolute', fromMs: ms(from), toMs: ms(to) })

describe('values', () => {
  it.each<[string, Entity, string, unknown]>([
    ['a term', 'patch', 'category:security', words('security', 'security')],
    ['blanks after the colon', 'patch', 'category:  \t security', words('security', 'security')],
    ['blanks before it', 'patch', 'category : security', words('security', 'security')],
    ['a name in any case', 'patch', 'CATEGORY:security', words('security', 'security')],
    ['a dotted path', 'asset', 'tags.name:prod', words('prod', 'prod')],
    ['a bare value is words, any case', 'asset', 'operatingSystem:Debian', words('Debian', 'debian')],
    ['bare words run on', 'patch', 'appfamily: Internet Explorer', words('Internet Explorer', 'internet', 'explorer')],
    [
      'double quotes: words in order',
      'patch',
      'appFamily:"Internet Explorer"',
      {
        kind: 'text',
        match: { kind: 'words', text: 'Internet Explorer', words: ['internet', 'explorer'], quoted: true },
      },
    ],
    ['backticks: the whole value', 'asset', 'name:`Web-01`', exact('Web-01')],
    ['a star at the end', 'asset', 'name:web*', wildcard('web*', ['web', ''])],
    [
      'stars in quotes',
      'patch',
      'title:"*Cumulative  update*"',
      wildcard('*Cumulative  update*', ['', 'cumulative  update', ''], true),
    ],
    ['no star in backticks', 'asset', 'name:`web*`', exact('web*')],
    ['a star alone', 'asset', 'name:*', wildcard('*', ['', ''])],
    ['only the star is special', 'asset', 'name:*%_\\\\*', wildcard('*%_\\\\*', ['', '%_\\\\', ''])],
    [
      'a value without letters or digits is looked for anywhere',
      'asset',
      'name:"--"',
      wildcard('--', ['', '--', ''], true),
    ],
    [
      'an escaped quote',
      'asset',
      'name:"a\\"b"',
      { kind: 'text', match: { kind: 'words', text: 'a"b', words: ['a', 'b'], quoted: true } },
    ],
    ['an escaped backslash', 'asset', 'name:`a\\\\b`', exact('a\\b')],
    ['any other backslash is itself', 'asset', 'name:`C:\\temp\\"`', exact('C:\\temp\\"')],
    ['quotes inside backticks', 'asset', 'name:`say "hi"`', exact('say "hi"')],
    ['a colon directly behind the first', 'asset', 'name:http://x', words('http://x', 'http', 'x')],
    [
      'words that are operators, in quotes',
      'asset',
      'name:"and"',
      { kind: 'text', match: { kind: 'words', text: 'and', words: ['and'], quoted: true } },
    ],
    [
      'SQL is text',
      'asset',
      'name:"x\') OR 1=1--"',
      { kind: 'text', match: { kind: 'words', text: "x') OR 1=1--", words: ['x', 'or', '1', '1'], quoted: true } },
    ],
    ['compatibility forms are one', 'asset', 'name:ＷＥＢ', words('ＷＥＢ', 'web')],
    ['equals is a colon', 'asset', 'name=web', words('web', 'web')],
    ['true in any case', 'patch', 'isSecurity: True', { kind: 'boolean', value: true }],
    ['false', 'patch', 'isSecurity:FALSE', { kind: 'boolean', value: false }],
    ['a fixed value in any case', 'patch', 'severity:critical', { kind: 'choice', value: 'Critical' }],
    ['… in backticks', 'patch', 'vendorSeverity:`Critical`', { kind: 'choice', value: 'Critical' }],
    ['… by an alias', 'job', 'type:Uninstall', { kind: 'choice', value: 'Rollback' }],
    ['… without its blanks', 'asset', 'scanStatus:notscanned', { kind: 'choice', value: 'Not Scanned' }],
    ['… that begins with “not”', 'asset', 'scanStatus:Not Scanned', { kind: 'choice', value: 'Not Scanned' }],
    ['… with a blank before it', 'asset', 'scanStatus: not scanned', { kind: 'choice', value: 'Not Scanned' }],
    [
      'an id',
      'patch',
      'id:3F2B8C1E-0d5a-4c77-9b1e-2a6f4d8e9c10',
      { kind: 'id', value: '3f2b8c1e-0d5a-4c77-9b1e-2a6f4d8e9c10' },
    ],
    ['me', 'job', 'owner:Me', { kind: 'me' }],
    [
      'somebody called me',
      'job',
      'owner:"me"',
      { kind: 'text', match: { kind: 'words', text: 'me', words: ['me'], quoted: true } },
    ],
    ['is null', 'patch', 'supersededBy is null', { kind: 'null' }],
    ['is not null', 'patch', 'supersededBy IS  NOT Null', { kind: 'notNull' }],
    [
      'a list',
      'patch',
      'patchStatus:[Missing, Installed]',
      {
        kind: 'any',
        tests: [
          { kind: 'choice', value: 'Missing' },
          { kind: 'choice', value: 'Installed' },
        ],
      },
    ],
    [
      'a list of several words and quotes',
      'asset',
      'operatingSystem:[Red Hat,"a, b",`C`]',
      {
        kind: 'any',
        tests: [
          words('Red Hat', 'red', 'hat'),
          { kind: 'text', match: { kind: 'words', text: 'a, b', words: ['a', 'b'], quoted: true } },
          exact('C'),
        ],
      },
    ],
    ['one value in brackets', 'patch', 'severity:[Low]', { kind: 'choice', value: 'Low' }],
  ])('%s (%s: %s)', (_, entity, text, want) => {
    expect(testOf(entity, text)).toEqual(want)
  })
})

describe('numbers, dates, versions', () => {
  it.each<[string, Entity, string, unknown]>([
    ['a number', 'asset', 'missingPatchCount:5', number(5, 5)],
    ['greater', 'asset', 'missingPatchCount>0', number(0, null, false)],
    ['greater or the same, blanks', 'asset', 'missingPatchCount >= 10', number(10, null)],
    ['less', 'asset', 'missingPatchCount<7', number(null, 7, false)],
    ['the colon may stay', 'asset', 'missingPatchCount:>5', number(5, null, false)],
    ['… with blanks', 'asset', 'missingPatchCount: <= 5', number(null, 5)],
    ['a range with its ends', 'asset', 'missingPatchCount:[10 .. 20]', number(10, 20)],
    ['three dots', 'asset', 'missingPatchCount:[10...20]', number(10, 20)],
    ['a range without its ends', 'asset', 'missingPatchCount:(10..20)', number(10, 20, false)],
    ['decimals', 'asset', 'riskScore>=0.5', number(0.5, null)],
    ['a negative number', 'task', 'exitCode:-1', number(-1, -1)],
    ['a quoted number', 'asset', 'missingPatchCount:"5"', number(5, 5)],
    [
      'a date that is a year',
      'patch',
      'publishedDate:2024',
      {
        kind: 'date',
        low: { value: date('2024-01-01', '2025-01-01'), included: true },
        high: { value: date('2024-01-01', '2025-01-01'), included: true },
      },
    ],
    [
      'that month',
      'patch',
      'publishedDate:2024-02',
      {
        kind: 'date',
        low: { value: date('2024-02-01', '2024-03-01'), included: true },
        high: { value: date('2024-02-01', '2024-03-01'), included: true },
      },
    ],
    [
      'after that whole day',
      'patch',
      'publishedDate > 2016-01-01',
      { kind: 'date', low: { value: date('2016-01-01', '2016-01-02'), included: false }, high: null },
    ],
    [
      'until the end of that day',
      'patch',
      'publishedDate<=2016-01-01',
      { kind: 'date', low: null, high: { value: date('2016-01-01', '2016-01-02'), included: true } },
    ],
    [
      'one day in brackets',
      'patch',
      'publishedDate:[2015-12-31]',
      {
        kind: 'date',
        low: { value: date('2015-12-31', '2016-01-01'), included: true },
        high: { value: date('2015-12-31', '2016-01-01'), included: true },
      },
    ],
    [
      'a timestamp with an offset',
      'asset',
      'scanDateTime>2024-03-31T14:00:00+02:00',
      {
        kind: 'date',
        low: { value: date('2024-03-31T12:00:00Z', '2024-03-31T12:00:01Z'), included: false },
        high: null,
      },
    ],
    [
      '… quoted, without a colon in it',
      'asset',
      'scanDateTime>="2024-07-08T12:01:12.012+0000"',
      {
        kind: 'date',
        low: { value: date('2024-07-08T12:01:12.012Z', '2024-07-08T12:01:12.013Z'), included: true },
        high: null,
      },
    ],
    [
      'now and rounding',
      'asset',
      'scanDateTime:[now-7d/d .. now+1h]',
      {
        kind: 'date',
        low: { value: { kind: 'now', shifts: [{ count: -7, unit: 'd' }], round: 'd' }, included: true },
        high: { value: { kind: 'now', shifts: [{ count: 1, unit: 'h' }], round: null }, included: true },
      },
    ],
    ['a version', 'asset', 'osVersion<1.24', { kind: 'version', low: null, high: { value: '1.24', included: false } }],
    [
      'a version with an epoch',
      'asset',
      'osVersion:(1:2.3-4 .. 2:0)',
      { kind: 'version', low: { value: '1:2.3-4', included: false }, high: { value: '2:0', included: false } },
    ],
  ])('%s (%s: %s)', (_, entity, text, want) => {
    expect(testOf(entity, text)).toEqual(want)
  })
})

describe('addresses', () => {
  const network = (text: string, prefix: number, version: number) => ({
    kind: 'address',
    match: { kind: 'network', network: text, prefix, version },
  })
  it.each([
    ['interfaces.address:10.0.0.7', network('10.0.0.7', 32, 4)],
    ['interfaces.address:10.0.0.0/8', network('10.0.0.0', 8, 4)],
    ['interfaces.address:10.1.2.3/8', network('10.0.0.0', 8, 4)],
    ['interfaces.address:fe80::1', network('fe80::1', 128, 6)],
    ['interfaces.address: fe80::1', network('fe80::1', 128, 6)],
    ['interfaces.address:FE80:0:0::1/64', network('fe80::', 64, 6)],
    ['interfaces.address: 2001:db8:0:1:2:3:4:5', network('2001:db8:0:1:2:3:4:5', 128, 6)],
    ['interfaces.address:::1', network('::1', 128, 6)],
    ['interfaces.address: ::ffff:10.0.0.1', network('::ffff:10.0.0.1', 128, 6)],
    ['interfaces.address:10.0.*', { kind: 'address', match: { kind: 'wildcard', parts: ['10.0.', ''] } }],
    ['interfaces.address:fe80:*', { kind: 'address', match: { kind: 'wildcard', parts: ['fe80:', ''] } }],
    [
      'interfaces.address:[10.0.0.1, ::1]',
      { kind: 'any', tests: [network('10.0.0.1', 32, 4), network('::1', 128, 6)] },
    ],
    ['interfaces.macAddress: aa:bb:cc:dd:ee:ff', words('aa:bb:cc:dd:ee:ff', 'aa', 'bb', 'cc', 'dd', 'ee', 'ff')],
  ])('%s', (text, want) => {
    expect(testOf('asset', text)).toEqual(want)
  })
})

describe('clauses together', () => {
  it.each<[string, Entity, string, string]>([
    ['and, or, not in any case', 'asset', 'name:a AND NOT name:b Or name:c', 'name:a and not name:b or name:c'],
    [
      'not binds before and, and before or',
      'asset',
      'name:a or not name:b and name:c',
      'name:a or not name:b and name:c',
    ],
    [
      'brackets that say nothing go',
      'asset',
      '((name:a) or ((not (name:b)) and name:c))',
      'name:a or not name:b and name:c',
    ],
    [
      'brackets that say something stay',
      'asset',
      '(name:a or not name:b) and not(name:c or name:d)',
      '(name:a or not name:b) and not (name:c or name:d)',
    ],
    ['no blanks around brackets', 'asset', 'not(name:a)and(name:b)', 'not name:a and name:b'],
    ['a nested group', 'asset', 'software:(name:`nginx` and version<1.24)', 'software:(name:`nginx` and version<1.24)'],
    [
      'full names inside it',
      'asset',
      'Software:(software.NAME:x or not software.vendor is null)',
      'software:(name:x or not vendor is null)',
    ],
    [
      'a group inside brackets',
      'asset',
      '(tags:(name:a)) or interfaces:(name:eth0 and address:10.0.0.0/8)',
      'tags:(name:a) or interfaces:(name:eth0 and address:10.0.0.0/8)',
    ],
    ['items of a result', 'task', 'items:(title:openssl and result:failed)', 'items:(title:openssl and result:Failed)'],
    [
      'text without a token',
      'patch',
      'openssl and not "heap overflow" or `exact`',
      'openssl and not "heap overflow" or `exact`',
    ],
    ['text of several words', 'patch', 'internet explorer and kev:true', 'internet explorer and kev:true'],
    ['an address without a token', 'asset', 'fe80::1 or ::1', 'fe80::1 or ::1'],
    ['an alias', 'asset', 'nonSupersededMissingPatchCount>0', 'latestMissingPatchCount>0'],
    ['nothing at all', 'asset', ' \n ', ''],
    ['dots outside brackets are text', 'asset', 'name:a..b', 'name:a..b'],
    ['commas outside brackets, too', 'patch', 'title: one, two and kev:true', 'title:one, two and kev:true'],
    ['a name that is no token is text when no operator follows', 'asset', 'name:this is null', 'name:this is null'],
  ])('%s (%s: %s)', (_, entity, text, canonical) => {
    const { tree, errors } = check(text, { entity })
    expect(errors).toEqual([])
    expect(tree === null ? null : print(tree)).toBe(canonical)
  })

  it('nodes know their place in the text', () => {
    const text = ' not name:a and (openssl)'
    const { tree } = check(text, { entity: 'asset' })
    if (tree?.root?.kind !== 'and') throw new Error('no and')
    expect(tree.root.nodes.map(node => text.slice(node.from, node.to))).toEqual(['not name:a', 'openssl'])
    expect(text.slice(tree.root.from, tree.root.to)).toBe('not name:a and (openssl')
  })
})

describe('queries that every release answers are understood', () => {
  it.each<[Entity, string]>([
    ['patch', 'appfamily:windows and isSecurity: True'],
    ['patch', 'category: security'],
    ['patch', 'appfamily: Internet Explorer and publishedDate: [2015-12-31]'],
    ['patch', 'appFamily: "Internet Explorer"'],
    ['asset', 'licensed:true'],
    ['patch', 'isSecurity:true and (patchStatus:[Missing,Installed] and isSuperseded:false)'],
    ['asset', 'operatingSystem:"Red Hat" and missingPatchCount>0 and not tags.name:frozen'],
    ['patch', 'vendorSeverity:[Critical, Important] and publishedDate < now-30d and rebootRequired:false'],
    ['asset', 'vulnerabilities:(kev:true and epss>0.5)'],
  ])('%s: %s', (entity, text) => {
    const { tree, errors } = check(text, { entity })
    expect(errors).toEqual([])
    expect(tree?.root).not.toBeNull()
  })
})
