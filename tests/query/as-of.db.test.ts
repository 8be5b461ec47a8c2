import { compileAssetCounts, compilePatchCounts, findToken, tokensAsked } from '@patchyard/query'
import { findingsUnderTest, testDatabase } from '@patchyard/server/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Asker, askMemory, askSql, contextOf, runFragment } from './both-back-ends.ts'
import { NOW_MS, type Question, questions } from './random-questions.ts'
import { insertWorld } from './world/insert-world.ts'
import {
  knownAfter,
  live,
  type Moment,
  offer,
  patchIdOf,
  reports,
  type Snapshot,
  SUM_LEAST,
  sumUp,
} from './world/past.ts'
import { countsAt, countsOf, type Past, snapshotAt, statesOf } from './past-states.ts'
import { randomWorld } from './world/random-world.ts'
import { idIn, isListed, type World } from './world/world.ts'
import { inScope } from './world/world-objects.ts'

const FROM_MS = NOW_MS - 86_400_000
const SEED = Number(process.env['PATCHYARD_TEST_SEED'] ?? 20260331)
const QUESTIONS = 120

async function open(laterMs: fc.Arbitrary<number>): Promise<Past> {
  const db = await testDatabase()
  const [whole] = fc.sample(randomWorld(7), { numRuns: 1, seed: SEED }) as [World]
  const world: World = { ...whole, assets: whole.assets.map(one => ({ ...one, findings: [], exposedAt: null })) }
  const people = [{ name: 'web', email: 'x@s8.example.org' }]
  const other: World = { ...world, subscriptionId: 8, people, jobs: [], tasks: [] }
  await insertWorld(db, world)
  await insertWorld(db, other)
  const all = fc.sample(reports(world, laterMs), { numRuns: 2, seed: SEED })
  const moments = await live(db, world, FROM_MS, all[0] ?? [])
  await live(db, other, FROM_MS, (all[1] ?? []).slice(0, 20))
  const known = (place: number): string => new Date(knownAtMs({ db, world, moments }, place)).toISOString()
  for (const [i] of world.assets.entries())
    await db.owner(`update asset set created_at = $1 where asset_id = $2`, [known(i), idIn(7, i)])
  for (const [i] of world.patches.entries())
    await db.owner(`update patch set first_reported_at = $1 where id = $2`, [known(i), patchIdOf(world, 7, i)])
  return { db, world, moments }
}

/** The earliest instant by which all reports that may name it have come: a clock that was set back does not un-know it. */
const knownAtMs = ({ moments }: Past, place: number): number =>
  Math.min(...moments.slice(knownAfter(place)).map(one => one.atMs))

const pastQuestion = (question: Question): boolean =>
  question.asked.status !== 'latestMissing' &&
  [question.asked.query, question.asked.having].every(
    tree => tree == null || tokensAsked(tree).every(name => findToken(tree.entity, name)?.hasNoPast !== true),
  )

/** Asks one question as of an instant of both; how many objects are the answer. */
async function askPast(
  past: Past,
  { asked, scope, person }: Question,
  asOfMs: number,
  then: Snapshot,
): Promise<number> {
  const { db, world } = past
  const asker: Asker = { world, scope, person, nowMs: NOW_MS, asOfMs }
  const assets = world.assets.map((one, i) => ({ ...one, findings: then[i] ?? [] }))
  const inMemory = askMemory({ ...asker, world: { ...world, assets } }, asked)
  const fromMemory = inMemory.filter(place => knownAtMs(past, place) <= asOfMs)
  const fromSql = await askSql(db, asker, asked)
  if (fromSql.join() !== fromMemory.join()) {
    throw new Error(`as of ${asOfMs - FROM_MS}: SQL: ${fromSql.join()}; memory: ${fromMemory.join()}`)
  }
  return fromMemory.length
}

const sorted = (snapshot: Snapshot): Snapshot => snapshot.map(one => one.toSorted((a, b) => a.patch - b.patch))

