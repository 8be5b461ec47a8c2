import { describe, expect, it } from 'vitest'
import { versionSchemes } from '../versions/index.ts'
import { type FixIndex, type InstalledPackage, matchPackages } from './match-packages.ts'

const key = versionSchemes.deb.key
const fixes = (
  of: 'bySource' | 'byPackage',
  all: Readonly<Record<string, readonly [number, string, string?][]>>,
): FixIndex => ({
  bySource: new Map(),
  byPackage: new Map(),
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
