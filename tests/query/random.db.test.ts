import { type Entity, entities, type StatusFilter } from '@patchyard/query'
import { testDatabase, type TestDatabase } from '@patchyard/server/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Asked, askMemory, askSql, type Asker, thresholds, thresholdsMet } from './both-back-ends.ts'
import { insertWorld } from './world/insert-world.ts'
import { randomTree } from './world/random-tree.ts'
import { randomWorld } from './world/random-world.ts'
import type { World } from './world/world.ts'
import type { WorldScope } from './world/world-objects.ts'

// One question costs two statements, about 4 ms; the long run asks more (random.long.test.ts).
const QUESTIONS = 400
const NOW_MS = Date.parse('2024-06-15T12:00:00.000Z')

let db: TestDatabase
let world: World

beforeAll(async () => {
  db = await testDatabase()
  const seed = Number(process.env['PATCHYARD_TEST_SEED'] ?? 20240615)
  ;[world] = fc.sample(randomWorld(7), { numRuns: 1, seed }) as [World]
  await insertWorld(db, world)
  await insertWorld(db, {
    ...world,
    subscriptionId: 8,
    people: [{ name: 'web', email: 'x@s8.example.org' }],
    jobs: [],
    tasks: [],
  })
})
afterAll(() => db[Symbol.asyncDispose]())

const scopes: fc.Arbitrary<WorldScope> = fc.oneof(
  { arbitrary: fc.constant(null), weight: 3 },
  { arbitrary: fc.uniqueArray(fc.nat({ max: 3 }), { maxLength: 2 }), weight: 1 },
)
const statuses = fc.constantFrom<(StatusFilter | null)[]>(null, 'missing', 'installed', 'latestMissing')

function questions(entity: Entity): fc.Arbitrary<{ asked: Asked; scope: WorldScope; person: number | null }> {
  const query = randomTree(entity)
  const two = entity === 'asset' ? 'patch' : 'asset'
  const asked: fc.Arbitrary<Asked> =
    entity === 'asset' || entity === 'patch'
      ? fc.record({ query, having: fc.option(randomTree(two), { nil: null, freq: 3 }), status: statuses })
      : fc.record({ query })
  return fc.record({ asked, scope: scopes, person: fc.constantFrom(null, 0, 1) })
}

describe('SQL and memory answer the same on every object', () => {
  it.each(entities)(
    '%s',
    async entity => {
      let matched = 0
      await fc.assert(
        fc.asyncProperty(questions(entity), async ({ asked, scope, person }) => {
          const asker: Asker = { world, scope, person, nowMs: NOW_MS }
          const fromSql = await askSql(db, asker, asked)
          const fromMemory = askMemory(asker, asked)
          if (fromMemory.length > 0) matched += 1
          expect(fromSql).toEqual(fromMemory)
        }),
        { numRuns: QUESTIONS },
      )
      // Questions that nothing answers would prove nothing.
      expect(matched).toBeGreaterThan(QUESTIONS / 5)
    },
    120_000,
  )

  it('by both ways where there are two: every threshold was met', () => {
    expect([...thresholdsMet].sort()).toEqual([...thresholds].sort())
  })
})