/** Instants at, just before and just after each change, before the first and long after the last. */
const instants = (moments: readonly Moment[]): number[] => [
  ...new Set([FROM_MS - 1, NOW_MS, ...moments.flatMap(({ atMs }) => [atMs - 1, atMs, atMs + 1])]),
]

describe('as of an instant, where the clock only went on', () => {
  let past: Past
  beforeAll(async () => {
    // Several reports at one instant, and pauses.
    past = await open(fc.constantFrom(0, 0, 1, 2, 1000, 3_600_000))
  })
  afterAll(() => past.db[Symbol.asyncDispose]())

  const after = (atMs: number): Snapshot =>
    past.moments.findLast(one => one.atMs <= atMs)?.after ?? past.world.assets.map(() => [])

  it('the tables hold what was there at each, ends and beginnings included', async () => {
    const states = await statesOf(past)
    for (const atMs of instants(past.moments)) {
      expect(sorted(snapshotAt(past, states, atMs)), String(atMs - FROM_MS)).toEqual(sorted(after(atMs)))
    }
  })

  it.each(['asset', 'patch'] as const)(
    'SQL and memory answer alike about %s, and as it was',
    async entity => {
      let answered = 0
      const asked = fc.tuple(questions(entity).filter(pastQuestion), fc.constantFrom(...instants(past.moments)))
      const property = fc.asyncProperty(asked, async ([question, atMs]) => {
        if ((await askPast(past, question, atMs, after(atMs))) > 0) answered += 1
      })
      await fc.assert(property, { numRuns: QUESTIONS, seed: SEED })
      expect(answered).toBeGreaterThan(QUESTIONS / 20)
    },
    120_000,
  )

  it('what stands beside the rows of a page is what there was', async () => {
    const { db, world } = past
    for (const scope of [null, [0], [1, 2]]) {
      for (const atMs of instants(past.moments).filter((_, i) => i % 7 === 0)) {
        const then = after(atMs)
        const context = contextOf({ world, scope, person: null, nowMs: NOW_MS, asOfMs: atMs })
        const seen = world.assets.map((one, i) => (inScope(world, one, scope) ? (then[i] ?? []) : []))
        const count = (findings: Snapshot[number], status: string): number =>
          findings.filter(one => one.status === status).length
        const assets = await runFragment<{ id: number; missing: number; installed: number }>(
          db,
          7,
          compileAssetCounts(
            world.assets.map((_, i) => idIn(7, i)),
            context,
          ),
        )
        expect(new Map(assets.map(row => [row.id, [row.missing, row.installed]]))).toEqual(
          new Map(
            seen.flatMap((all, i) =>
              all.length === 0 ? [] : [[idIn(7, i), [count(all, 'missing'), count(all, 'installed')]]],
            ),
          ),
        )
        const ids = world.patches.map((_, i) => patchIdOf(world, 7, i))
        const patches = await runFragment<{ id: number; missing: number; installed: number }>(
          db,
          7,
          compilePatchCounts(ids, context),
        )
        const listed = seen.filter((_, i) => isListed(world.assets[i] as World['assets'][number]))
        const want = ids.map((id, place) => {
          const of = listed.flatMap(all => all.filter(one => one.patch === place))
          return [id, count(of, 'missing'), count(of, 'installed')]
        })
        const got = new Map(patches.map(row => [row.id, row]))
        expect(ids.map(id => [id, got.get(id)?.missing ?? 0, got.get(id)?.installed ?? 0])).toEqual(want)
      }
    }
  })

  it('most of what was asked had a sum before it', async () => {
    const [sums] = await past.db.owner<{ n: number }>(
      `select count(*)::int as n from finding_sum where subscription_id = 7 and ids is not null`,
    )
    expect(sums?.n).toBeGreaterThan(30)
  })

  it('before the first report there was nothing, and as of now there is what there is', async () => {
    const everything: Question = { asked: { query: { entity: 'asset', root: null } }, scope: null, person: null }
    expect(await askPast(past, everything, FROM_MS - 1, [])).toBe(0)
    const present = past.moments.at(-1)?.after ?? []
    for (const status of ['missing', 'installed'] as const) {
      await askPast(past, { ...everything, asked: { ...everything.asked, status } }, NOW_MS, present)
    }
  })
})

