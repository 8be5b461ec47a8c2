import { expect, test } from 'vitest'
import type { PackageManager } from '../core/ports/package-manager.ts'
import type { ScanResult } from '../core/ports/scan-result.ts'
import type { SystemFactsReader } from '../core/ports/system-facts.ts'
import { parseKinds } from '../platform/parse-kinds.ts'
import { parseVerb } from './parse.ts'
import { scanVerb } from './scan.ts'

const parse = (args: string[], text = '') => parseVerb(args, () => Promise.resolve(text))

test('parse prints what a text means as JSON', async () => {
  const { exitCode, stdout } = await parse(
    ['apt-simulate'],
    'Inst apt [2.6.1] (2.6.2 Debian-Security:12/oldstable-security [amd64])\n',
  )
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout)).toEqual([
    {
      name: 'apt',
      arch: 'x86_64',
      rawArch: 'amd64',
      version: '2.6.2',
      installed: '2.6.1',
      origins: ['Debian-Security:12/oldstable-security'],
      isSecurity: true,
    },
  ])
})

test.each([
  [['apt-simulate'], 'rubbish', 1, /^E_PARSE_KIND: /],
  [['nosuch'], '', 2, /^E_PARSE_UNKNOWN_KIND: /],
  [[], '', 2, /parse KIND/],
  [['apt-simulate', 'more'], '', 2, /parse KIND/],
  [['--wrong'], '', 2, /unknown option --wrong/],
] as const)('parse %j of %j ends with %i', async (args, text, exitCode, stderr) => {
  const result = await parse([...args], text)
  expect(result).toMatchObject({ exitCode, stdout: '' })
  expect(result.stderr).toMatch(stderr)
})

test('parse --list names every kind with its file, as JSON too', async () => {
  const text = (await parse(['--list'])).stdout
  const json = JSON.parse((await parse(['--list', '--json'])).stdout) as { kind: string; file: string }[]
  expect(json.map(one => one.kind)).toEqual(parseKinds.map(kind => kind.name))
  for (const kind of parseKinds) expect(text).toContain(kind.name)
})

const reader: SystemFactsReader = {
  system: () => Promise.resolve({} as never),
  restart: () =>
    Promise.resolve({
      rebootNeeded: true,
      reasons: [{ kind: 'asked', detail: 'x', packages: [] }],
      runningKernel: '',
      newestKernel: null,
      services: [],
      processes: [],
    }),
}
const result = (over: Partial<ScanResult>): ScanResult => ({
  provider: 'apt',
  engine: 'apt 2',
  status: 'ok',
  problems: [],
  packages: [],
  patches: [
    {
      key: 'deb:debian/bookworm/bash@6',
      title: 'bash: security update to 6',
      isSecurity: true,
      severity: null,
      category: 'security',
      advisories: [],
      cves: [],
      issuedMs: null,
      rebootSuggested: false,
      packages: [
        {
          name: 'bash',
          arch: 'amd64',
          installed: '5',
          candidate: '6',
          source: 'bash',
          isSecurity: true,
          origins: [],
          repository: '',
          authenticated: true,
          sizeBytes: null,
          summary: '',
        },
      ],
      blocked: null,
    },
  ],
  installedPatches: [],
  withheld: [],
  additions: [],
  repositories: [],
  ...over,
})
const scan = (args: string[], over: Partial<ScanResult> | null) =>
  scanVerb(args, {
    facts: reader,
    packages: over === null ? null : ({ scan: () => Promise.resolve(result(over)) } as unknown as PackageManager),
    commonArch: name => (name === 'amd64' ? 'x86_64' : name),
  })

test('scan --json has exactly the promised shape, and more beside it', async () => {
  const shown = JSON.parse((await scan(['--json'], {})).stdout) as object
  expect(shown).toMatchObject({
    provider: 'apt',
    rebootNeeded: true,
    scanStatus: 'ok',
    patches: [
      {
        key: 'deb:debian/bookworm/bash@6',
        title: 'bash: security update to 6',
        isSecurity: true,
        severity: null,
        advisories: [],
        cves: [],
        packages: [{ name: 'bash', arch: 'x86_64', installed: '5', candidate: '6', isSecurity: true }],
      },
    ],
  })
})

test.each([
  [{}, 0, ''],
  [
    { status: 'failed' as const, patches: [], problems: [{ code: 'database_broken' as const, detail: 'broken' }] },
    1,
    'database_broken: broken\n',
  ],
  [
    { status: 'partial' as const, problems: [{ code: 'repository_failed' as const, detail: 'away', repository: 'r' }] },
    7,
    'repository_failed: r: away\n',
  ],
  [null, 8, 'this system has no package manager that the agent knows (apt, dnf, yum, zypper)\n'],
])('a scan of %j ends with %i', async (over, exitCode, stderr) => {
  expect(await scan(['--json'], over)).toMatchObject({ exitCode, stderr })
})

test('a scan of an unknown system says so in JSON', async () => {
  expect(JSON.parse((await scan(['--json'], null)).stdout)).toMatchObject({
    provider: null,
    scanStatus: 'unsupported',
    patches: [],
  })
})

test('scan knows its arguments', async () => {
  expect(await scan(['--what'], {})).toMatchObject({ exitCode: 2 })
  expect((await scan(['--help'], {})).stdout).toContain('--refresh')
  expect((await scan([], {})).stdout).toContain('1 patches missing, 1 of them security; a reboot is needed')
})
