import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createMemoryDisk, type MemoryFile } from '../../../testing/memory-disk.ts'
import { createScriptedProcesses, type ScriptedAnswer } from '../../../testing/scripted-processes.ts'
import { createVirtualClock } from '../../../testing/virtual-clock.ts'
import { findDnfDialect } from './dnf-dialect.ts'
import { parseDownloadSize } from './dnf-plan.ts'
import { createDnfProvider } from './dnf-provider.ts'
import { parseRefresh, parseRepoIds } from './parse-refresh.ts'
import { readDnfConfig } from './repo-config.ts'

const sample = (name: string) => readFileSync(new URL(`../../../../fixtures/samples/${name}`, import.meta.url), 'utf8')
const scanOptions = { refresh: false, refreshTimeoutMs: 1, timeoutMs: 1, lockWaitMs: 0 }

async function provider(
  files: Record<string, MemoryFile>,
  answers: readonly (readonly [word: string, answer: ScriptedAnswer])[],
) {
  const disk = createMemoryDisk(files)
  const processes = createScriptedProcesses(
    (call, spec) => answers.find(([word]) => spec.args.join(' ').includes(word))?.[1],
  )
  const dialect = await findDnfDialect(disk)
  if (dialect === null) throw new Error('no dnf')
  return {
    dnf: createDnfProvider({ processes, disk, clock: createVirtualClock(0) }, dialect),
    calls: processes.calls,
    dialect,
  }
}

const repo = (id: string) => ({
  [`/etc/yum.repos.d/${id}.repo`]: `[${id}]\nname=${id}\nbaseurl=http://h/${id}\ngpgcheck=1\n`,
})
/** rpm's lines for what a check-update listed, one release lower. */
const database = (names: readonly string[]) =>
  names.map(text => `${text.replace(/\.([^.\s]+) (\S+)$/, '\t$1\t0-0')}\t(none)\t(none)\t1\n`).join('')

test.each<[string, Record<string, MemoryFile>, string | null]>([
  ['dnf 4', { '/usr/bin/dnf': { link: 'dnf-3' } }, 'dnf4'],
  ['dnf 5', { '/usr/bin/dnf': { link: 'dnf5' } }, 'dnf5'],
  ['dnf 5 beside nothing else', { '/usr/bin/dnf5': '' }, 'dnf5'],
  ['yum 3', { '/usr/bin/yum': '' }, 'yum3'],
  ['yum that is dnf', { '/usr/bin/yum': { link: 'dnf-3' }, '/usr/bin/dnf': { link: 'dnf-3' } }, 'dnf4'],
  ['neither', {}, null],
])('the generation is told by what is there: %s', async (_, files, wanted) => {
  expect((await findDnfDialect(createMemoryDisk(files)))?.generation ?? null).toBe(wanted)
})

test('yum 3, by recorded output of CentOS 7: every update is missing, from the repositories that are set up', async () => {
  const check = sample('yum/centos-7-1.yum-check-update.stdout')
  const rows = [...check.matchAll(/^(\S+\.(?:x86_64|noarch)) +(\d\S*) /gm)].map(
    match => `${match[1] ?? ''} ${match[2] ?? ''}`,
  )
  const { dnf, calls, dialect } = await provider(
    {
      '/usr/bin/yum': '',
      '/etc/os-release': 'ID="centos"\nVERSION_ID="7"\n',
      ...repo('updates'),
      ...repo('google-compute-engine'),
    },
    [
      ['-qa', database([...rows, 'google-compute-engine-oslogin.x86_64 1', 'kernel.x86_64 1'])],
      ['check-update', { stdout: check, code: 100 }],
      ['updateinfo list installed', ''],
      ['updateinfo list', ''],
      ['updateinfo info', ''],
      ['--assumeno', { stdout: sample('yum/centos-7-1.yum-update.stdout'), code: 1 }],
      ['repolist', 'Repo-id      : updates/7/x86_64\nRepo-id      : google-compute-engine\n'],
    ],
  )
  expect(dialect.generation).toBe('yum3')
  const scan = await dnf.scan(scanOptions)
  expect(scan).toMatchObject({ provider: 'yum', status: 'ok' })
  expect(scan.patches).toContainEqual(
    expect.objectContaining({ key: 'rpm:centos/glibc@2.17-326.el7_9.3', isSecurity: false }),
  )
  expect(
    scan.patches
      .flatMap(patch => patch.packages)
      .every(one => one.installed !== null && one.authenticated === (one.repository !== 'google-cloud-sdk')),
  ).toBe(true)
  expect(scan.problems).toMatchObject([
    { code: 'wants_removal', detail: expect.stringContaining('google-cloud-sdk') as string },
  ])
  // Nothing is fetched by a look.
  expect(calls.filter(call => call.program === '/usr/bin/yum').every(call => call.args.includes('-C'))).toBe(true)
})

