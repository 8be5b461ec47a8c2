import { type Row, type SectionName, sectionDigest, sections, rowText, systemFacts } from '@patchyard/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MissingPatch, ScanResult, UpdatePackage } from '../ports/scan-result.ts'
import type { RestartFacts, SystemFacts } from '../ports/system-facts.ts'
import { packageRows, type ReportContext, restartRows, sectionRows, updateRows } from './rows.ts'

const context: ReportContext = {
  scheme: 'deb',
  commonArch: name => (name === 'amd64' ? 'x86_64' : name),
  agentVersion: '0.1.0',
  agentRuntime: 'node 24',
}
const update = (over: Partial<UpdatePackage> = {}): UpdatePackage => ({
  name: 'bash',
  arch: 'amd64',
  installed: '5',
  candidate: '6',
  source: 'bash',
  isSecurity: true,
  origins: ['Debian-Security:12/stable-security'],
  repository: 'http://h/debian-security bookworm-security/main',
  authenticated: true,
  sizeBytes: 10,
  summary: 'shell',
  ...over,
})
const patch = (over: Partial<MissingPatch> = {}): MissingPatch => ({
  key: 'deb:debian/bookworm/bash@6',
  title: 'bash: security update to 6',
  isSecurity: true,
  severity: 'important',
  category: 'security',
  advisories: [],
  cves: [],
  issuedMs: null,
  rebootSuggested: false,
  packages: [update()],
  blocked: null,
  ...over,
})
const scan = (over: Partial<ScanResult> = {}): ScanResult => ({
  provider: 'apt',
  engine: 'apt 2.6.1',
  status: 'ok',
  problems: [],
  packages: [
    {
      name: 'bash',
      arch: 'amd64',
      version: '5',
      source: 'bash',
      sourceVersion: '5',
      state: 'installed',
      held: false,
      vendor: null,
      installedAtMs: null,
    },
  ],
  patches: [patch()],
  installedPatches: [],
  withheld: [],
  additions: [],
  repositories: [],
  ...over,
})
const facts: SystemFacts = {
  hostname: 'h',
  os: { id: 'debian', idLike: [], versionId: '12', prettyName: 'Debian', codename: 'bookworm' },
  kernel: '6.1',
  arch: 'x86_64',
  timeZone: 'UTC',
  bootId: 'b',
  bootTimeMs: 1,
  hardware: {
    vendor: null,
    model: null,
    serial: null,
    uuid: null,
    bios: null,
    cpuModel: null,
    cpuCount: 1,
    memoryBytes: 1,
    virtualization: null,
  },
  network: [{ name: 'eth0', mac: '52:54:00:12:34:56', up: true, addresses: ['192.0.2.7/24', '2001:db8::5/64'] }],
  lastUser: null,
  otherUpdaters: [],
  identity: { machineId: '', smbios: '', rootfs: '' },
}
const restart: RestartFacts = {
  rebootNeeded: false,
  reasons: [],
  runningKernel: '6.1',
  newestKernel: null,
  services: [],
  processes: [],
}

function expectValid(all: ReadonlyMap<SectionName, readonly Row[]>): void {
  for (const [name, rows] of all) {
    const section = sections[name]
    for (const row of rows) expect(section.wrongColumn(row), `${name} ${rowText(row)}`).toBeNull()
    const keys = rows.map(row => JSON.stringify(row.slice(0, section.keyLength)))
    expect(new Set(keys).size).toBe(keys.length)
    expect(rows.length).toBeLessThanOrEqual(20_000)
    sectionDigest(rows.map(rowText))
  }
}

test('architectures of packages and updates carry one common name, so that the server finds the one in the other', () => {
  expect(packageRows(scan(), context)[0]?.slice(0, 3)).toEqual(['bash', 'x86_64', '5'])
  expect(updateRows(scan(), context)[0]?.slice(0, 5)).toEqual([
    'deb:debian/bookworm/bash@6',
    'bash',
    'x86_64',
    '6',
    '5',
  ])
})

test('withheld updates are rows with their reason, offered ones have none', () => {
  const rows = updateRows(
    scan({
      withheld: [
        {
          key: 'deb:debian/bookworm/vim@9',
          title: 'vim: update to 9',
          update: update({ name: 'vim' }),
          reason: 'held',
        },
      ],
    }),
    context,
  )
  const blocked = sections['updates.1'].columnNames.indexOf('blocked')
  expect(rows.map(row => [row[1], row[blocked]])).toEqual([
    ['bash', null],
    ['vim', 'held'],
  ])
})

test('the same facts in another order are the same rows', () => {
  const two = [
    patch(),
    patch({ key: 'deb:debian/bookworm/vim@9', packages: [update({ name: 'vim' }), update({ name: 'vim-common' })] }),
  ]
  expect(updateRows(scan({ patches: two }), context)).toEqual(updateRows(scan({ patches: two.toReversed() }), context))
})

test('a failed scan says nothing of updates; one without packages nothing of packages; an unknown engine says so', () => {
  const names = (result: ScanResult | null) => [...sectionRows(facts, restart, result, context).keys()]
  expect(names(scan({ status: 'failed', patches: [] }))).toEqual(['system.1', 'network.1', 'restart.1', 'packages.1'])
  expect(names(scan({ status: 'failed', patches: [], packages: [] }))).toEqual(['system.1', 'network.1', 'restart.1'])
  expect(systemFacts(sectionRows(facts, restart, null, context).get('system.1') ?? [])).toMatchObject({
    scanStatus: 'unsupported',
    scanReasons: [{ subject: 'provider' }],
  })
  expect(names(scan({ status: 'partial' }))).toContain('updates.1')
})

