import { describe, expect, it } from 'vitest'
import type { PackageUpdate } from '../findings/package-update.ts'
import { type PlanAsset, type PlanInput, planRun } from './plan-run.ts'

const pkg = (over: Partial<PackageUpdate> = {}): PackageUpdate => ({
  name: 'openssl',
  arch: 'amd64',
  installed: '1',
  candidate: '2',
  isSecurity: true,
  origin: 'Debian-Security',
  authenticated: true,
  heldBack: null,
  ...over,
})
const asset = (over: Partial<PlanAsset> = {}): PlanAsset => ({
  assetId: 1,
  publicId: 'a-1',
  name: 'web-01',
  platform: 'linux',
  standing: 'active',
  inOwnersScope: true,
  activated: true,
  licensed: true,
  paused: false,
  patchingOff: false,
  scanned: true,
  findings: [{ patchId: 7, status: 'missing', packages: [pkg()] }],
  ...over,
})
const patch = { patchId: 7, publicId: 'p-7', key: 'deb:debian/bookworm/openssl@2', title: 'openssl', deprecated: false }
const plan = (over: Partial<PlanInput>) =>
  planRun({
    platform: 'linux',
    assets: [asset()],
    patches: [patch],
    unknownAssets: [],
    unknownPatches: [],
    maxPackagesPerItem: 500,
    ...over,
  })

describe('the plan of a run', () => {
  it('a missing patch becomes an item with exact versions', () => {
    expect(plan({}).tasks).toEqual([
      {
        assetId: 1,
        items: [
          {
            n: 1,
            patchId: 7,
            key: patch.key,
            packages: [{ name: 'openssl', arch: 'amd64', from: '1', to: '2' }],
          },
        ],
        leftOut: [],
        skip: null,
      },
    ])
  })

  it.each([
    ['an agent that is not active', { standing: 'quarantined' as const }, 'asset_not_active'],
    ['an asset of another platform', { platform: 'windows' }, 'asset_other_platform'],
    ['an asset never scanned', { scanned: false }, 'asset_never_scanned'],
    ["an asset outside the owner's scope", { inOwnersScope: false }, 'asset_outside_scope'],
    ['an asset that patching is not activated for', { activated: false }, 'asset_not_activated'],
    ['an asset without a licence', { licensed: false }, 'asset_unlicensed'],
    ['a paused asset', { paused: true }, 'asset_paused'],
    ['an asset whose profile switches patching off', { patchingOff: true }, 'patching_off'],
    ['an asset that misses nothing of it', { findings: [] }, 'nothing_to_do'],
  ])('%s is skipped with its reason', (_, over, reason) => {
    expect(plan({ assets: [asset(over)] }).tasks[0]).toMatchObject({ items: [], skip: reason })
  })

  it('of an asset that the owner may not see no other reason is told', () => {
    const hidden = { inOwnersScope: false, licensed: false, paused: true, platform: 'windows' }
    expect(plan({ assets: [asset(hidden)] }).tasks[0]?.skip).toBe('asset_outside_scope')
  })

  it.each([
    ['held back', { heldBack: 'hold' }, 'patch_held'],
    ['from an unauthenticated repository', { authenticated: false }, 'patch_unauthenticated'],
  ])('a patch %s is left out with its reason', (_, over, reason) => {
    const task = plan({ assets: [asset({ findings: [{ patchId: 7, status: 'missing', packages: [pkg(over)] }] })] })
      .tasks[0]
    expect(task?.leftOut).toEqual([{ patchId: 7, state: 'skipped', reason }])
  })

  it('only the packages that are not held back travel', () => {
    const findings = [
      { patchId: 7, status: 'missing' as const, packages: [pkg(), pkg({ name: 'libssl3', heldBack: 'hold' })] },
    ]
    expect(plan({ assets: [asset({ findings })] }).tasks[0]?.items[0]?.packages.map(p => p.name)).toEqual(['openssl'])
  })

  it('a patch with more packages than an item may carry is left out', () => {
    expect(plan({ maxPackagesPerItem: 0 }).tasks[0]?.leftOut[0]?.reason).toBe('patch_too_large')
  })

  it('nothing that people chose disappears without a reason', () => {
    const other = { ...patch, patchId: 8, publicId: 'p-8', title: 'bash' }
    const result = plan({ patches: [patch, other], unknownAssets: ['gone'], unknownPatches: ['lost'] })
    expect(result.leftOut.map(l => [l.kind, l.publicId, l.reason])).toEqual([
      ['asset', 'gone', 'asset_not_found'],
      ['patch', 'lost', 'patch_not_found'],
      ['patch', 'p-8', 'patch_not_missing'],
    ])
  })
})
