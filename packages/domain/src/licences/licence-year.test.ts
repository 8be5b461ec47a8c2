import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type PlanAsset, planRun } from '../jobs/plan-run.ts'
import { assignLicences, type LicenceCandidate } from './assign-licences.ts'
import { effectiveLicence, type Licence, licenceLimit, licencePermits } from './licence.ts'

const DAY = 86_400_000

/** What happens on one day, before anybody plans. */
interface Day {
  readonly give: {
    readonly kind: 'free' | 'trial' | 'full'
    readonly limit: number | null
    readonly days: number
  } | null
  readonly activate: number | null
  readonly deactivate: number | null
  readonly tag: { readonly asset: number; readonly tag: number } | null
  readonly include: readonly number[] | null
}

const ASSETS = 6
const someAsset = fc.integer({ min: 0, max: ASSETS - 1 })
const day: fc.Arbitrary<Day> = fc.record({
  give: fc.option(
    fc.record({
      kind: fc.constantFrom('free', 'trial', 'full'),
      limit: fc.option(fc.integer({ min: 1, max: 4 })),
      days: fc.integer({ min: 1, max: 90 }),
    }),
    { freq: 12 },
  ),
  activate: fc.option(someAsset, { freq: 3 }),
  deactivate: fc.option(someAsset, { freq: 8 }),
  tag: fc.option(fc.record({ asset: someAsset, tag: fc.integer({ min: 1, max: 2 }) }), { freq: 6 }),
  include: fc.option(fc.subarray([1, 2]), { freq: 20 }),
})

const planAsset = (assetId: number, licensed: boolean): PlanAsset => ({
  assetId,
  publicId: String(assetId),
  name: '',
  platform: 'linux',
  standing: 'active',
  inOwnersScope: true,
  activated: true,
  licensed,
  paused: false,
  patchingOff: false,
  scanned: true,
  findings: [{ patchId: 1, status: 'missing', packages: [bash] }],
})
const bash = {
  name: 'bash',
  arch: 'amd64',
  installed: '1',
  candidate: '2',
  isSecurity: true,
  origin: 'Debian',
  authenticated: true,
  heldBack: null,
}
const patch = { patchId: 1, publicId: 'p', key: 'deb:debian/12/bash@2', title: 'bash', deprecated: false }

it('over years of trials, ends, renewals, shortages, tags and activations no day plans a task for an unlicensed asset', () => {
  fc.assert(
    fc.property(fc.array(day, { minLength: 30, maxLength: 365 }), days => {
      let licence: Licence = { kind: 'free', limit: null, endAt: null }
      // The oracle counts whole days that are left, the product compares instants.
      let left = 0
      let include: readonly number[] = []
      const activatedOn = new Map<number, number>()
      const tags = new Map<number, Set<number>>()
      for (const [n, { give, activate, deactivate, tag, include: chosen }] of days.entries()) {
        const nowMs = n * DAY
        if (left > 0) left -= 1
        if (give !== null) {
          const isFree = give.kind === 'free'
          licence = isFree
            ? { kind: 'free', limit: null, endAt: null }
            : { kind: give.kind, limit: give.limit, endAt: new Date(nowMs + give.days * DAY) }
          left = isFree ? 0 : give.days
        }
        if (activate !== null && !activatedOn.has(activate)) activatedOn.set(activate, nowMs)
        if (deactivate !== null) activatedOn.delete(deactivate)
        if (tag !== null) tags.set(tag.asset, new Set([...(tags.get(tag.asset) ?? []), tag.tag]))
        if (chosen !== null) include = chosen

        const kind = effectiveLicence(licence, nowMs)
        expect(kind).toBe(left > 0 ? licence.kind : 'free')
        const candidates = Array.from(
          { length: ASSETS },
          (_, assetId): LicenceCandidate => ({
            assetId,
            activatedAtMs: activatedOn.get(assetId) ?? null,
            tagIds: tags.get(assetId) ?? new Set(),
          }),
        )
        const { licensed } = assignLicences(candidates, { include, exclude: [] }, licenceLimit(licence, nowMs))
        const { tasks } = planRun({
          platform: 'linux',
          assets: candidates.map(({ assetId }) => planAsset(assetId, licencePermits(kind) && licensed.has(assetId))),
          patches: [patch],
          unknownAssets: [],
          unknownPatches: [],
          maxPackagesPerItem: 500,
        })
        const targeted = tasks.filter(task => task.items.length > 0).map(task => task.assetId)
        if (left === 0) expect(targeted).toEqual([])
        else {
          const may = [...activatedOn.keys()].filter(
            id => include.length === 0 || include.some(one => tags.get(id)?.has(one) === true),
          )
          const oldest = may.toSorted((a, b) => Number(activatedOn.get(a)) - Number(activatedOn.get(b)) || a - b)
          const want = licence.limit === null ? oldest : oldest.slice(0, licence.limit)
          expect(targeted).toEqual(want.toSorted((a, b) => a - b))
        }
        for (const task of tasks) if (task.items.length === 0) expect(task.skip).toBe('asset_unlicensed')
      }
    }),
    { numRuns: 60 },
  )
})