test('dnf 5, by its own forms of list and info: advisories with severity and CVEs', async () => {
  const { dnf } = await provider(
    { '/usr/bin/dnf': { link: 'dnf5' }, '/etc/os-release': 'ID=fedora\n', ...repo('updates') },
    [
      [
        '-qa',
        'openssl\tx86_64\t1:3.2.0-1.fc40\t(none)\tFedora\t1\nopenssl-libs\tx86_64\t1:3.2.0-1.fc40\t(none)\tFedora\t1\ntzdata\tnoarch\t2023-1.fc40\t(none)\tFedora\t1\ngnome\tx86_64\t1-1\t(none)\tFedora\t1\n',
      ],
      [
        'check-upgrade',
        {
          stdout:
            'gnome.x86_64 2-1.fc40 updates\nopenssl.x86_64 1:3.2.1-2.fc40 updates\nopenssl-libs.x86_64 1:3.2.1-2.fc40 updates\ntzdata.noarch 2024a-5.fc40 updates\n',
          code: 100,
        },
      ],
      ['advisory list --installed', ''],
      ['advisory list', sample('dnf5/advisory-list.stdout')],
      ['advisory info', sample('dnf5/advisory-info.stdout')],
      [
        '--assumeno',
        {
          stdout:
            'Package Arch Version Repository Size\nUpgrading:\n openssl x86_64 1:3.2.1-2.fc40 updates 1.0 MiB\n   replacing openssl x86_64 1:3.2.0-1.fc40 fedora 1.0 MiB\nTransaction Summary:\n',
          code: 1,
        },
      ],
      ['repo info', 'Repo ID : updates\n'],
    ],
  )
  const scan = await dnf.scan(scanOptions)
  expect(scan).toMatchObject({ provider: 'dnf', status: 'ok', problems: [] })
  expect(scan.patches.map(patch => [patch.key, patch.severity, patch.cves, patch.packages.length])).toEqual([
    ['rpm:fedora/FEDORA-2024-63afeae63e', 'important', ['CVE-2024-0727'], 2],
    ['rpm:fedora/FEDORA-2024-9b2ec35dbb', null, [], 1],
    ['rpm:fedora/gnome@2-1.fc40', null, [], 1],
  ])
})

test.each<[string, readonly (readonly [string, ScriptedAnswer])[], string]>([
  [
    'dnf fails',
    [
      ['-qa', 'a\tx86_64\t1-1\t(none)\t(none)\t1\n'],
      ['check-update', { code: 1, stderr: 'Error: There are no enabled repositories in "/etc/yum.repos.d".\n' }],
    ],
    'engine_failed',
  ],
  [
    'rpm’s database is damaged',
    [['-qa', { code: 1, stderr: 'error: rpmdb: BDB0113 Thread/process failed\n' }]],
    'database_broken',
  ],
  [
    'dnf speaks another language',
    [
      ['-qa', 'a\tx86_64\t1-1\t(none)\t(none)\t1\n'],
      ['check-update', { code: 100, stdout: 'a.x86_64 murks\nund mehr\n' }],
    ],
    'engine_output',
  ],
])('%s: failed with the reason, never "nothing missing"', async (_, answers, code) => {
  const { dnf } = await provider(
    { '/usr/bin/dnf': { link: 'dnf-3' }, '/etc/os-release': 'ID=rocky\n', ...repo('base') },
    [...answers, ['', '']],
  )
  expect(await dnf.scan(scanOptions)).toMatchObject({ status: 'failed', patches: [], problems: [{ code }] })
})

