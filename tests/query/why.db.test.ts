import {
  check,
  compileMatches,
  compileObject,
  type Entity,
  entities,
  type QueryObject,
  type QueryTree,
  tokensAsked,
  why,
  whyInMemory,
} from '@patchyard/query'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Asker, contextOf, runFragment } from './both-back-ends.ts'
import { NOW_MS, openRandomWorld, type RandomWorld } from './random-questions.ts'
import { randomTree } from './world/random-tree.ts'
import { idIn } from './world/world.ts'
import { objectsOf } from './world/world-objects.ts'

// One statement for each clause of a question, and one for each object.
const QUESTIONS = 40

let random: RandomWorld
beforeAll(async () => {
  random = await openRandomWorld(Number(process.env['PATCHYARD_TEST_SEED'] ?? 20240615))
})
afterAll(() => random.db[Symbol.asyncDispose]())

function idOf(entity: Entity, i: number): number {
  const { patches, cves } = random.world
  const isOfCatalog = (entity === 'patch' && patches[i]?.catalog) || (entity === 'vulnerability' && cves[i]?.catalog)
  return idIn(isOfCatalog === true ? 0 : 7, i)
}

/** Asks both why every object matches or not; how many clauses were compared. */
async function compareWhy(tree: QueryTree): Promise<number> {
  const { db, world } = random
  const { entity } = tree
  const asker: Asker = { world, scope: null, person: 0, nowMs: NOW_MS }
  const context = contextOf(asker)
  const objects = objectsOf(world, entity, null, NOW_MS)
  const ids = [...objects.keys()].map(i => idOf(entity, i))
  const matching = new Map<QueryTree['root'], Set<number>>()
  async function idsOf(alone: QueryTree): Promise<Set<number>> {
    const known = matching.get(alone.root)
    if (known !== undefined) return known
    const rows = await runFragment<{ id: number }>(db, 7, compileMatches(alone, ids, context))
    const found = new Set(rows.map(row => row.id))
    matching.set(alone.root, found)
    return found
  }
  let compared = 0
  for (const [i, object] of objects) {
    const id = idOf(entity, i)
    const [row] = await runFragment<{ object: QueryObject }>(
      db,
      7,
      compileObject(entity, tokensAsked(tree), id, context),
    )
    if (row === undefined) throw new Error(`${entity} ${i} is not there`)
    const stored = await why(tree, row.object, context, async alone => (await idsOf(alone)).has(id))
    expect(stored).toEqual(whyInMemory(tree, object, context))
    compared += stored.clauses.length
  }
  return compared
}

describe('SQL and memory say the same why: verdicts, what decides, the values found', () => {
  it.each(entities)(
    '%s',
    async entity => {
      let compared = 0
      for (const tree of fc.sample(randomTree(entity), { numRuns: QUESTIONS, seed: 11 })) {
        compared += await compareWhy(tree)
      }
      expect(compared).toBeGreaterThan(QUESTIONS)
    },
    120_000,
  )

  it.each<[Entity, string]>([
    ['asset', 'software:(name:`nginx` and version<1.24) or not tags.name:prod'],
    ['asset', 'vulnerabilities:(kev:true and epss>0.5) and agentStatus:Active'],
    ['patch', 'not (cve:CVE-2024* or severity:[Critical, Low]) and size is null'],
    ['task', 'items:(result:Failed and not title:x) or status:Completed'],
    ['job', 'owner:me or coAuthor:me'],
  ])('%s %s', async (entity, text) => {
    const { tree } = check(text, { entity })
    if (tree === null) throw new Error(text)
    expect(await compareWhy(tree)).toBeGreaterThan(0)
  })
})
