// A past of a world: reports of its assets, one after the other, through the domain and the store, and what was there after each.
import type { OfferedPatch, PackageUpdate } from '@patchyard/domain'
import { findingsUnderTest, type TestDatabase } from '@patchyard/server/testing'
import fc from 'fast-check'
import { idIn, type World, type WorldFinding } from './world.ts'

/** One report: which patches its engine offers, and how far the asset itself has come. */
export interface Report {
  readonly asset: number
  readonly laterMs: number
  readonly offered: readonly number[]
  readonly host: number
}

/** By the place of the asset. */
export type Snapshot = readonly (readonly WorldFinding[])[]

export interface Moment {
  readonly atMs: number
  readonly after: Snapshot
}

const TRACKS = 3

/** Each patch is a version of one of three things; the higher its place, the newer. */
export const offer = (world: World, subscriptionId: number, patch: number): OfferedPatch => {
  const name = `thing-${patch % TRACKS}`
  const one: PackageUpdate = {
    name,
    arch: 'amd64',
    installed: '0',
    candidate: String(patch),
    isSecurity: false,
    origin: '',
    authenticated: true,
    heldBack: null,
  }
  return { patchId: patchIdOf(world, subscriptionId, patch), track: name, packages: [one] }
}

export const patchIdOf = (world: World, subscriptionId: number, patch: number): number =>
  idIn(world.patches[patch]?.catalog === true ? 0 : subscriptionId, patch)

/** The later an asset or patch stands in the world, the later it was known: every fourth of the reports one more of each. */
export const knownAfter = (place: number): number => Math.max(0, place - 2) * 4

export const reports = (world: World, laterMs: fc.Arbitrary<number>): fc.Arbitrary<Report[]> =>
  fc
    .array(
      fc.record({
        asset: fc.nat({ max: world.assets.length - 1 }),
        laterMs,
        offered: fc.subarray(
          world.patches.map((_, i) => i),
          { maxLength: 5 },
        ),
        host: fc.nat({ max: world.patches.length }),
      }),
      { minLength: 60, maxLength: 60 },
    )
    .map(all =>
      all.map((report, n) => ({
        ...report,
        asset: knownAfter(report.asset) <= n ? report.asset : 0,
        offered: report.offered.filter(patch => knownAfter(patch) <= n),
      })),
    )

/** Changes between two sums of the past: as few as that, so that nearly every question reads one, and what changed behind it. */
export const SUM_LEAST = 5

/** Runs the reports from an instant on, and the chore between them; what `finding` held after each. */
export async function live(db: TestDatabase, world: World, fromMs: number, all: readonly Report[]): Promise<Moment[]> {
  const { subscriptionId } = world
  const under = findingsUnderTest(db.database)
  const before = new Map<number, ReadonlyMap<number, OfferedPatch>>()
  const moments: Moment[] = []
  let nowMs = fromMs
  for (const { asset, laterMs, offered, host } of all) {
    nowMs += laterMs
    const offers = offered.map(patch => offer(world, subscriptionId, patch))
    await under.report(subscriptionId, {
      assetId: idIn(subscriptionId, asset),
      nowMs,
      before: before.get(asset) ?? new Map(),
      offered: offers,
      installed: () => [String(host)],
    })
    before.set(asset, new Map(offers.map(one => [one.patchId, one])))
    moments.push({ atMs: nowMs, after: await snapshot(db, world) })
    if (moments.length % 6 === 0) await under.sum(subscriptionId, nowMs, SUM_LEAST)
  }
  await under.fold(subscriptionId)
  await sumUp(db, subscriptionId, nowMs)
  return moments
}

/** All sums that are due. They wait for transactions that are under way, those of other databases included. */
export async function sumUp(db: TestDatabase, subscriptionId: number, nowMs: number): Promise<void> {
  const waiting = 'select 1 from finding_sum where ids is null and subscription_id = $1'
  for (;;) {
    const steps = await findingsUnderTest(db.database).sum(subscriptionId, nowMs, SUM_LEAST)
    if (steps === 0 && (await db.owner(waiting, [subscriptionId])).length === 0) return
  }
}

interface Row {
  readonly asset_id: number
  readonly patch_id: number
  readonly status: number
}

const snapshot = async (db: TestDatabase, world: World): Promise<Snapshot> =>
  findingsOf(
    world,
    await db.inSubscription<Row>(world.subscriptionId, 'select asset_id, patch_id, status from finding', []),
  )

export const findingsOf = (world: World, rows: readonly Row[]): Snapshot =>
  world.assets.map((_, asset) =>
    rows
      .filter(row => row.asset_id === idIn(world.subscriptionId, asset))
      .map(row => ({
        patch: world.patches.findIndex((_p, i) => patchIdOf(world, world.subscriptionId, i) === row.patch_id),
        status: row.status === 1 ? ('missing' as const) : ('installed' as const),
        latest: false,
      })),
  )
