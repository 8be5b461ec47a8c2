import { describe, expect, test } from 'vitest'
import type { AcceptedPlan } from '../../../core/ports/package-manager.ts'
import { ProcessError } from '../../../core/ports/processes.ts'
import { createMemoryDisk, type MemoryFile } from '../../../testing/memory-disk.ts'
import { createScriptedProcesses, type ScriptedAnswer } from '../../../testing/scripted-processes.ts'
import { createVirtualClock } from '../../../testing/virtual-clock.ts'
import { DPKG, FILES, host, planOptions, POLICY, TARGETS } from './apt-examples.ts'
import { createAptProvider } from './apt-provider.ts'
import { parseDpkgAudit } from './audit.ts'
import { dpkgComplaints } from './judge-outcome.ts'
import { authenticatedTargets, withoutCredentials } from './trust.ts'
import { parseIndexTargets } from './parse-index-targets.ts'

const provider = (answers: Record<string, ScriptedAnswer>, files: Record<string, MemoryFile> = {}) => {
  const disk = createMemoryDisk({ ...FILES, ...files })
  const processes = createScriptedProcesses(
    (call, spec) =>
      Object.entries(answers).find(([word]) => spec.program.endsWith(`/${word}`) || spec.args.includes(word))?.[1],
  )
  return { apt: createAptProvider({ processes, disk, clock: createVirtualClock(0) }), calls: processes.calls }
}
const scanOptions = { refresh: false, refreshTimeoutMs: 1, timeoutMs: 1, lockWaitMs: 0 }

describe('a scan', () => {
  test('reads everything in five runs, whatever the number of packages', async () => {
    const { apt, calls } = provider(host())
    expect(await apt.scan(scanOptions)).toMatchObject({
      status: 'ok',
      engine: 'apt 2.6.1',
      patches: [{ key: 'deb:debian/bookworm/bash@6' }],
      packages: [{}, {}, {}],
    })
    expect(
      calls
        .map(
          call =>
            `${call.program.split('/').at(-1) ?? ''} ${call.args.find(arg => /^(?:-s|-W|policy|show|indextargets)$/.test(arg)) ?? ''}`,
        )
        .sort(),
    ).toEqual(['apt-cache policy', 'apt-cache show', 'apt-get -s', 'apt-get indextargets', 'dpkg-query -W'])
  })

  test.each<[string, Record<string, ScriptedAnswer>, string]>([
    [
      'apt finds no way',
      { '-s': { code: 100, stderr: "E: Unmet dependencies. Try 'apt --fix-broken install' with no packages.\n" } },
      'database_broken',
    ],
    [
      'dpkg was cut off',
      { '-s': { code: 100, stderr: "E: dpkg was interrupted, you must manually run 'dpkg --configure -a'\n" } },
      'database_broken',
    ],
    ['apt says something else', { '-s': 'Lies wieder einmal die Paketlisten…\n' }, 'engine_output'],
    ['a cut line', { '-s': 'Inst bash [5\n' }, 'engine_output'],
    ['the database is rubbish', { 'dpkg-query': '\u0000\u0001\n' }, 'engine_output'],
    [
      'apt is not there',
      { '-s': new ProcessError('E_PROCESS_SPAWN', '/usr/bin/apt-get cannot be started') },
      'engine_failed',
    ],
    ['apt floods', { policy: new ProcessError('E_PROCESS_OUTPUT', 'too much') }, 'engine_failed'],
    ['dpkg-query fails', { 'dpkg-query': { code: 2, stderr: 'dpkg-query: error: failed to open\n' } }, 'engine_failed'],
  ])('%s: failed with the reason, never "nothing missing"', async (_, replace, code) => {
    const result = await provider(host(replace)).apt.scan(scanOptions)
    expect(result).toMatchObject({ status: 'failed', patches: [], problems: [{ code }] })
  })

  test('with pins every package is looked at, without only what apt names; a repository without lists is asked about', async () => {
    const dpkg = `${DPKG}vim\t1\tamd64\tii \tvim\t1\nheld\t1\tamd64\thi \theld\t1\n`
    const asked = async (files: Record<string, MemoryFile>) => {
      const { apt, calls } = provider(host({ 'dpkg-query': dpkg }), files)
      await apt.scan(scanOptions)
      return {
        names: calls.filter(call => call.args[0] === 'policy').flatMap(call => call.args.slice(1)),
        confirmed: calls.some(call => call.args.includes('--no-release-info')),
      }
    }
    expect(await asked({})).toEqual({ names: ['bash:amd64', 'held:amd64'], confirmed: false })
    const all = ['apt:amd64', 'bash:amd64', 'dpkg:amd64', 'vim:amd64', 'held:amd64']
    expect((await asked({ '/etc/apt/preferences': 'Package: vim\n' })).names).toEqual(all)
    expect((await asked({ '/etc/apt/apt.conf.d/99x': 'APT::Default-Release "stable";\n' })).names).toEqual(all)
    expect((await asked({ '/etc/apt/sources.list.d/x.list': 'deb http://new y main\n' })).confirmed).toBe(true)
  })

  test('the names that reach apt-cache are only such as dpkg may have', async () => {
    const evil =
      'apt\t2.6.1\tamd64\tii \tapt\t2.6.1\n--option\t5\tamd64\tii \tx\t5\na*b\t5\tamd64\tii \tx\t5\nok\t5\t;rm\tii \tx\t5\n'
    const { apt, calls } = provider(host({ 'dpkg-query': evil }), { '/etc/apt/preferences.d/x': 'Package: *\n' })
    await apt.scan(scanOptions)
    expect(calls.find(call => call.args[0] === 'policy')?.args).toEqual(['policy', 'apt:amd64'])
  })
})

