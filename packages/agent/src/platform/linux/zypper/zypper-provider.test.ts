import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createMemoryDisk } from '../../../testing/memory-disk.ts'
import { createScriptedProcesses, type ScriptedAnswer } from '../../../testing/scripted-processes.ts'
import { createVirtualClock } from '../../../testing/virtual-clock.ts'
import { parseZypperLocks, parseZypperRepos, parseZypperSearch } from './parse-lists.ts'
import { parseZypperPatchInfo } from './parse-patch-info.ts'
import { createZypperProvider } from './zypper-provider.ts'
import { failedRepositories } from './zypper-scan.ts'

const sample = (name: string) =>
  readFileSync(new URL(`../../../../fixtures/samples/zypper/${name}`, import.meta.url), 'utf8')
const stream = (content: string) => `<?xml version='1.0'?>\n<stream>\n${content}\n</stream>\n`

test('a patch says which versions it wants', () => {
  expect(parseZypperPatchInfo(sample('own-zypper-info-patch.stdout'))).toEqual([
    {
      name: 'openSUSE-SLE-15.5-2023-3971',
      wants: [
        { name: 'kernel-default', arch: 'x86_64', version: '5.14.21-150500.55.28.1' },
        { name: 'kernel-default', arch: 'noarch', version: '5.14.21-150500.55.28.1' },
      ],
    },
  ])
})

test('names with dots keep them, source packages and other relations are passed over, several patches stay apart', () => {
  const text = `Information for patch P-1:
Provides    : patch:P-1 = 1
Conflicts   : python3.11 < 3.11.5-1
Information for patch P-2:
Conflicts   : [3]
    srcpackage:bash < 5-2
    bash.x86_64 < 5-2
    bash-doc.noarch < 5-2
Supplements : foo < 1
`
  expect(parseZypperPatchInfo(text)).toEqual([
    { name: 'P-1', wants: [{ name: 'python3.11', arch: null, version: '3.11.5-1' }] },
    {
      name: 'P-2',
      wants: [
        { name: 'bash', arch: 'x86_64', version: '5-2' },
        { name: 'bash-doc', arch: 'noarch', version: '5-2' },
      ],
    },
  ])
})

describe('lists', () => {
  test.each([
    ['repo_gpgcheck="1" pkg_gpgcheck="0" gpgcheck="1"', true],
    ['repo_gpgcheck="0" pkg_gpgcheck="1" gpgcheck="0"', true],
    ['repo_gpgcheck="0" pkg_gpgcheck="0" gpgcheck="0"', false],
    ['gpgcheck="1"', true],
    ['gpgcheck="0"', false],
    ['', false],
  ])('a repository with %s is checked: %s', (attributes, wanted) => {
    const [repo] = parseZypperRepos(
      stream(
        `<repo-list><repo alias="a" name="N" enabled="1" ${attributes}><url>https://u:p@h/x</url></repo></repo-list>`,
      ),
    )
    expect(repo).toEqual({ alias: 'a', name: 'N', enabled: true, authenticated: wanted, url: 'https://h/x' })
  })

  test('locks on packages are names, those on other things are not', () => {
    const text = stream(
      '<locks size="2"><lock number="1"><name>kernel-*</name><type>package</type></lock><lock number="2"><name>P</name><type>patch</type></lock></locks>',
    )
    expect(parseZypperLocks(text)).toEqual(['kernel-*'])
  })

  test('search tells where versions come from, installed ones without a repository are left out', () => {
    const text = stream(
      '<search-result version="0.0"><solvable-list><solvable status="installed" name="bash" kind="package" edition="5-1" arch="x86_64" repository="(System Packages)"/><solvable status="other-version" name="bash" kind="package" edition="5-2" arch="x86_64" repository="Updates"/></solvable-list></search-result>',
    )
    expect(parseZypperSearch(text)).toEqual([{ name: 'bash', arch: 'x86_64', version: '5-2', repository: 'Updates' }])
  })
})

