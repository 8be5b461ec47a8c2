import { describe, expect, it } from 'vitest'
import { versionSchemes } from '../versions/index.ts'
import { type FixedVersion, type FixIndex, type InstalledPackage, matchPackages } from './match-packages.ts'
import { addBuild, buildKey, isOfModule } from './module-builds.ts'

const key = versionSchemes.deb.key
const fixes = (
  of: 'bySource' | 'byPackage',
  all: Readonly<Record<string, readonly [number, string, string?][]>>,
): FixIndex => ({
  bySource: new Map(),
  byPackage: new Map(),
  streams: new Map(),
  [of]: new Map(
    Object.entries(all).map(([name, versions]) => [
      name,
      versions.map(([patchId, version, arch = '']) => ({ patchId, versionKey: key(version), arch })),
    ]),
  ),
})
const one = (name: string, version: string, source = name, arch = 'amd64'): InstalledPackage => ({
  name,
  arch,
  versionKey: key(version),
  source,
  sourceVersionKey: key(version),
})
const match = (index: FixIndex, installed: InstalledPackage[]) => {
  const { missing, satisfied } = matchPackages(index, installed)
  const inOrder = (ids: ReadonlySet<number>): number[] => [...ids].toSorted((a, b) => a - b)
  return { missing: inOrder(missing), satisfied: inOrder(satisfied) }
}

const openssl = fixes('bySource', {
  openssl: [
    [1, '3.0.15-1'],
    [2, '3.0.17-1'],
    [3, '3.0.19-1'],
  ],
})

describe('a machine misses by source', () => {
  it.each([
    ['every later fix of an old version', '3.0.14-1', [1, 2, 3], []],
    ['only what came after its version', '3.0.17-1', [3], [1, 2]],
    ['nothing when it has the newest or a newer one', '3.0.19-1+deb12u1', [], [1, 2, 3]],
    ['a fix whose version it has a pre-release of', '3.0.17-1~bpo1', [2, 3], [1]],
  ])('%s', (_, version, missing, satisfied) => {
    expect(match(openssl, [one('libssl3', version, 'openssl')])).toEqual({ missing, satisfied })
  })

  it('what one of its packages lacks, though another has it', () => {
    const installed = [one('openssl', '3.0.19-1', 'openssl'), one('libssl3', '3.0.15-1', 'openssl')]
    expect(match(openssl, installed)).toEqual({ missing: [2, 3], satisfied: [1] })
  })

  it('nothing of a package that it does not have', () => {
    expect(match(openssl, [one('bash', '1-1')])).toEqual({ missing: [], satisfied: [] })
  })

  it('no fix of a kernel of which a newer one is installed beside', () => {
    const kernel = fixes('bySource', { 'linux-signed-amd64': [[7, '6.1.140+1']] })
    const old = one('linux-image-6.1.0-30-amd64', '6.1.124+1', 'linux-signed-amd64')
    const current = one('linux-image-6.1.0-37-amd64', '6.1.140+1', 'linux-signed-amd64')
    expect(match(kernel, [old])).toEqual({ missing: [7], satisfied: [] })
    expect(match(kernel, [old, current])).toEqual({ missing: [], satisfied: [7] })
  })
})

describe('a machine misses by package', () => {
  const index = fixes('byPackage', {
    kernel: [[1, '5.14.0-400', 'x86_64']],
    'openssl-libs': [
      [2, '3.0.7-25', 'x86_64'],
      [2, '3.0.7-25', 'i686'],
    ],
    bash: [[2, '5.1.8-9']],
  })

  it.each([
    [
      'nothing when the newest of several versions has it',
      [one('kernel', '5.14.0-300', '', 'x86_64'), one('kernel', '5.14.0-400', '', 'x86_64')],
      [],
      [1],
    ],
    ['nothing of another architecture', [one('kernel', '5.14.0-300', '', 'aarch64')], [], []],
    [
      'a patch when one of two architectures lacks it',
      [one('openssl-libs', '3.0.7-25', '', 'x86_64'), one('openssl-libs', '3.0.7-24', '', 'i686')],
      [2],
      [],
    ],
    [
      'a patch of several packages when one of them lacks it',
      [one('openssl-libs', '3.0.7-25', '', 'x86_64'), one('bash', '5.1.8-6', '', 'x86_64')],
      [2],
      [],
    ],
  ])('%s', (_, installed, missing, satisfied) => {
    expect(match(index, installed)).toEqual({ missing, satisfied })
  })
})

