import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PlannedPackage } from '../../../core/ports/package-manager.ts'
import { installed, MAIN, OTHER, planOptions, policy, SECURITY, simulation, target } from './apt-examples.ts'
import { type AptOffer, judgeItem, judgeNames, judgeSimulation } from './judge-plan.ts'

const offer: AptOffer = {
  targets: [target(MAIN), target(SECURITY), target(OTHER)],
  authenticated: new Set([MAIN, SECURITY]),
  policies: [
    policy('bash', '6', ['6', [SECURITY]], ['5.5', [MAIN]], ['5', ['/var/lib/dpkg/status']]),
    policy('wild', '2', ['2', [OTHER]], ['1', ['/var/lib/dpkg/status']]),
    policy('dep', '1', ['1', [MAIN]]),
    policy('foreign-dep', '1', ['1', [OTHER]]),
  ],
}
const plannedAs = (name: string, from: string | null, to: string): PlannedPackage => ({ name, arch: 'amd64', from, to })
const codes = (found: { readonly refusals?: readonly { code: string }[] }) =>
  (found.refusals ?? []).map(refusal => refusal.code)

describe('an item against dpkg’s database and the lists', () => {
  const judge = (packages: PlannedPackage[], database = [installed('bash', '5'), installed('wild', '1')], over = {}) =>
    judgeItem({ patch: 'p', packages }, database, offer, { ...planOptions, ...over })

  test.each([
    ['the planned version is installed', [plannedAs('bash', '5', '6')], 'install', []],
    ['an older one that is still offered', [plannedAs('bash', '5', '5.5')], 'install', []],
    ['not installed', [plannedAs('zsh', '5', '6')], 'refused', ['not_installed']],
    ['installed is below the start', [plannedAs('bash', '5.1', '6')], 'refused', ['changed_since']],
    ['installed is above the start, below the aim: goes on', [plannedAs('bash', '4', '6')], 'install', []],
    ['planned as new, but there', [plannedAs('bash', null, '6')], 'refused', ['changed_since']],
    ['only new ones', [plannedAs('dep', null, '1')], 'refused', ['would_add']],
    ['a new one with one that needs it', [plannedAs('bash', '5', '6'), plannedAs('dep', null, '1')], 'install', []],
    ['from a repository that is not checked', [plannedAs('wild', '1', '2')], 'refused', ['unauthenticated']],
    ['already there', [plannedAs('bash', '4', '5')], 'nothing', []],
    ['already above', [plannedAs('bash', '4', '4.5')], 'nothing', []],
  ] as const)('%s: %s', (_, packages, kind, wanted) => {
    const found = judge([...packages])
    expect(found.kind).toBe(kind)
    expect(codes(found as { refusals?: { code: string }[] })).toEqual(wanted)
  })

  test('held and half-configured packages are refused', () => {
    expect(codes(judge([plannedAs('bash', '5', '6')], [installed('bash', '5', { wanted: 'hold' })]) as never)).toEqual([
      'held',
    ])
    expect(
      codes(judge([plannedAs('bash', '5', '6')], [installed('bash', '6', { status: 'half-configured' })]) as never),
    ).toEqual(['database_broken'])
  })

  test('a version that is gone: the newest of the same origin, or nothing', () => {
    expect(judge([plannedAs('bash', '5', '5.9')])).toMatchObject({
      kind: 'install',
      changes: [{ to: '6' }],
      replaced: [{ planned: '5.9', to: '6' }],
    })
    expect(codes(judge([plannedAs('bash', '5', '5.9')], undefined, { whenGone: 'skip' }) as never)).toEqual([
      'not_offered',
    ])
    expect(codes(judge([plannedAs('bash', '5', '7')]) as never)).toEqual(['not_offered'])
  })

  test('local settings may allow repositories that are not checked', () => {
    expect(judge([plannedAs('wild', '1', '2')], undefined, { allowUnauthenticated: true })).toMatchObject({
      kind: 'install',
    })
  })
})