test('failed repositories are told by name, with the cause', () => {
  const messages = [
    {
      type: 'error',
      text: "Repository 'dead' is invalid.\n[dead|http://h/x] Valid metadata not found at specified URL\nError message: Failed to connect to h port 9",
    },
    { type: 'error', text: "Skipping repository 'dead' because of the above error." },
    { type: 'info', text: "Repository 'fine' is up to date." },
  ]
  expect([...failedRepositories(messages)]).toEqual([['dead', 'Failed to connect to h port 9']])
})

describe('a scan', () => {
  const answers: Readonly<Record<string, ScriptedAnswer>> = {
    '-qa': 'curl\tx86_64\t8-1\t(none)\tSUSE\t1\nbash\tx86_64\t5-1\t(none)\tSUSE\t1\n',
    repos: stream(
      '<repo-list><repo alias="up" name="Up" enabled="1" gpgcheck="1"><url>http://h</url></repo></repo-list>',
    ),
    'list-patches': stream(
      '<update-status><update-list><update kind="patch" name="SUSE-1" status="needed" category="security" severity="important"><summary>curl</summary><source alias="up"/></update><update kind="patch" name="SUSE-2" status="applied" category="recommended"><summary>x</summary></update><update kind="patch" name="-bad name" status="needed" category="security"><summary>y</summary></update></update-list></update-status>',
    ),
    'list-updates': stream(
      '<update-status><update-list><update kind="package" name="curl" edition="8-2" arch="x86_64"><source alias="up"/></update><update kind="package" name="bash" edition="5-2" arch="x86_64"><source alias="up"/></update></update-list></update-status>',
    ),
    info: 'Information for patch SUSE-1:\nConflicts   : curl.x86_64 < 8-2\n',
    update: stream('<install-summary><to-upgrade/></install-summary>'),
    locks: stream('<locks size="0"></locks>'),
  }
  const run = async (replace: Readonly<Record<string, ScriptedAnswer>> = {}) => {
    const all = { ...answers, ...replace }
    const processes = createScriptedProcesses(
      (_, spec) => Object.entries(all).find(([word]) => spec.args.includes(word))?.[1],
    )
    const disk = createMemoryDisk({ '/etc/os-release': 'ID=sles\n', '/var/cache/zypp/solv/up/solv': '' })
    const zypper = createZypperProvider({ processes, disk, clock: createVirtualClock(0) })
    return {
      scan: await zypper.scan({ refresh: false, refreshTimeoutMs: 1, timeoutMs: 1, lockWaitMs: 0 }),
      calls: processes.calls,
    }
  }

  test('patches hold the packages that they want, updates without a patch stand alone', async () => {
    const { scan, calls } = await run()
    expect(scan).toMatchObject({ status: 'ok', installedPatches: [{ key: 'suse:SUSE-2' }] })
    expect(scan.patches.map(patch => [patch.key, patch.packages.map(one => one.name)])).toEqual([
      ['suse:SUSE-1', ['curl']],
      ['suse:-bad name', []],
      ['rpm:sles/bash@5-2', ['bash']],
    ])
    // A patch name that could be an option is never an argument.
    expect(calls.find(call => call.args.includes('info'))?.args.slice(-1)).toEqual(['SUSE-1'])
  })

  test.each([100, 101, 102, 103, 106])('exit code %i of a look is an answer', async code => {
    expect((await run({ 'list-patches': { stdout: answers['list-patches'] as string, code } })).scan).toMatchObject({
      status: 'ok',
    })
  })

  test.each<[string, Record<string, ScriptedAnswer>, string]>([
    [
      'locked (7)',
      {
        'list-patches': {
          code: 7,
          stdout: stream('<message type="error">System management is locked by the application with pid 7.</message>'),
        },
      },
      'engine_failed',
    ],
    [
      'rpm’s database is damaged',
      { '-qa': { code: 1, stderr: 'error: rpmdb: BDB0113 Thread/process failed\n' } },
      'database_broken',
    ],
    ['no XML', { 'list-updates': 'Segmentation fault\n' }, 'engine_output'],
    ['cut XML', { 'list-updates': '<stream><update-list><update name=' }, 'engine_output'],
  ])('%s: failed with the reason, never "nothing missing"', async (_, replace, code) => {
    expect((await run(replace)).scan).toMatchObject({ status: 'failed', patches: [], problems: [{ code }] })
  })
})