test('without the plugin for advisories the updates are listed, and the scan says what it lacks', async () => {
  const { dnf } = await provider({ '/usr/bin/yum': '', '/etc/os-release': 'ID="centos"\n', ...repo('updates') }, [
    ['-qa', 'bash\tx86_64\t4-1\t(none)\t(none)\t1\n'],
    ['check-update', { stdout: 'bash.x86_64 4-2 updates\n', code: 100 }],
    ['updateinfo', { code: 1, stderr: 'No such command: updateinfo. Please use /usr/bin/yum --help\n' }],
    ['--assumeno', { stdout: 'Nothing to do\n', code: 1 }],
    ['repolist', 'Repo-id : updates\n'],
  ])
  expect(await dnf.scan(scanOptions)).toMatchObject({
    status: 'partial',
    problems: [{ code: 'advisories_unavailable', detail: expect.stringContaining('No such command') as string }],
    patches: [{ key: 'rpm:centos/bash@4-2' }],
  })
})

describe('repository files', () => {
  const config = (files: Record<string, string>) => readDnfConfig(createMemoryDisk(files))

  test('gpgcheck of the repository counts, then that of [main], then not', async () => {
    const { repos } = await config({
      '/etc/dnf/dnf.conf': '[main]\ngpgcheck=1\n',
      '/etc/yum.repos.d/a.repo':
        '[a]\nbaseurl=http://u:p@h/a\n  http://h2/a\n[b]\ngpgcheck = 0\nenabled=0\n; remark\n[c]\npkg_gpgcheck=0\n',
    })
    expect([...repos.values()]).toEqual([
      { id: 'a', enabled: true, gpgcheck: true, url: 'http://h/a' },
      { id: 'b', enabled: false, gpgcheck: false, url: '' },
      { id: 'c', enabled: true, gpgcheck: false, url: '' },
    ])
    expect((await config({ '/etc/yum.repos.d/a.repo': '[a]\n' })).repos.get('a')?.gpgcheck).toBe(false)
  })

  test.each([
    ['exclude in [main]', { '/etc/dnf/dnf.conf': '[main]\nexclude=kernel*\n' }, true],
    ['excludepkgs of a repository', { '/etc/yum.repos.d/a.repo': '[a]\nexcludepkgs=x\n' }, true],
    ['a version lock', { '/etc/dnf/plugins/versionlock.list': '# Added\nbash-0:5-1.*\n' }, true],
    ['an empty version lock', { '/etc/dnf/plugins/versionlock.list': '# nothing\n\n' }, false],
    ['nothing', {}, false],
  ] as const)('%s: excludes %s', async (_, files, wanted) => {
    expect((await config(files)).hasExcludes).toBe(wanted)
  })

  test('a reposdir of the main file is read', async () => {
    expect([
      ...(
        await config({ '/etc/dnf/dnf.conf': '[main]\nreposdir=/opt/repos\n', '/opt/repos/x.repo': '[x]\n' })
      ).repos.keys(),
    ]).toEqual(['x'])
  })
})

test('failed refreshes are told by repository, with the cause, once', () => {
  const stderr = `Errors during downloading metadata for repository 'dead':
  - Curl error (7): Couldn't connect to server for http://127.0.0.1:9/x/repodata/repomd.xml
Error: Failed to download metadata for repo 'dead': Cannot download repomd.xml: All mirrors were tried
Ignoring repositories: dead, gone
`
  expect([...parseRefresh('', stderr)]).toEqual([
    ['dead', "Curl error (7): Couldn't connect to server for http://127.0.0.1:9/x/repodata/repomd.xml"],
    ['gone', 'cannot be fetched'],
  ])
  expect([...parseRefresh('Metadata cache created.\n', '')]).toEqual([])
})

test.each([
  ['Repo-id            : updates\nRepo-name : x\n', ['updates']],
  ['Repo-id      : base/7/x86_64\n', ['base']],
  ['Repo ID              : fedora\nName : x\n', ['fedora']],
])('repository ids of %j', (text, wanted) => {
  expect(parseRepoIds(text)).toEqual(wanted)
})

test.each([
  ['Total download size: 355 M\n', 355 * 1024 ** 2],
  ['Total download size: 25 k\n', 25 * 1024],
  ['Total size: 25 k\n', 0],
  ['Total size of inbound packages is 2 MiB. Need to download 2 MiB.\n', 2 * 1024 ** 2],
  ['nothing', null],
])('download size in %j', (text, wanted) => {
  expect(parseDownloadSize(text)).toBe(wanted)
})