test('no refused item reaches apt-get install', async () => {
  for (const [name, to] of [
    ['hostname-', '6'],
    ['bash', '6-'],
    ['a.*b', '6'],
    ['-o', '6'],
  ] as const) {
    const { apt, calls } = provider(host())
    expect(
      await apt.simulate({ patch: 'p', packages: [{ name, arch: 'amd64', from: '5', to }] }, planOptions),
    ).toMatchObject({ verdict: 'refused' })
    expect(calls).toEqual([])
  }
})

describe('an installation', () => {
  const plan = async (): Promise<AcceptedPlan> => {
    const found = await provider(host()).apt.simulate(
      { patch: 'p', packages: [{ name: 'bash', arch: 'amd64', from: '5', to: '6' }] },
      planOptions,
    )
    if (found.verdict !== 'accepted') throw new Error(JSON.stringify(found))
    return found
  }
  const act = { timeoutMs: 1, lockWaitMs: 0, scopeName: 'patchyard-1' }

  test('an exit code of 0 without the version in the database is a failure', async () => {
    const { apt } = provider(host({ '--no-download': 'all fine\n', 'apt-mark': '' }))
    expect(await apt.install(await plan(), act)).toMatchObject({
      outcome: 'failed',
      exitCode: 0,
      packages: [{ after: '5', state: 'unchanged' }],
    })
  })

  test('a bad exit code with the version in the database is a success', async () => {
    const answers = host({ 'apt-mark': '' })
    const { apt } = provider(answers)
    answers['--no-download'] = { code: 100, stdout: '' }
    const accepted = await plan()
    const running = apt.install(accepted, act)
    // From the installation on dpkg has the new version.
    const original = answers['dpkg-query']
    let reads = 0
    Object.defineProperty(answers, 'dpkg-query', {
      get: () =>
        reads++ < 2 ? original : DPKG.replace('bash\t5\tamd64\tii \tbash\t5', 'bash\t6\tamd64\tii \tbash\t6'),
      enumerable: true,
    })
    expect(await running).toMatchObject({ outcome: 'installed', exitCode: 100, failure: null })
  })

  test('when apt would now do something else, nothing is begun', async () => {
    const { apt, calls } = provider(host({ '-s': 'Inst bash [5] (6 Debian:12/stable [amd64])\nRemv zsh [1]\n' }))
    expect(await apt.install(await plan(), act)).toMatchObject({
      outcome: 'failed',
      failure: { code: 'refused', refusals: [{ code: 'would_remove', package: 'zsh:amd64' }] },
    })
    expect(calls.some(call => call.args.includes('--no-remove'))).toBe(false)
  })

  test('packages that are not in the cache are not installed over the network: apt is told so, and its words are understood', async () => {
    const { apt } = provider(
      host({
        '--no-download': {
          code: 100,
          stderr: 'E: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?\n',
        },
        'apt-mark': '',
      }),
    )
    expect(await apt.install(await plan(), act)).toMatchObject({ failure: { code: 'download_failed' } })
  })

  test('only where a repository is on the own disk apt is asked what is still to be fetched', async () => {
    const local = {
      indextargets: TARGETS.replaceAll('http://h/', 'file:/h/'),
      policy: POLICY.replaceAll('http://h/', 'file:/h/'),
    }
    const { apt, calls } = provider(
      host({ ...local, '--print-uris': "'http://h/pool/bash_6_amd64.deb' bash_6_amd64.deb 10 SHA256:00\n" }),
    )
    expect(await apt.install(await plan(), act)).toMatchObject({ failure: { code: 'download_failed' } })
    expect(calls.some(call => call.args.includes('--no-remove'))).toBe(false)

    const near = provider(
      host({ ...local, '--print-uris': "'file:/h/bash_6_amd64.deb' bash_6_amd64.deb 10 SHA256:00\n", 'apt-mark': '' }),
    )
    near.apt.install(await plan(), act).catch(() => {})
    await expect.poll(() => near.calls.some(call => call.args.includes('--no-remove'))).toBe(true)
    expect(near.calls.some(call => call.args.includes('--no-download'))).toBe(false)
  })

  test.each([
    [
      'no space',
      { code: 100, stderr: "E: You don't have enough free space in /var/cache/apt/archives/.\n" },
      'disk_full',
    ],
    [
      'a lock',
      { code: 100, stderr: 'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7 (apt)\n' },
      'lock_held',
    ],
    ['the time limit', { code: null, signal: 'SIGTERM', timedOut: true }, 'timed_out'],
    [
      'a script',
      {
        code: 100,
        stderr:
          'dpkg: error processing package bash (--configure):\n installed bash package post-installation script subprocess returned error exit status 7\n',
      },
      'maintainer_script',
    ],
  ])('the reason of a failure is told: %s', async (_, answer, code) => {
    const { apt } = provider(host({ '--no-download': answer, 'apt-mark': '' }))
    expect(await apt.install(await plan(), act)).toMatchObject({ outcome: 'failed', failure: { code } })
  })
})

