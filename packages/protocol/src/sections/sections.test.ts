import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReportSection } from '../messages.ts'
import { refusal } from '../testing/outcome.ts'
import { advisoriesSection } from './advisories.ts'
import { networkSection } from './network.ts'
import { packagesSection } from './packages.ts'
import { profileSection } from './profile.ts'
import { programsSection } from './programs.ts'
import { buildSection, checkSection, isSectionName, sectionNames, sections } from './report.ts'
import { rollbackSection } from './rollback.ts'
import { restartSection } from './restart.ts'
import { rowText, sectionDigest } from './rows.ts'
import type { Row, Section } from './section.ts'
import { systemSection } from './system.ts'
import { updatesSection } from './updates.ts'

const entries = {
  'network.1': networkSection.toRow({ interface: 'eth0', family: 'inet', address: '192.0.2.7', prefix: 24 }),
  'packages.1': packagesSection.toRow({
    name: 'openssl',
    arch: 'amd64',
    version: '3.0.17-1~deb12u2',
    scheme: 'deb',
    sourceName: 'openssl',
    sourceVersion: '3.0.17-1~deb12u2',
    vendor: 'Debian',
    held: false,
    state: 'installed',
  }),
  'updates.1': updatesSection.toRow({
    patch: 'deb:debian/12/openssl@3.0.19-1~deb12u2',
    package: 'openssl',
    arch: 'amd64',
    candidate: '3.0.19-1~deb12u2',
    installed: '3.0.17-1~deb12u2',
    title: 'openssl 3.0.19',
    isSecurity: true,
    origin: 'Debian-Security',
    repository: 'bookworm-security',
    authenticated: true,
    sizeBytes: 1_430_000,
    blocked: null,
    description: 'Secure Sockets Layer toolkit',
  }),
  'advisories.1': advisoriesSection.toRow({
    advisory: 'RHSA-2026:1234',
    patch: 'rpm:rhel/RHSA-2026:1234',
    kind: 'security',
    severity: 'important',
    title: 'kernel',
    issuedAt: 1_795_286_400_000,
    rebootSuggested: true,
    cves: 'CVE-2026-1,CVE-2026-2',
  }),
  'restart.1': restartSection.toRow({ kind: 'service', name: 'ssh.service', reason: 'uses a deleted libcrypto.so.3' }),
  'profile.1': profileSection.toRow({ kind: 'updater', name: 'unattended-upgrades', state: 'switchedOff', detail: '' }),
  'programs.1': programsSection.toRow({
    source: 'registry',
    scope: 'machine',
    productCode: '{23170F69-40C1-2702-2409-000001000000}',
    bundleId: '',
    name: '7-Zip 24.09 (x64 edition)',
    version: '24.09.00.0',
    arch: 'x64',
    publisher: 'Igor Pavlov',
    upgradeCode: '{23170F69-40C1-2702-0000-000004000000}',
    packageFamily: '',
    bundle: '',
  }),
  'rollback.1': rollbackSection.toRow({
    patch: 'deb:debian/bookworm/openssl@3.0.19-1~deb12u1',
    package: 'openssl',
    arch: 'x86_64',
    installed: '3.0.19-1~deb12u1',
    earlier: '3.0.18-1~deb12u2',
    oneWay: '',
    detail: '',
    keptAt: 1_795_286_400_000,
  }),
  'system.1': ['host', 'web-01'] as Row,
}

describe.each(sectionNames)('%s', name => {
  const section = sections[name] as unknown as Section
  const row = entries[name]

  it('takes its row', () => expect(section.wrongColumn(row)).toBeNull())
  it('refuses a row that is longer or shorter', () => {
    expect(section.wrongColumn([...row, 1])).toBe('length')
    expect(section.wrongColumn(row.slice(0, -1))).toBe('length')
  })
  it('names the column at fault', () => {
    for (const [i, column] of section.columnNames.entries()) {
      for (const bad of [{}, [], 1.5, -1, 'x'.repeat(40_000), 'a\nb', Number.NaN, undefined]) {
        const changed: unknown[] = row.with(i, bad as never)
        const wrong = section.wrongColumn(changed)
        // A fact of system.1 that does not exist makes no difference between name and value.
        if (name !== 'system.1') expect(wrong).toBe(column)
        else expect(wrong).not.toBeNull()
      }
    }
  })
  it('a key is its first columns and no more', () => {
    const key = row.slice(0, section.keyLength)
    expect(section.wrongKeyColumn(key)).toBeNull()
    expect(section.wrongKeyColumn([...key, 'x'])).toBe('length')
    expect(section.wrongKeyColumn(key.slice(0, -1))).toBe('length')
  })
  it('its columns stand in the README as they are here', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    const heading = `### ${name}`
    expect(readme).toContain(heading)
    const part = readme.slice(readme.indexOf(heading)).split('\n### ')[0] ?? ''
    if (name === 'system.1') return
    const listed = [...part.matchAll(/^\| `(\w+)`( \*\*key\*\*)? +\| ([^|]+) \|/gm)].map(([, column, key, type]) => ({
      column,
      key: key !== undefined,
      type: type?.trim(),
    }))
    const expected = section.columnNames.map((column, i) => ({
      column,
      key: i < section.keyLength,
      type: section.columnTypes[i],
    }))
    expect(listed).toEqual(expected)
  })
})

