import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { check } from '../check/check.ts'
import { entities } from '../entities.ts'
import { mutatedTexts } from '../testing/random-text.ts'
import { tokensOf } from '../tokens/find-token.ts'
import { complete } from './complete.ts'
import { valueText } from './value-options.ts'

/** `|` is the cursor. Each option as the text that it makes of the whole. */
function completed(marked: string): { texts: string[]; values: unknown } {
  const at = marked.indexOf('|')
  const text = marked.replace('|', '')
  const { from, to, options, values } = complete(text, at, { entity: 'asset' })
  return { texts: options.map(option => text.slice(0, from) + option.insert + text.slice(to)), values }
}

describe('where a clause begins, names of tokens fit', () => {
  it.each([
    ['na|', ['name:', 'tags.name:', 'interfaces.name:', 'software.name:']],
    [
      'licensed:true and miss|',
      [
        'licensed:true and missingPatchCount:',
        'licensed:true and missingCriticalCount:',
        'licensed:true and latestMissingPatchCount:',
      ],
    ],
    ['not softw|', ['not software:(', 'not software.name:', 'not software.version:', 'not software.vendor:']],
    ['nonSuper|', ['latestMissingPatchCount:']],
    ['no|', ['latestMissingPatchCount:', 'not ']],
    ['software:(|', ['software:(name:', 'software:(version:', 'software:(vendor:', 'software:(not ']],
    ['software:(name:x and v|', ['software:(name:x and version:', 'software:(name:x and vendor:']],
    ['lic|ensed:true', ['licensed:true']],
  ])('%s', (marked, texts) => {
    expect(completed(marked).texts).toEqual(texts)
  })

  it('all of them where nothing is written yet', () => {
    expect(completed('|').texts).toContain('riskScore:')
    expect(completed('licensed:true or |').texts).toContain('licensed:true or riskScore:')
  })
})

describe('behind a name, its operators fit', () => {
  it.each([
    ['licensed |', ['licensed:', 'licensed is null', 'licensed is not null']],
    [
      'riskScore |',
      [
        'riskScore:',
        'riskScore>',
        'riskScore>=',
        'riskScore<',
        'riskScore<=',
        'riskScore is null',
        'riskScore is not null',
      ],
    ],
    ['riskScore i|', ['riskScore is null', 'riskScore is not null']],
    ['riskScore is n|', ['riskScore is null', 'riskScore is not null']],
    ['riskScore is not|', ['riskScore is not null']],
    ['software |', ['software:(']],
  ])('%s', (marked, texts) => {
    expect(completed(marked).texts).toEqual(texts)
  })
})

describe('behind an operator, values fit', () => {
  it.each([
    ['licensed:|', ['licensed:true', 'licensed:false']],
    ['licensed: T|', ['licensed: true']],
    ['scanStatus:not|', ['scanStatus:"Not Scanned"', 'scanStatus:"Not Supported"']],
    ['scanStatus:"Not s|', ['scanStatus:"Not Scanned"', 'scanStatus:"Not Supported"']],
    ['scanStatus:[Failed, p|', ['scanStatus:[Failed, Partial']],
    [
      'agentStatus:Re| and licensed:true',
      ['agentStatus:Rejected and licensed:true', 'agentStatus:Revoked and licensed:true'],
    ],
    ['lastCheckIn>=now-7|', ['lastCheckIn>=now-7d']],
    ['vulnerabilities:(kev:|', ['vulnerabilities:(kev:true', 'vulnerabilities:(kev:false']],
  ])('%s', (marked, texts) => {
    expect(completed(marked).texts).toEqual(texts)
  })

  it.each([
    ['operatingSystem:Red Ha|', 'operatingSystem', 'Red Ha'],
    ['operatingSystem:"Red Ha|', 'operatingSystem', 'Red Ha'],
    ['software:(name:ng|', 'software.name', 'ng'],
    ['tags.name:[prod, |', 'tags.name', ''],
    ['os:|', 'operatingSystem', ''],
    ['scanStatus:[Failed, no|', 'scanStatus', 'no'],
  ])('%s asks for stored values', (marked, token, prefix) => {
    expect(completed(marked).values).toEqual({ token, prefix })
  })

  it.each(['licensed:|', 'lastCheckIn:|', 'id:|', 'na|', 'unknown:|', 'riskScore:|'])('%s asks for none', marked => {
    expect(completed(marked).values).toBeNull()
  })
})

describe('behind a clause, and and or fit', () => {
  it.each([
    ['licensed:true |', ['licensed:true and ', 'licensed:true or ']],
    ['licensed:true an|', ['licensed:true and ']],
    ['(licensed:true |', ['(licensed:true and ', '(licensed:true or ', '(licensed:true )']],
    ['software:(name:x) |', ['software:(name:x) and ', 'software:(name:x) or ']],
    ['riskScore is null |', ['riskScore is null and ', 'riskScore is null or ']],
    ['scanStatus:[Failed |', ['scanStatus:[Failed , ', 'scanStatus:[Failed ]']],
    ['riskScore:[5 |', ['riskScore:[5 , ', 'riskScore:[5 .. ', 'riskScore:[5 ]']],
    ['riskScore:(5 |', ['riskScore:(5 .. ', 'riskScore:(5 )']],
    ['"nginx" |', ['"nginx" and ', '"nginx" or ']],
  ])('%s', (marked, texts) => {
    expect(completed(marked).texts).toEqual(texts)
  })
})

test('a chosen name with its example is understood: no completion leads into an error', () => {
  for (const entity of entities) {
    for (const token of tokensOf(entity)) {
      const { options } = complete(token.name, token.name.length, { entity })
      expect(options.map(option => option.insert)).toContain(
        token.type === 'group' ? `${token.name}:(` : `${token.name}:`,
      )
    }
  }
})

test('a stored value stays what it is, whatever it holds', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1 }).filter(value => value.trim() !== ''),
      value => {
        const { tree, errors } = check(`name:${valueText(value)}`, { entity: 'asset' })
        expect(errors.filter(({ code }) => code !== 'E_QUERY_CHARACTER')).toEqual([])
        if (tree?.root?.kind !== 'clause' || tree.root.test.kind !== 'text' || tree.root.test.match.kind === 'exact')
          return
        expect(tree.root.test.match.text).toBe(value)
      },
    ),
  )
})

it.each([
  ['nginx', 'nginx'],
  ['Red Hat', '"Red Hat"'],
  ['me', '"me"'],
  ['and', '"and"'],
  ['2:1.0', '2:1.0'],
  ['a,b', '"a,b"'],
  ['C:\\x', 'C:\\x'],
  ['say "a\\b"', '"say \\"a\\\\b\\""'],
  ['*.example.org', '`*.example.org`'],
])('the stored value %s is written %s', (value, want) => {
  expect(valueText(value)).toBe(want)
})

test('any place of any text gets an answer that lies in the text', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...entities).chain(entity => fc.tuple(fc.constant(entity), mutatedTexts(entity))),
      fc.nat(),
      ([entity, text], at) => {
        const { from, to } = complete(text, at % (text.length + 2), { entity })
        expect(from).toBeGreaterThanOrEqual(0)
        expect(to).toBeGreaterThanOrEqual(from)
        expect(to).toBeLessThanOrEqual(text.length)
      },
    ),
    { numRuns: 1500 },
  )
})