test('dpkg’s complaints are told by package, from names and from archives', () => {
  const text = `dpkg: error processing archive /var/cache/apt/archives/libfoo1_1%3a2-1_amd64.deb (--unpack):
 trying to overwrite '/usr/x', which is also in package bar 1
dpkg: error processing package grove-broken (--configure):
 installed grove-broken package post-installation script subprocess returned error exit status 7
`
  expect([...dpkgComplaints(text)]).toEqual([
    ['libfoo1', "unpack: trying to overwrite '/usr/x', which is also in package bar 1"],
    [
      'grove-broken',
      'configure: installed grove-broken package post-installation script subprocess returned error exit status 7',
    ],
  ])
})

test('dpkg --audit: sentences and the packages below them', () => {
  const text = `The following packages are only half configured, probably due to problems
configuring them the first time.  The configuration should be retried using
dpkg --configure <package> or the configure menu option in dselect:
 grove-broken         made for a test
 grove-other

The following packages are in a mess due to serious problems during
installation:
 libfoo1:i386         short
`
  expect(parseDpkgAudit(text)).toMatchObject([
    { package: 'grove-broken', detail: expect.stringContaining('only half configured') as string },
    { package: 'grove-other' },
    { package: 'libfoo1:i386', detail: expect.stringMatching(/^The following packages are in a mess/) as string },
  ])
  expect(parseDpkgAudit('')).toEqual([])
})

describe('repositories that the host checks', () => {
  const ask = async (sources: string, file: string, number: number, trusted = 'yes') => {
    const targets = parseIndexTargets(`Description: d\nTrusted: ${trusted}\nSourcesentry: ${file}:${number}\n`)
    return (await authenticatedTargets(createMemoryDisk({ [file]: sources }), targets)).has('d')
  }
  const list = '/etc/apt/sources.list'
  const stanzas = '/etc/apt/sources.list.d/x.sources'

  test.each([
    ['an ordinary line', 'deb http://h/x y main\n', list, 1, 'yes', true],
    ['apt did not trust it', 'deb http://h/x y main\n', list, 1, 'no', false],
    ['trusted=yes', 'deb [trusted=yes] http://h/x y main\n', list, 1, 'yes', false],
    ['among other options', 'deb [ arch=amd64 Trusted=TRUE signed-by=/k ] http://h/x y main\n', list, 1, 'yes', false],
    ['trusted=no', 'deb [trusted=no] http://h/x y main\n', list, 1, 'yes', true],
    ['of another line', 'deb http://h/x y main\ndeb [trusted=yes] http://h/z y main\n', list, 1, 'yes', true],
    ['a line that is gone', 'deb http://h/x y main\n', list, 9, 'yes', false],
    [
      'a stanza',
      'Types: deb\nURIs: http://h\n\n# remark\nTypes: deb\nURIs: http://i\nTrusted: yes\n',
      stanzas,
      1,
      'yes',
      true,
    ],
    [
      'Trusted in its stanza',
      'Types: deb\nURIs: http://h\n\nTypes: deb\nURIs: http://i\nTrusted: yes\n',
      stanzas,
      2,
      'yes',
      false,
    ],
    ['a stanza that is gone', 'Types: deb\n', stanzas, 2, 'yes', false],
    ['a file that cannot be read as such', 'rubbish\n', stanzas, 1, 'yes', false],
  ] as const)('%s', async (_, sources, file, number, trusted, wanted) => {
    expect(await ask(sources, file, number, trusted)).toBe(wanted)
  })

  test('of one repository set up twice the weaker entry decides; an entry that nobody names does not count', async () => {
    const targets = parseIndexTargets(
      `Description: d\nTrusted: yes\nSourcesentry: ${list}:1\n\nDescription: d\nTrusted: yes\nSourcesentry: ${list}:2\n\nDescription: e\nTrusted: yes\n`,
    )
    const found = await authenticatedTargets(
      createMemoryDisk({ [list]: 'deb http://h/x y main\ndeb [trusted=yes] http://h/x y main\n' }),
      targets,
    )
    expect([...found]).toEqual([])
  })

  test.each([
    ['https://u:p@h/x y', 'https://h/x y'],
    ['mirror+https://u:p@h:8080/x', 'mirror+https://h:8080/x'],
    ['file:/srv/a@b', 'file:/srv/a@b'],
    ['http://h/a@b', 'http://h/a@b'],
  ])('%s is told as %s', (text, wanted) => {
    expect(withoutCredentials(text)).toBe(wanted)
  })
})