describe('a simulation against the plan', () => {
  const judge = (simulated: ReturnType<typeof simulation>, changes = [plannedAs('bash', '5', '6')], over = {}) =>
    judgeSimulation(changes, simulated, {
      item: { patch: 'p', packages: changes },
      offer,
      nativeArch: 'amd64',
      options: { ...planOptions, ...over },
    })

  test('exactly the plan is accepted', () => {
    expect(judge(simulation('bash 5 6'))).toEqual({ refusals: [], additions: [] })
  })

  test.each([
    [
      'a removal',
      { ...simulation('bash 5 6'), removals: [{ name: 'zsh', arch: null, installed: '1' }] },
      ['would_remove'],
    ],
    ['a downgrade of another package', simulation('bash 5 6', 'dep 2 1'), ['would_downgrade']],
    ['another version than planned', simulation('bash 5 5.5'), ['would_not_install']],
    ['nothing', simulation(), ['would_not_install']],
    ['a new package of another origin', simulation('bash 5 6', 'foreign-dep - 1'), ['unauthenticated']],
    ['a package that no list knows', simulation('bash 5 6', 'ghost - 1'), ['unauthenticated']],
  ] as const)('%s is refused', (_, simulated, wanted) => {
    expect(codes(judge(simulated))).toEqual(wanted)
  })

  test('a dependency of the same origin comes along; another origin only when the scan listed it', () => {
    expect(judge(simulation('bash 5 6', 'dep - 1')).additions).toEqual([plannedAs('dep', null, '1')])
    const all = { ...offer, authenticated: new Set([MAIN, SECURITY, OTHER]) }
    const ask = (knownAdditions: readonly { name: string; arch: string }[]) =>
      judgeSimulation([plannedAs('bash', '5', '6')], simulation('bash 5 6', 'foreign-dep - 1'), {
        item: { patch: 'p', packages: [] },
        offer: all,
        nativeArch: 'amd64',
        options: { ...planOptions, knownAdditions },
      })
    expect(codes(ask([]))).toEqual(['would_add'])
    expect(ask([{ name: 'foreign-dep', arch: 'amd64' }])).toMatchObject({
      refusals: [],
      additions: [{ name: 'foreign-dep' }],
    })
  })

  test('whatever apt would do, what is accepted removes nothing, goes back with nothing and installs every planned version', () => {
    const name = fc.constantFrom('bash', 'dep', 'foreign-dep', 'ghost', 'zsh')
    const version = fc.constantFrom('1', '2', '5', '5.5', '6', '7')
    const change = fc.record({ name, installed: fc.option(version), candidate: version })
    const removal = fc.record({ name, arch: fc.constant(null), installed: fc.constant('1') })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 4 }), fc.array(removal, { maxLength: 1 }), (changes, removals) => {
        const simulated = {
          ...simulation(),
          removals,
          changes: changes.map(one => ({ ...one, arch: 'amd64', origins: [] })),
        }
        const { refusals } = judge(simulated)
        if (refusals.length > 0) return
        expect(removals).toEqual([])
        expect(changes.some(one => one.name === 'bash' && one.candidate === '6')).toBe(true)
        expect(changes.every(one => one.installed === null || Number(one.candidate) >= Number(one.installed))).toBe(
          true,
        )
        expect(changes.every(one => one.name === 'bash' || one.name === 'dep')).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

test('names are judged before anything is asked; a package twice is a mistake', () => {
  expect(codes({ refusals: judgeNames({ patch: 'p', packages: [plannedAs('bash-', '5', '6')] }) })).toEqual([
    'invalid_name',
  ])
  expect(
    codes({
      refusals: judgeNames({ patch: 'p', packages: [plannedAs('bash', '5', '6'), plannedAs('bash', '5', '6')] }),
    }),
  ).toEqual(['invalid_name'])
  expect(judgeNames({ patch: 'p', packages: [plannedAs('bash', '5', '6')] })).toEqual([])
})
