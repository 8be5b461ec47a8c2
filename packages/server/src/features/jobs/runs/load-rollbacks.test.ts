import { planRun } from '@patchyard/domain'
import { rollbackSection } from '@patchyard/protocol'
import { expect, test } from 'vitest'
import { rollbacksOf } from './load-rollbacks.ts'

const row = (patch: string, name: string, oneWay = '', detail = '') =>
  rollbackSection.toRow({
    patch,
    package: name,
    arch: 'x86_64',
    installed: '2',
    earlier: '1',
    oneWay,
    detail,
    keptAt: 1,
  })

const rows = [
  row('a', 'openssl'),
  row('a', 'libssl3'),
  row('b', 'linux-image-amd64', 'kernel', 'the earlier kernel stays'),
]
const activeAsset = {
  assetId: 1,
  publicId: 'asset',
  name: 'asset',
  platform: 'linux',
  standing: 'active',
  inOwnersScope: true,
  activated: true,
  licensed: true,
  paused: false,
  patchingOff: false,
  scanned: true,
} as const

const patches = [
  { patchId: 1, key: 'a' },
  { patchId: 2, key: 'b' },
  { patchId: 3, key: 'c' },
]

test('what was kept becomes a way back from what is installed; the rest is refused with its reason', () => {
  const { findings, refused } = rollbacksOf(rows, patches)
  expect(findings).toMatchObject([
    { patchId: 1, packages: [{ name: 'openssl', installed: '2', candidate: '1' }, { name: 'libssl3' }] },
    { patchId: 2, packages: [] },
    { patchId: 3, packages: [] },
  ])
  expect([...refused]).toEqual([
    [2, { reason: 'patch_one_way', detail: 'linux-image-amd64: the earlier kernel stays (kernel)' }],
    [3, { reason: 'patch_one_way', detail: 'Nothing was kept on this asset to take it back with.' }],
  ])
})

test('an asset that reported nothing takes nothing back', () => {
  const { refused } = rollbacksOf([], patches)
  expect([...refused.keys()]).toEqual([1, 2, 3])
})

test('the planner makes items of what can go back, and tells the rest with its reason, in the order asked', () => {
  const { findings, refused } = rollbacksOf(rows, patches)
  const asset = { ...activeAsset, findings, ruled: refused }
  const [task] = planRun({
    platform: 'linux',
    assets: [asset],
    patches: patches.map(one => ({ ...one, publicId: one.key, title: one.key, deprecated: false })),
    unknownAssets: [],
    unknownPatches: [],
    maxPackagesPerItem: 500,
  }).tasks
  expect(task?.items).toEqual([
    {
      n: 1,
      patchId: 1,
      key: 'a',
      packages: [
        { name: 'openssl', arch: 'x86_64', from: '2', to: '1' },
        { name: 'libssl3', arch: 'x86_64', from: '2', to: '1' },
      ],
    },
  ])
  expect(task?.leftOut.map(one => `${one.patchId} ${one.state} ${one.reason ?? ''}`)).toEqual([
    '2 skipped patch_one_way',
    '3 skipped patch_one_way',
  ])
})