describe('as of an instant, where the clock was set back', () => {
  let past: Past
  beforeAll(async () => {
    past = await open(fc.constantFrom(0, 1, 1000, 60_000, 60_000, 60_000, 60_000, -30_000, -500))
  })
  afterAll(() => past.db[Symbol.asyncDispose]())

  it('nothing is in two states at once', async () => {
    const states = await statesOf(past)
    for (const atMs of instants(past.moments)) snapshotAt(past, states, atMs)
  })

  it('what the clock passed once is as it was', async () => {
    const times = past.moments.map(one => one.atMs)
    // Between the lowest instant that it was set back to and the highest that it came from.
    const twice = times.flatMap((ms, i) => (ms < (times[i - 1] ?? ms) ? [[ms, Math.max(...times.slice(0, i))]] : []))
    const once = instants(past.moments).filter(ms => twice.every(([from = 0, to = 0]) => ms < from || ms > to))
    expect(once.length).toBeGreaterThan(3)
    const states = await statesOf(past)
    for (const atMs of once) {
      const want = past.moments.findLast(one => one.atMs <= atMs)?.after ?? past.world.assets.map(() => [])
      expect(sorted(snapshotAt(past, states, atMs)), String(atMs - FROM_MS)).toEqual(sorted(want))
    }
  })

  it.each(['asset', 'patch'] as const)(
    'SQL and memory answer alike about %s',
    async entity => {
      const states = await statesOf(past)
      const asked = fc.tuple(questions(entity).filter(pastQuestion), fc.constantFrom(...instants(past.moments)))
      const property = fc.asyncProperty(asked, async ([question, atMs]) => {
        await askPast(past, question, atMs, snapshotAt(past, states, atMs))
      })
      await fc.assert(property, { numRuns: QUESTIONS / 2, seed: SEED })
    },
    120_000,
  )

  describe('sums of the past', () => {
    // All were known all along: what is compared here is counted, and not who is in the list.
    beforeAll(async () => {
      for (const statement of ['update asset set created_at = $1', 'update patch set first_reported_at = $1'])
        await past.db.owner(statement, [new Date(FROM_MS - 1).toISOString()])
    })

    const sums = (subscriptionId: number) =>
      past.db.owner<{ kind: string; at: Date; moved_to: number; print: string }>(
        `select kind, at, moved_to, concat(ids, missing, installed) as print from finding_sum
        where subscription_id = ${subscriptionId} order by kind, at`,
      )
    const asTheRowsSay = async (): Promise<void> => {
      const states = await statesOf(past)
      const all = instants(past.moments)
      for (const atMs of all.filter((_, i) => i % Math.ceil(all.length / 12) === 0))
        expect(await countsAt(past, atMs), String(atMs - FROM_MS)).toEqual(await countsOf(past, states, atMs))
    }
    const lastMs = (): number => Math.max(...past.moments.map(one => one.atMs))

    it('are there, and counts are what a recount gives', async () => {
      await sumUp(past.db, 7, lastMs())
      for (const kind of ['patch', 'asset'])
        expect((await sums(7)).filter(one => one.kind === kind).length).toBeGreaterThan(15)
      await asTheRowsSay()
    })

    it('are deleted from the instant on at which a clock that was set back brings a change', async () => {
      const at = (await sums(7)).map(one => one.at.getTime())
      const middle = at.toSorted((a, b) => a - b)[at.length >> 1] ?? 0
      await findingsUnderTest(past.db.database).report(7, {
        assetId: idIn(7, 0),
        nowMs: middle,
        before: new Map(),
        offered: [],
        installed: () => [],
      })
      expect((await sums(7)).map(one => one.at.getTime())).toEqual(at.filter(ms => ms < middle))
      await asTheRowsSay()
      await sumUp(past.db, 7, lastMs())
      expect(await sums(7)).not.toEqual([])
      await asTheRowsSay()
    })

    it('are not counted while a report that may not have seen them is on its way', async () => {
      const { db } = past
      const under = findingsUnderTest(db.database)
      const [newest] = (await sums(7)).map(one => one.at.getTime()).toSorted((a, b) => b - a)
      await db.owner('delete from finding_sum where subscription_id = 7')
      const counted = async () => (await sums(7)).filter(one => one.print !== '').length
      await under.report(7, {
        ...{ assetId: idIn(7, 1), nowMs: (newest ?? 0) - 1, before: new Map(), offered: [], installed: () => [] },
        async atLast() {
          for (let n = 0; n < 3; n++) await under.sum(7, lastMs(), SUM_LEAST)
          expect([(await sums(7)).length > 5, await counted()]).toEqual([true, 0])
        },
      })
      await sumUp(db, 7, lastMs())
      expect(await counted()).toBeGreaterThan(5)
      await asTheRowsSay()
    })

    it('hold for an asset that leaves the list, reports and comes back, told or not', async () => {
      const { db } = past
      const under = findingsUnderTest(db.database)
      const missed = new Map<number, number>()
      for (const { asset_id, status } of await statesOf(past))
        if (status === 1) missed.set(asset_id, (missed.get(asset_id) ?? 0) + 1)
      const id = [...missed].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? 0
      await under.list(7, id, false)
      await asTheRowsSay()
      await under.report(7, {
        ...{ assetId: id, nowMs: lastMs() + 5, before: new Map() },
        ...{ offered: [offer(past.world, 7, 0), offer(past.world, 7, 2)], installed: () => ['1'] },
      })
      await asTheRowsSay()
      await sumUp(db, 7, lastMs() + 10)
      await asTheRowsSay()
      await under.list(7, id, true)
      await asTheRowsSay()
      // Away and back again before the chore comes.
      await under.list(7, id, false)
      await under.list(7, id, true)
      await asTheRowsSay()
      for (let n = 0; n < 3; n++) await under.sum(7, lastMs(), SUM_LEAST, 1)
      await asTheRowsSay()
      await sumUp(db, 7, lastMs() + 10)
      await asTheRowsSay()
    })

    it('let go of a removed asset in steps, and counts are right after each', async () => {
      const { db } = past
      const before = await sums(7)
      const others = await sums(8)
      // One that is listed, and one that is not.
      await findingsUnderTest(db.database).list(7, idIn(7, 1), false)
      for (const place of [0, 1]) await findingsUnderTest(db.database).remove(7, idIn(7, place))
      await asTheRowsSay()
      let turns = 0
      for (; (await db.owner('select 1 from finding_moved')).length > 0; turns++) {
        await findingsUnderTest(db.database).sum(7, lastMs(), SUM_LEAST, 1)
        await asTheRowsSay()
      }
      expect(turns).toBeGreaterThan(3)
      const after = await sums(7)
      expect(after.map(one => one.at)).toEqual(before.map(one => one.at))
      expect(after.map(one => one.print)).not.toEqual(before.map(one => one.print))
      expect(await sums(8)).toEqual(others)
      const left = await db.owner(`select 1 from finding_sum where kind = 'asset' and ids && $1`, [
        [idIn(7, 0), idIn(7, 1)],
      ])
      expect(left).toEqual([])
    })

    it('begin anew where very many assets moved at once', async () => {
      const { db } = past
      await db.owner(
        `insert into finding_moved (subscription_id, asset_id, sign) select 7, $1, -1 from generate_series(1, 401)`,
        [idIn(7, 2)],
      )
      await findingsUnderTest(db.database).list(7, idIn(7, 2), false)
      await findingsUnderTest(db.database).sum(7, lastMs(), SUM_LEAST, 1)
      expect(await sums(7)).toEqual([])
      await asTheRowsSay()
      await sumUp(db, 7, lastMs())
      expect(await sums(7)).not.toEqual([])
      await asTheRowsSay()
    })
  })
})