describe('entries', () => {
  it('go there and back', () => {
    const entry = updatesSection.fromRow(entries['updates.1'])
    expect(entry.candidate).toBe('3.0.19-1~deb12u2')
    expect(updatesSection.toRow(entry)).toEqual(entries['updates.1'])
  })
  it('with a wrong member are refused on both sides', () => {
    const entry = networkSection.fromRow(entries['network.1'])
    expect(refusal(() => networkSection.toRow({ ...entry, family: 'ipx' as 'inet' })).field).toBe('network.1.family')
    expect(refusal(() => networkSection.fromRow(['eth0', 'inet', '192.0.2.7', '24'])).field).toBe('network.1.prefix')
    expect(refusal(() => networkSection.fromRow([])).code).toBe('malformed')
  })
  it('hold values of any text inertly', () => {
    for (const text of [
      '<svg/onload=alert(1)>',
      "' OR 1=1--",
      '=HYPERLINK("x")',
      '{{7*7}}',
      '\u202egpj',
      '../../etc/passwd',
      '$(reboot)',
    ]) {
      expect(restartSection.fromRow(restartSection.toRow({ kind: 'process', name: text, reason: text })).name).toBe(
        text,
      )
    }
  })
})

describe('a report of a section', () => {
  const rows: Row[] = [entries['network.1'], ['lo', 'inet', '127.0.0.1', 8], ['lo', 'inet6', '::1', 128]]
  const full = buildSection('network.1', null, rows) as ReportSection
  const base = { digest: full.digest, rows }
  const change = (changes: Partial<ReportSection>) => ({ ...full, ...changes })

  it('everything is taken', () => expect(checkSection(full)).toBe('network.1'))
  it('nothing is sent when nothing changed, in whatever order the rows come', () => {
    expect(buildSection('network.1', base, rows.toReversed())).toBeNull()
  })
  it('an empty section is a section', () => {
    const empty = buildSection('restart.1', null, []) as ReportSection
    expect(checkSection(empty)).toBe('restart.1')
    expect(empty.digest).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })
  it('differences are taken', () => {
    const now = [...rows.slice(1), ['eth1', 'link', '02:00:00:00:00:01', null] as Row]
    const delta = buildSection('network.1', base, now) as ReportSection
    expect(delta).toMatchObject({
      base: full.digest,
      count: 3,
      del: [['eth0', 'inet', '192.0.2.7']],
      digest: sectionDigest(now.map(rowText)),
    })
    expect(checkSection(delta)).toBe('network.1')
  })
  it.each<[string, ReportSection, string]>([
    ['an unknown section', change({ name: 'secrets.1' }), 'sections.name'],
    ['a section named like a member of every object', change({ name: 'constructor' }), 'sections.name'],
    ['another digest', change({ digest: '0'.repeat(64) }), 'network.1.digest'],
    ['another count', change({ count: 2 }), 'network.1.count'],
    ['deletions without a base', change({ del: [['x', 'inet', 'y']] }), 'network.1.count'],
    ['a row twice', change({ add: [...full.add, full.add[0] ?? []], count: 4 }), 'network.1.key'],
    ['a row with a wrong column', change({ add: [['eth0', 'inet', 5, 24]] }), 'network.1.address'],
    ['a key added and deleted', change({ base: full.digest, del: [['lo', 'inet', '127.0.0.1']] }), 'network.1.key'],
    ['a key that is too long', change({ base: full.digest, del: [['lo', 'inet', 'z', 8]] }), 'network.1.length'],
  ])('%s is refused', (_, section, field) =>
    expect(refusal(() => checkSection(section))).toEqual({ code: 'malformed', field }),
  )
})

it('isSectionName knows these and nothing else', () => {
  expect(sectionNames).toHaveLength(9)
  for (const name of ['', 'system', 'system.2', '__proto__', 'toString']) expect(isSectionName(name)).toBe(false)
})

it('whatever the rows are: a section, or ProtocolError', () => {
  const cell = fc.oneof(
    fc.constantFrom<unknown>('host', 'lo', 'inet', null, true, 0, -1, 'installed', 'deb', ''),
    fc.string(),
    fc.integer(),
  )
  const row = fc.oneof(
    fc.array(cell, { maxLength: 14 }),
    ...Object.values(entries).map(one =>
      fc.tuple(fc.nat(13), cell).map(([at, put]) => one.map((old, i) => (i === at ? put : old))),
    ),
  )
  fc.assert(
    fc.property(fc.constantFrom(...sectionNames), fc.array(row, { maxLength: 4 }), (name, rows) => {
      const section = sections[name] as unknown as Section
      for (const one of rows) {
        const wrong = section.wrongColumn(one)
        if (wrong !== null) expect([...section.columnNames, 'length']).toContain(wrong)
      }
    }),
    { numRuns: 1000 },
  )
  expect(systemSection.wrongColumn(['host', 1])).toBe('value')
})