describe('a package of a module', () => {
  // Rows of EL8's updateinfo and modules.yaml: [patch, version, stream].
  type Row = readonly [patchId: number, version: string, stream?: string]
  const rpm = versionSchemes.rpm.key
  const worldOf = (
    name: string,
    rows: readonly Row[],
    others: readonly (readonly [string, string])[] = [],
  ): FixIndex => {
    const streams = new Map<string, string | null>()
    for (const [version, stream] of [...rows.map(([, ...build]) => build), ...others]) {
      if (stream !== undefined) addBuild(streams, buildKey(name, 'x86_64', rpm(version)), stream)
    }
    const all = rows.map(
      ([patchId, version, module]): FixedVersion => ({
        ...{ patchId, versionKey: rpm(version), arch: 'x86_64' },
        ...(module === undefined ? {} : { module }),
      }),
    )
    return { bySource: new Map(), byPackage: new Map([[name, all]]), streams }
  }
  const has = (name: string, version: string): InstalledPackage => ({
    ...{ name, arch: 'x86_64', versionKey: rpm(version), source: name, sourceVersionKey: rpm(version) },
    isModular: isOfModule(version),
  })

  const nodejs = worldOf(
    'nodejs',
    [
      [1, '1:16.20.2-3.module+el8.9.0+20473+c4e3d824', 'nodejs:16'],
      [2, '1:18.19.0-1.module+el8.9.0+20848+a8b4d8a5', 'nodejs:18'],
      [3, '1:18.20.2-1.module+el8.9.0+21717+a8b4d8a5', 'nodejs:18'],
      [4, '1:20.11.1-1.module+el8.9.0+21380+12032667', 'nodejs:20'],
      [5, '1:10.24.0-1.el8'],
    ],
    [
      ['1:18.14.2-3.module+el8.8.0+18445+9493b6ea', 'nodejs:18'],
      ['1:20.9.0-1.module+el8.9.0+20473+c4e3d824', 'nodejs:20'],
    ],
  )
  const perl = worldOf(
    'perl',
    [
      [6, '4:5.26.3-422.el8'],
      [7, '4:5.24.4-404.module+el8.1.0+2926+ce7246ad', 'perl:5.24'],
      [8, '4:5.32.1-473.module+el8.10.0+21354+3ad137bd', 'perl:5.32'],
    ],
    [['4:5.24.4-403.module+el8+2770+c759b41a', 'perl:5.24']],
  )
  // One update, built against three streams of perl.
  const dbi = worldOf(
    'perl-DBI',
    [
      [9, '1.641-4.module+el8.9.0+1509+2e4b8c92', 'perl-DBI:1.641'],
      [9, '1.641-4.module+el8.9.0+1510+0f8a9c11', 'perl-DBI:1.641'],
      [9, '1.641-4.module+el8.9.0+1512+9b2e4c02', 'perl-DBI:1.641'],
    ],
    [['1.641-3.module+el8.6.0+891+f2e4c8a1', 'perl-DBI:1.641']],
  )
  const shared = worldOf(
    'jansi',
    [[10, '1.18-2.module+el8.9.0+9+aaaa', 'maven:3.6']],
    [
      ['1.17-1.module+el8.1.0+1+bbbb', 'maven:3.6'],
      ['1.17-1.module+el8.1.0+1+bbbb', 'maven:3.5'],
    ],
  )

  it.each([
    [
      'misses the fixes of its own stream alone',
      nodejs,
      has('nodejs', '1:18.14.2-3.module+el8.8.0+18445+9493b6ea'),
      [2, 3],
      [],
    ],
    ['has those up to its version', nodejs, has('nodejs', '1:18.19.0-1.module+el8.9.0+20848+a8b4d8a5'), [3], [2]],
    [
      'of a newer stream misses nothing of an older one',
      nodejs,
      has('nodejs', '1:20.9.0-1.module+el8.9.0+20473+c4e3d824'),
      [4],
      [],
    ],
    [
      'is told nothing when nobody says of which stream it is',
      nodejs,
      has('nodejs', '1:18.12.1-1.module+el8.7.0+1+beef'),
      [],
      [],
    ],
    [
      'is no older version of the package outside of modules',
      perl,
      has('perl', '4:5.24.4-403.module+el8+2770+c759b41a'),
      [7],
      [],
    ],
    ['is no newer version of it, either', nodejs, has('nodejs', '1:10.23.1-1.el8'), [5], []],
    [
      'that is built in several contexts is fixed by any of them',
      dbi,
      has('perl-DBI', '1.641-4.module+el8.9.0+1510+0f8a9c11'),
      [],
      [9],
    ],
    [
      'that is built in several contexts misses what is above its own',
      dbi,
      has('perl-DBI', '1.641-3.module+el8.6.0+891+f2e4c8a1'),
      [9],
      [],
    ],
    ['whose build two streams name is told nothing', shared, has('jansi', '1.17-1.module+el8.1.0+1+bbbb'), [], []],
  ] as const)('%s', (_, index, installed, missing, satisfied) => {
    expect(match(index, [installed])).toEqual({ missing, satisfied })
  })

  it('is not judged by its source, which has no stream', () => {
    const index = {
      ...fixes('bySource', {}),
      bySource: new Map([['nodejs', [{ patchId: 1, versionKey: rpm('2-1'), arch: '' }]]]),
    }
    expect(match(index, [has('nodejs', '1-1.module+el8+1+a')])).toEqual({ missing: [], satisfied: [] })
    expect(match(index, [has('nodejs', '1-1.el8')])).toEqual({ missing: [1], satisfied: [] })
  })
})

it.each([
  ['2.module+el9.1.0+13358+56c3b6a3', true],
  ['1:1.module_el8.6.0+3072+4c69edf3', true],
  ['3.module_f38+1234+abc', true],
  ['3.el8_9', false],
])('release %s is of a module: %s', (release, want) => expect(isOfModule(release)).toBe(want))

it('what rpm calls noarch agents call all, and one takes the place of the other', () => {
  const index = fixes('byPackage', { tzdata: [[1, '2024b-1', 'noarch']], foo: [[2, '2-1', 'x86_64']] })
  expect(match(index, [one('tzdata', '2024a-1', '', 'all'), one('foo', '1-1', '', 'all')]).missing).toEqual([1, 2])
  expect(match(index, [one('tzdata', '2024a-1', '', 'x86_64')]).missing).toEqual([1])
})
