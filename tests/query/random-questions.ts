import type { Entity, StatusFilter } from '@patchyard/query'
import { testDatabase, type TestDatabase } from '@patchyard/server/testing'
import fc from 'fast-check'
import { type Asked, type Asker, askMemory, askSql } from './both-back-ends.ts'
import { insertWorld } from './world/insert-world.ts'
import { randomTree } from './world/random-tree.ts'
import { randomWorld } from './world/random-world.ts'
import type { World } from './world/world.ts'
import type { WorldScope } from './world/world-objects.ts'

export const NOW_MS = Date.parse('2024-06-15T12:00:00.000Z')

export interface RandomWorld {
  readonly db: TestDatabase
  readonly world: World
}

/** A database with a random world, and its assets and patches once more in another subscription. */
export async function openRandomWorld(seed: number): Promise<RandomWorld> {
  const db = await testDatabase()
  const [world] = fc.sample(randomWorld(7), { numRuns: 1, seed }) as [World]
  await insertWorld(db, world)
  const people = [{ name: 'web', email: 'x@s8.example.org' }]
  await insertWorld(db, { ...world, subscriptionId: 8, people, jobs: [], tasks: [] })
  return { db, world }
}

export interface Question {
  readonly asked: Asked
  readonly scope: WorldScope
  readonly person: number | null
}

const scopes: fc.Arbitrary<WorldScope> = fc.oneof(
  { arbitrary: fc.constant(null), weight: 3 },
  { arbitrary: fc.uniqueArray(fc.nat({ max: 3 }), { maxLength: 2 }), weight: 1 },
)
const statuses = fc.constantFrom<(StatusFilter | null)[]>(null, 'missing', 'installed', 'latestMissing')

export function questions(entity: Entity): fc.Arbitrary<Question> {
  const query = randomTree(entity)
  const other = entity === 'asset' ? 'patch' : 'asset'
  const asked: fc.Arbitrary<Asked> =
    entity === 'asset' || entity === 'patch'
      ? fc.record({ query, having: fc.option(randomTree(other), { nil: null, freq: 3 }), status: statuses })
      : fc.record({ query })
  return fc.record({ asked, scope: scopes, person: fc.constantFrom(null, 0, 1) })
}

/** Asks one question of both; how many objects are the answer. Throws when they do not agree. */
export async function askBoth({ db, world }: RandomWorld, { asked, scope, person }: Question): Promise<number> {
  const asker: Asker = { world, scope, person, nowMs: NOW_MS }
  const fromMemory = askMemory(asker, asked)
  const fromSql = await askSql(db, asker, asked)
  if (fromSql.join() !== fromMemory.join()) throw new Error(`SQL: ${fromSql.join()}; memory: ${fromMemory.join()}`)
  return fromMemory.length
}
