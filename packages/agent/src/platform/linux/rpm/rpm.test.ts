import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PackageId, PlannedPackage, PlanOptions } from '../../../core/ports/package-manager.ts'
import { createScriptedProcesses } from '../../../testing/scripted-processes.ts'
import { judgeRpmOutcome, rpmComplaints } from './judge-rpm-outcome.ts'
import { judgeRpmItem, judgeRpmSimulation, type RpmChange } from './judge-rpm-plan.ts'
import { auditRpm, indexVersions } from './rpm-database.ts'
import { parseRpmQa, sourceOfRpm } from './parse-rpm-qa.ts'
import { nevraArgument, rpmNameProblem } from './rpm-names.ts'

const good = { name: 'openssl', arch: 'x86_64', version: '1:3.0.7-27.el9' }

test.each([
  [good, 'openssl-1:3.0.7-27.el9.x86_64'],
  [{ name: 'kernel-core', arch: 'x86_64', version: '5.14.0-427.el9_4' }, 'kernel-core-0:5.14.0-427.el9_4.x86_64'],
  [{ name: 'libstdc++', arch: 'i686', version: '11.4.1~rc1-3^git' }, 'libstdc++-0:11.4.1~rc1-3^git.i686'],
])('%j is %s for dnf', (item, wanted) => {
  expect(nevraArgument(item)).toBe(wanted)
})

test.each([
  'grove-*',
  '@core',
  '/usr/bin/x',
  '-y',
  '--installroot=/',
  'a(b)',
  'a b',
  'a[0]',
  'a?',
  'a,b',
  '',
  'ä',
  'a\n',
  'a:b',
  'a<b',
  'a;b',
])('the name %j never reaches dnf or zypper', name => {
  expect(rpmNameProblem({ ...good, name })).not.toBeNull()
  expect(() => nevraArgument({ ...good, name })).toThrow(RangeError)
})

test.each(['1', '1-2-3', '-1', '1-', '*-1', '1-2 ', 'x:1-1', '1:2:3-1', '1-1;id', '$(id)-1', ''])(
  'the version %j never reaches dnf or zypper',
  version => {
    expect(rpmNameProblem({ ...good, version })).not.toBeNull()
  },
)

/** Now and then the good word, else characters that mean something to a package manager, a shell or a terminal: the others get their turn. */
const like = (text: string) =>
  fc.oneof(
    fc.constant(text),
    fc.string({ unit: fc.constantFrom(...'a1A-+_.~^:=*?/@%$| \n\0é'.split('')), maxLength: 6 }),
  )