test('several sentences on one repository are one reason', () => {
  const problems = [
    { code: 'repository_failed' as const, detail: 'one', repository: 'r' },
    { code: 'repository_unauthenticated' as const, detail: 'two', repository: 'r' },
    { code: 'lock_held' as const, detail: 'three' },
  ]
  expect(
    systemFacts(sectionRows(facts, restart, scan({ problems }), context).get('system.1') ?? []).scanReasons,
  ).toEqual([
    { subject: 'r', text: 'one; two' },
    { subject: 'lock_held', text: 'three' },
  ])
})

describe('restart rows', () => {
  test('a reboot has a row for each package that asks for it; process numbers never travel', () => {
    const rows = restartRows({
      ...restart,
      rebootNeeded: true,
      newestKernel: '6.1.0-39-amd64',
      reasons: [
        { kind: 'asked', detail: 'the system asks', packages: ['linux-base', 'libc6'] },
        { kind: 'kernel', detail: 'newer', packages: [] },
      ],
      services: [{ unit: 'nginx.service', pids: [4711], files: ['/usr/lib/a.so'] }],
      processes: [
        { pid: 4712, program: 'bash', files: ['/usr/lib/a.so'] },
        { pid: 4713, program: 'bash', files: ['/usr/lib/a.so'] },
      ],
    })
    expect(rows.map(row => row.slice(0, 2))).toEqual([
      ['kernel', '6.1.0-39-amd64'],
      ['process', 'bash'],
      ['reboot', 'kernel'],
      ['reboot', 'libc6'],
      ['reboot', 'linux-base'],
      ['service', 'nginx.service'],
    ])
    expect(JSON.stringify(rows)).not.toMatch(/471[123]/)
  })
})

test('whatever a host says, every row is one that the server takes', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 600 }),
    fc.constantFrom(
      '',
      '\0',
      '\u202eabc',
      '\u001b[31m',
      '\ud800',
      '__proto__',
      'constructor',
      'x'.repeat(5000),
      'é'.repeat(400),
      '<script>',
      'a\nb',
    ),
  )
  const updates = fc
    .record({
      name: nasty,
      arch: nasty,
      candidate: nasty,
      installed: fc.option(nasty),
      repository: nasty,
      summary: nasty,
      origins: fc.array(nasty, { maxLength: 2 }),
    })
    .map(update)
  const patches = fc
    .record({
      key: nasty,
      title: nasty,
      severity: fc.option(nasty),
      category: fc.option(nasty),
      advisories: fc.array(nasty, { maxLength: 2 }),
      cves: fc.array(nasty, { maxLength: 3 }),
      packages: fc.array(updates, { maxLength: 3 }),
    })
    .map(patch)
  const problems = fc.record({ code: fc.constant('repository_failed' as const), detail: nasty, repository: nasty })
  const packages = fc.record({
    name: nasty,
    arch: nasty,
    version: nasty,
    source: nasty,
    sourceVersion: nasty,
    state: nasty,
    held: fc.boolean(),
    vendor: fc.option(nasty),
    installedAtMs: fc.constant(null),
  })
  const repositories = fc.record({ id: nasty, url: nasty, authenticated: fc.boolean(), error: fc.option(nasty) })
  fc.assert(
    fc.property(
      fc.array(patches, { maxLength: 4 }),
      fc.array(problems, { maxLength: 4 }),
      fc.array(packages, { maxLength: 6 }),
      fc.array(repositories, { maxLength: 4 }),
      nasty,
      (p, q, r, s, text) => {
        const hostile: SystemFacts = {
          ...facts,
          hostname: text,
          os: { id: text, idLike: [text], versionId: text, prettyName: text, codename: text },
          timeZone: text,
          hardware: {
            ...facts.hardware,
            vendor: text,
            model: text,
            serial: text,
            bios: text,
            cpuModel: text,
            virtualization: text,
          },
          network: [{ name: text, mac: text, up: true, addresses: [text, `${text}/99`] }],
          lastUser: { name: text, atMs: 1 },
          otherUpdaters: [{ name: text, enabled: true }],
        }
        const stale: RestartFacts = {
          ...restart,
          rebootNeeded: true,
          reasons: [{ kind: 'asked', detail: text, packages: [text] }],
          newestKernel: text,
          runningKernel: text,
          services: [{ unit: text, pids: [], files: [text] }],
          processes: [{ pid: 1, program: text, files: [text] }],
        }
        expectValid(
          sectionRows(
            hostile,
            stale,
            scan({ patches: p, problems: q, packages: r, repositories: s, engine: text }),
            context,
          ),
        )
      },
    ),
    { numRuns: 300 },
  )
})

test('30,000 packages are cut to what a section may hold, and a kernel advisory’s CVEs to whole ones', () => {
  const packages = Array.from({ length: 30_000 }, (_, index) => ({ ...scan().packages[0]!, name: `p${index}` }))
  expect(packageRows(scan({ packages }), context)).toHaveLength(20_000)
  const cves = Array.from({ length: 5000 }, (_, index) => `CVE-2026-${10_000 + index}`)
  const rows = sectionRows(facts, restart, scan({ patches: [patch({ advisories: ['A'], cves })] }), context)
  expectValid(rows)
  expect(String(rows.get('advisories.1')?.[0]?.at(-1))).toMatch(/^(?:CVE-2026-\d{5},)+CVE-2026-\d{5}$/)
})
