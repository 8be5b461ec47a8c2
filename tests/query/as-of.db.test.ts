import { compileAssetCounts, compilePatchCounts, findToken, tokensAsked } from '@patchyard/query'
import { testDatabase, type TestDatabase } from '@patchyard/server/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Asker, askMemory, askSql, contextOf, runFragment } from './both-back-ends.ts'
import { NOW_MS, type Question, questions } from './random-questions.ts'
import { insertWorld } from './world/insert-world.ts'
import { findingsOf, knownAfter, live, type Moment, patchIdOf, reports, type Snapshot } from './world/past.ts'
import { randomWorld } from './world/random-world.ts'
import { idIn, isListed, type World } from './world/world.ts'
import { inScope } from './world/world-objects.ts'

const FROM_MS = NOW_MS - 86_400_000
const SEED = Number(process.env['PATCHYARD_TEST_SEED'] ?? 20260331)
const QUESTIONS = 200

/** A world whose assets report from FROM_MS on, and another subscription with another past of the same assets and patches. */
interface Past {
  readonly db: TestDatabase
  readonly world: World
  readonly moments: readonly Moment[]
}

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
  await live(db, other, FROM_MS, all[1] ?? [])
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

/** States by what the tables hold, read without the product's statements. Throws where one instant has two of them. */
async function statesAt({ db, world }: Past, atMs: number): Promise<Snapshot> {
  const rows = await db.owner<{
    asset_id: number
    patch_id: number
    status: number
    from_ms: number
    to_ms: number | null
  }>(
    `select asset_id, patch_id, status, (extract(epoch from since) * 1000)::float8 as from_ms, null as to_ms from finding where subscription_id = 7
     union all select asset_id, patch_id, status, (extract(epoch from from_at) * 1000)::float8, (extract(epoch from to_at) * 1000)::float8
       from finding_history where subscription_id = 7`,
  )
  const at = rows.filter(row => row.from_ms <= atMs && (row.to_ms === null || atMs < row.to_ms))
  if (new Set(at.map(row => `${row.asset_id} ${row.patch_id}`)).size < at.length) throw new Error('two states at once')
  return findingsOf(world, at)
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
    for (const atMs of instants(past.moments)) {
      expect(sorted(await statesAt(past, atMs)), String(atMs - FROM_MS)).toEqual(sorted(after(atMs)))
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
    for (const atMs of instants(past.moments)) await statesAt(past, atMs)
  })

  it('what the clock passed once is as it was', async () => {
    const times = past.moments.map(one => one.atMs)
    // Between the lowest instant that it was set back to and the highest that it came from.
    const twice = times.flatMap((ms, i) => (ms < (times[i - 1] ?? ms) ? [[ms, Math.max(...times.slice(0, i))]] : []))
    const once = instants(past.moments).filter(ms => twice.every(([from = 0, to = 0]) => ms < from || ms > to))
    expect(once.length).toBeGreaterThan(3)
    for (const atMs of once) {
      const want = past.moments.findLast(one => one.atMs <= atMs)?.after ?? past.world.assets.map(() => [])
      expect(sorted(await statesAt(past, atMs)), String(atMs - FROM_MS)).toEqual(sorted(want))
    }
  })

  it.each(['asset', 'patch'] as const)(
    'SQL and memory answer alike about %s',
    async entity => {
      const asked = fc.tuple(questions(entity).filter(pastQuestion), fc.constantFrom(...instants(past.moments)))
      const property = fc.asyncProperty(asked, async ([question, atMs]) => {
        await askPast(past, question, atMs, await statesAt(past, atMs))
      })
      await fc.assert(property, { numRuns: QUESTIONS / 2, seed: SEED })
    },
    120_000,
  )
})