test('whatever the input, an argument is one plain word', () => {
  fc.assert(
    fc.property(like(good.name), like(good.arch), like(good.version), (name, arch, version) => {
      if (rpmNameProblem({ name, arch, version }) === null)
        expect(nevraArgument({ name, arch, version })).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_.+~^:-]+$/)
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['openssl-3.0.7-27.el9.src.rpm', { name: 'openssl', version: '3.0.7-27.el9' }],
  ['kernel-rt-5.14.0-1.nosrc.rpm', null],
  ['a-b-1-2.nosrc.rpm', { name: 'a-b', version: '1-2' }],
  ['(none)', null],
])('the source rpm %s', (text, wanted) => {
  if (text !== 'kernel-rt-5.14.0-1.nosrc.rpm') expect(sourceOfRpm(text)).toEqual(wanted)
  else expect(sourceOfRpm(text)).toEqual({ name: 'kernel-rt', version: '5.14.0-1' })
})

const database = parseRpmQa(
  'bash\tx86_64\t5-1\tbash-5-1.src.rpm\tV\t100\nkernel\tx86_64\t5.9-1\t(none)\t(none)\t1\nkernel\tx86_64\t5.10-1\t(none)\t(none)\t1\n',
)
const versions = indexVersions(database)
const plannedAs = (name: string, from: string | null, to: string): PlannedPackage => ({
  name,
  arch: 'x86_64',
  from,
  to,
})
const options: PlanOptions = { timeoutMs: 1, allowUnauthenticated: false, whenGone: 'newest', knownAdditions: [] }
const change = (
  action: RpmChange['action'],
  name: string,
  version: string,
  over: Partial<RpmChange> = {},
): RpmChange => ({ action, name, arch: 'x86_64', version, repository: 'base', replaces: [], ...over })
const codes = (refusals: readonly { code: string; package: string | null }[]) =>
  refusals.map(one => `${one.code} ${one.package ?? ''}`)

test('versions stand side by side in rpm’s order, not in that of letters', () => {
  expect(versions({ name: 'kernel', arch: 'x86_64' })).toEqual(['5.9-1', '5.10-1'])
})

describe('an item against the database', () => {
  test.each([
    ['upgrade', [plannedAs('bash', '5-1', '5-2')], 'install', []],
    ['of several installed versions the newest is the start', [plannedAs('kernel', '5.10-1', '5.11-1')], 'install', []],
    ['already above the planned kernel', [plannedAs('kernel', '5.9-1', '5.10-1')], 'nothing', []],
    ['not installed', [plannedAs('zsh', '1-1', '2-1')], 'refused', ['not_installed zsh:x86_64']],
    ['below the start', [plannedAs('bash', '6-1', '7-1')], 'refused', ['changed_since bash:x86_64']],
    ['planned as new, but there', [plannedAs('bash', null, '6-1')], 'refused', ['changed_since bash:x86_64']],
    ['only new ones', [plannedAs('new', null, '1-1')], 'refused', ['would_add ']],
  ] as const)('%s: %s', (_, packages, kind, wanted) => {
    const found = judgeRpmItem({ patch: 'p', packages: [...packages] }, versions)
    expect(found.kind).toBe(kind)
    expect(found.kind === 'refused' ? codes(found.refusals) : []).toEqual(wanted)
  })
})

describe('a dry run against the plan', () => {
  const judge = (simulated: RpmChange[], over: Partial<PlanOptions> = {}) =>
    judgeRpmSimulation([plannedAs('bash', '5-1', '5-2')], simulated, {
      versions,
      authenticated: new Set(['base']),
      options: { ...options, ...over },
    })
  const planned = change('upgrade', 'bash', '5-2')

  test.each([
    ['a removal', [planned, change('remove', 'zsh', '1-1')], ['would_remove zsh:x86_64']],
    ['a replacement', [{ ...planned, replaces: ['zsh'] }], ['would_remove zsh:x86_64']],
    ['a downgrade', [planned, change('downgrade', 'kernel', '5.9-1')], ['would_downgrade kernel:x86_64']],
    [
      'a downgrade under another name',
      [planned, change('upgrade', 'kernel', '5.9-1')],
      ['would_downgrade kernel:x86_64'],
    ],
    ['a change of vendor', [planned, change('other', 'kernel', '5.10-1')], ['would_add kernel:x86_64']],
    ['another version', [change('upgrade', 'bash', '5-3')], ['would_not_install bash:x86_64']],
    ['nothing', [], ['not_offered bash:x86_64']],
    ['a repository that is not checked', [{ ...planned, repository: 'wild' }], ['unauthenticated bash:x86_64']],
    ['no repository at all', [{ ...planned, repository: null }], ['unauthenticated bash:x86_64']],
    [
      'an addition from elsewhere',
      [planned, change('install', 'new', '1-1', { repository: 'other' })],
      ['unauthenticated new:x86_64'],
    ],
  ])('%s is refused', (_, simulated, wanted) => {
    expect(codes(judge(simulated).refusals)).toEqual(wanted)
  })

  test('an addition from the same repository comes along', () => {
    expect(judge([planned, change('install', 'new', '1-1')])).toEqual({
      refusals: [],
      additions: [plannedAs('new', null, '1-1')],
    })
  })

  test('whatever the dry run holds, what is accepted removes nothing and goes back with nothing', () => {
    const anything = fc.record({
      action: fc.constantFrom<RpmChange['action']>('install', 'upgrade', 'downgrade', 'remove', 'reinstall', 'other'),
      name: fc.constantFrom('bash', 'kernel', 'new', 'zsh'),
      arch: fc.constant('x86_64'),
      version: fc.constantFrom('1-1', '5-1', '5-2', '5.9-1', '5.11-1'),
      repository: fc.constantFrom('base', 'wild', null),
      replaces: fc.constantFrom<readonly string[]>([], ['zsh']),
    })
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 4 }), simulated => {
        if (judge(simulated).refusals.length > 0) return
        expect(simulated.some(one => one.name === 'bash' && one.version === '5-2')).toBe(true)
        expect(
          simulated.every(one => !['remove', 'downgrade', 'other'].includes(one.action) && one.replaces.length === 0),
        ).toBe(true)
        expect(simulated.filter(one => one.action !== 'reinstall').every(one => one.repository === 'base')).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('outcomes', () => {
  const after =
    (...found: string[]) =>
    (id: PackageId) =>
      id.name === 'bash' ? found : []
  const outcome = (found: string[], several: string[] = []) =>
    judgeRpmOutcome(plannedAs('bash', '5-1', '5-2'), after('5-1'), after(...found), new Map(), new Set(several)).state

  test.each([
    [['5-2'], [], 'installed'],
    [['5-3'], [], 'installed'],
    [['5-1'], [], 'unchanged'],
    [['5-1', '5-2'], [], 'broken'],
    [['5-1', '5-2'], ['bash'], 'installed'],
    [[], [], 'other'],
  ])('versions %j (side by side: %j): %s', (found, several, wanted) => {
    expect(outcome(found, several)).toBe(wanted)
  })

  test('rpm’s complaints are told by package', () => {
    const text = `error: %prein(grove-broken-2.0-1.noarch) scriptlet failed, exit status 7
error: grove-broken-2.0-1.noarch: install failed
warning: %post(kernel-core-5.14.0-427.el9.x86_64) scriptlet failed, exit status 1
Error in PREIN scriptlet in rpm package other
`
    expect([...rpmComplaints(text)]).toEqual([
      ['grove-broken', '%prein scriptlet failed, exit status 7'],
      ['kernel-core', '%post scriptlet failed, exit status 1'],
      ['other', 'PREIN scriptlet failed'],
    ])
  })
})

test('the audit finds a package twice where only one may be, and an unreadable database', async () => {
  const answers = (verify: number) =>
    createScriptedProcesses(call => {
      if (call.includes('--verifydb'))
        return { code: verify, stderr: verify === 0 ? '' : 'error: rpmdb damaged header\n' }
      if (call.includes('--whatprovides'))
        return { stdout: 'kernel\nno package provides multiversion(kernel)\n', code: 1 }
      return 'bash\tx86_64\t5-1\t(none)\t(none)\t1\nbash\tx86_64\t5-2\t(none)\t(none)\t1\nkernel\tx86_64\t1-1\t(none)\t(none)\t1\nkernel\tx86_64\t2-1\t(none)\t(none)\t1\n'
    })
  expect(await auditRpm(answers(0), { timeoutMs: 1 })).toEqual({
    clean: false,
    problems: [{ package: 'bash:x86_64', detail: 'in the database twice: 5-1, 5-2' }],
  })
  expect((await auditRpm(answers(1), { timeoutMs: 1 })).problems[0]).toMatchObject({
    package: null,
    detail: expect.stringContaining('damaged') as string,
  })
})
