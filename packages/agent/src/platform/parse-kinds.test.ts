import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ParseError } from './parse-error.ts'
import { parseKinds } from './parse-kinds.ts'
import { longTexts } from './testing/long-texts.ts'

const kind = (name: string) => {
  const found = parseKinds.find(known => known.name === name)
  if (found === undefined) throw new Error(name)
  return found
}

/** Ours, and recordings that must stay where they were published because their licence is another's. */
const carried = fileURLToPath(new URL('../../fixtures/samples/', import.meta.url))
const foreign =
  process.env['PATCHYARD_SAMPLES'] ?? fileURLToPath(new URL('../../../../../shared/data/samples/', import.meta.url))

/** Which kind reads which sample: folder, file name. */
const KINDS: readonly (readonly [string, string, RegExp])[] = [
  ['apt-simulate', 'apt', /full-upgrade/],
  ['apt-list', 'apt', /apt-list/],
  ['dpkg-query', 'dpkg', /dpkg-query/],
  ['dnf-updateinfo', 'dnf5', /advisory-list/],
  ['rpm-qa', 'rpm-qa', /./],
  ['yum-check-update', 'yum', /yum-(?:check-)?update\.|yum-list-wrapped/],
  ['dnf-check-update', 'dnf', /check-update/],
  ['dnf-updateinfo', 'dnf', /updateinfo-list/],
  ['dnf-updateinfo', 'yum', /updateinfo-list/],
  ['zypper-lu', 'zypper', /list-updates|zypper-lu|q-lu/],
  ['zypper-lp', 'zypper', /list-patches|zypper-lp/],
  ['zypper-xml', 'zypper', /xmlout/],
  ['os-release', 'os-release', /./],
]

function samples(root: string): { path: string; title: string; kind: string }[] {
  return KINDS.flatMap(([name, folder, pattern]) =>
    existsSync(root + folder)
      ? readdirSync(root + folder)
          .filter(file => pattern.test(file) && !file.endsWith('.json') && !file.endsWith('.stderr'))
          .map(file => ({ path: `${root}${folder}/${file}`, title: `${folder}/${file}`, kind: name }))
      : [],
  )
}

function expectation(path: string): unknown[] | null {
  const file = path.replace(/\.(?:stdout|xml|txt)$/, '.expected.json')
  return file !== path && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as unknown[]) : null
}

test.each(samples(carried))('$title is read as $kind', sample => {
  expect(JSON.stringify(kind(sample.kind).parse(readFileSync(sample.path, 'utf8'))).length).toBeGreaterThan(20)
})

/**
 * The carrier's reader drops the lines on which apt remarks what is broken meanwhile ("Inst a [1] (2 …) [b:amd64 ]"); apt upgrades
 * those packages all the same, so these expectations lack some.
 */
const CARRIER_DROPS: ReadonlyMap<string, number> = new Map([
  ['apt/ubuntu-22.apt-get-full-upgrade.stdout', 4],
  ['apt/ubuntu-24.apt-get-full-upgrade.stdout', 3],
])

function expectAgreement(title: string, found: unknown, wanted: readonly unknown[]): void {
  const list = found as unknown[]
  const dropped = CARRIER_DROPS.get(title) ?? 0
  expect(list).toHaveLength(wanted.length + dropped)
  if (dropped === 0) expect(list).toMatchObject(wanted)
  else
    expect(list).toEqual(
      expect.arrayContaining(wanted.map(element => expect.objectContaining(element as object) as unknown)),
    )
}

const expected = samples(carried).filter(sample => expectation(sample.path) !== null)
test.each(expected)('$title read as $kind agrees with the expectation beside it, element by element', sample => {
  expectAgreement(
    sample.title,
    kind(sample.kind).parse(readFileSync(sample.path, 'utf8')),
    expectation(sample.path) ?? [],
  )
})

describe.skipIf(!existsSync(foreign))('recordings kept outside the project (PATCHYARD_SAMPLES)', () => {
  test.each(samples(foreign))('$title is read as $kind', sample => {
    const found = kind(sample.kind).parse(readFileSync(sample.path, 'utf8'))
    const wanted = expectation(sample.path)
    if (wanted === null) expect(JSON.stringify(found).length).toBeGreaterThan(20)
    else expectAgreement(sample.title, found, wanted)
  })
})

describe('every kind', () => {
  const listings = parseKinds
    .filter(known => !['zypper-xml', 'os-release'].includes(known.name))
    .map(known => known.name)

  test.each(listings)('%s reads an empty text as an empty listing', name => {
    expect(kind(name).parse('')).toEqual([])
    expect(kind(name).parse('\n  \n')).toEqual([])
  })

  const prose = 'The quick brown fox jumps over the lazy dog.\nAnd another line of it, here.\n'
  test.each(parseKinds.map(known => known.name))('%s refuses prose with E_PARSE_KIND', name => {
    expect(() => kind(name).parse(prose)).toThrow(expect.objectContaining({ code: 'E_PARSE_KIND' }) as Error)
  })

  const all = samples(carried)
  test.each(parseKinds.map(known => known.name))(
    '%s refuses the output of every other tool, or finds nothing in it',
    name => {
      // Both read JSON lines of packages; dnf and yum print one table.
      const alike = [
        ['dpkg-query', 'rpm-qa'],
        ['dnf-check-update', 'yum-check-update'],
      ].find(group => group.includes(name))
      const related = new Set([name, ...(alike ?? [])])
      for (const sample of all.filter(other => !related.has(other.kind))) {
        let found: unknown = []
        try {
          found = kind(name).parse(readFileSync(sample.path, 'utf8'))
        } catch (error) {
          expect(error).toBeInstanceOf(ParseError)
        }
        expect(found, `${sample.title} as ${name}`).toEqual([])
      }
    },
  )

  test.each(parseKinds.map(known => known.name))('%s throws nothing but ParseError, whatever the bytes', name => {
    const seeds = all
      .filter(sample => sample.kind === name)
      .map(sample => readFileSync(sample.path, 'utf8').slice(0, 4000))
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc
        .array(
          fc.constantFrom(
            'Inst',
            'Conf',
            'Remv',
            ' ',
            '[',
            ']',
            '(',
            ')',
            '|',
            '-',
            '+',
            '\t',
            '\n',
            '\r\n',
            ':',
            '=',
            '"',
            '{',
            '}',
            '<',
            '>',
            '&a;',
            'a.x86_64',
            '1:2-3',
            'RHSA-1:1',
            'bugfix',
            '\0',
            '\u202e',
            '\u001b[31m',
            '__proto__',
            'constructor',
            'Package Arch Version Repository Size',
            'Installing:',
            '<stream>',
            '<update kind="patch"',
            '</stream>',
          ),
          { maxLength: 60 },
        )
        .map(parts => parts.join('')),
      fc
        .tuple(fc.constantFrom(...seeds), fc.nat(), fc.string({ unit: 'binary', maxLength: 8 }), fc.nat(20))
        .map(([seed, at, insert, cut]) => {
          const place = at % (seed.length + 1)
          return seed.slice(0, place) + insert + seed.slice(place + cut)
        }),
    )
    fc.assert(
      fc.property(hostile, text => {
        try {
          JSON.stringify(kind(name).parse(text))
        } catch (error) {
          if (!(error instanceof ParseError)) throw error
        }
      }),
      { numRuns: 400 },
    )
  })

  test.each(parseKinds.map(known => known.name))('%s reads or refuses long lines and many short ones, too', name => {
    for (const text of longTexts([])) {
      try {
        kind(name).parse(text)
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError)
      }
    }
  })
})
