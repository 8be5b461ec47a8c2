import {
  check,
  childrenAsked,
  compileList,
  compileMatches,
  compileObject,
  compileStream,
  compileValues,
  type Entity,
  entities,
  matches,
  type QueryContext,
  type QueryObject,
  type QueryTree,
  tokensOf,
} from '@patchyard/query'
import { testDatabase, type TestDatabase } from '@patchyard/server/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Asker, contextOf, otherWay, runFragment } from './both-back-ends.ts'
import { fixtureWorld, NOW_MS } from './world/fixture-world.ts'
import { insertWorld } from './world/insert-world.ts'
import { randomGroupTree, randomTree } from './world/random-tree.ts'
import { randomWorld } from './world/random-world.ts'
import { idIn, type World } from './world/world.ts'
import { objectsOf, type WorldScope } from './world/world-objects.ts'

let db: TestDatabase
let other: TestDatabase
let random: World
const fixture = fixtureWorld(7)

beforeAll(async () => {
  ;[random] = fc.sample(randomWorld(9), { numRuns: 1, seed: 7 }) as [World]
  db = await testDatabase()
  await insertWorld(db, fixture)
  // A database of its own: the catalog of an installation is one.
  other = await testDatabase()
  await insertWorld(other, random)
})
afterAll(async () => {
  await db[Symbol.asyncDispose]()
  await other[Symbol.asyncDispose]()
})

const asking = (world: World, scope: WorldScope = null): Asker => ({ world, scope, person: 0, nowMs: NOW_MS })
const everything = (entity: Entity): QueryTree => ({ entity, root: null })

function treeOf(entity: Entity, text: string): QueryTree {
  const { tree } = check(text, { entity })
  if (tree === null) throw new Error(text)
  return tree
}

interface ListRow {
  readonly id: number
  readonly sort_key: unknown
}

/** What a cursor would carry: JSON. */
const carried = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value)

describe('paging', () => {
  const sorts = entities.flatMap(entity =>
    tokensOf(entity)
      .filter(token => token.sortable === true)
      .flatMap(token => [false, true].map(descending => [entity, token.name, descending] as const)),
  )

  it.each(sorts)(
    '%s by %s (descending: %s): pages of two are the stream, each row once',
    async (entity, token, descending) => {
      const context = contextOf(asking(random))
      const request = { entity, query: everything(entity), sort: { token, descending } }
      const whole = await runFragment<ListRow>(other, 9, compileStream(request, context))
      const paged: ListRow[] = []
      let after: readonly [unknown, unknown] | null = null
      for (let n = 0; n < 20; n++) {
        const rows: readonly ListRow[] = await runFragment<ListRow>(
          other,
          9,
          compileList({ ...request, after, limit: 2 }, context).page,
        )
        paged.push(...rows.slice(0, 2))
        const last = rows[1]
        if (rows.length < 3 || last === undefined) break
        after = [carried(last.sort_key), last.id]
      }
      expect(paged.map(row => row.id)).toEqual(whole.map(row => row.id))
      expect(new Set(whole.map(row => row.id)).size).toBe(whole.length)
      expect(whole.length).toBe(objectsOf(random, entity, null, NOW_MS).size)
    },
  )

  it.each([false, true])('what has no value stands at the end (descending: %s)', async descending => {
    const sort = { token: 'publishedDate', descending }
    const request = { entity: 'patch' as const, query: everything('patch'), sort }
    const rows = await runFragment<ListRow>(other, 9, compileStream(request, contextOf(asking(random))))
    const keys = rows.map(row => carried(row.sort_key))
    const dates = keys.filter(key => key !== null) as string[]
    expect(keys.slice(dates.length).every(key => key === null)).toBe(true)
    expect(dates).toEqual(dates.toSorted((a, b) => (a < b ? -1 : 1) * (descending ? -1 : 1)))
    expect(dates.length).toBeGreaterThan(0)
    expect(dates.length).toBeLessThan(keys.length)
  })

  it('a choice is sorted as its values are listed, not by letters', async () => {
    const request = {
      entity: 'patch' as const,
      query: everything('patch'),
      sort: { token: 'severity', descending: true },
    }
    const rows = await runFragment<ListRow>(db, 7, compileStream(request, contextOf(asking(fixture))))
    const severities = rows.map(row => fixture.patches[(row.id % 1000) - 1]?.severity)
    expect(severities).toEqual(['critical', 'critical', 'important', 'moderate', 'low', '', ''])
  })

  it('a row that comes in front of the cursor does not move the next page', async () => {
    const context = contextOf(asking(fixture))
    const request = { entity: 'job' as const, query: everything('job'), sort: { token: 'name', descending: false } }
    const [first, second] = await runFragment<ListRow>(
      db,
      7,
      compileList({ ...request, after: null, limit: 1 }, context).page,
    )
    const after = [first?.sort_key, first?.id] as const
    await db.owner(`insert into job (subscription_id, public_id, name, name_folded, kind, platform, state, schedule_type,
      spec_version, owner_id, created_at, modified_at)
      values (7, gen_random_uuid(), 'AAA', 'aaa', 'deployment', 'linux', 'draft', 'once', 1, ${idIn(7, 0)}, now(), now())`)
    const next = await runFragment<ListRow>(db, 7, compileList({ ...request, after, limit: 1 }, context).page)
    await db.owner(`delete from job where name = 'AAA'`)
    expect(next[0]).toEqual(second)
  })
})

describe('facets', () => {
  const counted = (rows: readonly { value: unknown; n: number }[]): Record<string, number> =>
    Object.fromEntries(rows.map(row => [String(row.value), row.n]))

  /** Counted from the objects themselves. */
  function fromObjects(entity: Entity, token: string, query: QueryTree, scope: WorldScope): Record<string, number> {
    const counts: Record<string, number> = {}
    for (const object of objectsOf(random, entity, scope, NOW_MS).values()) {
      if (!matches(query, object, contextOf(asking(random, scope)))) continue
      const values = new Set(valuesOf(object, token.split('.')).map(value => emailOf(value)))
      for (const value of values) {
        if (value !== null && value !== '' && value !== undefined)
          counts[String(value)] = (counts[String(value)] ?? 0) + 1
      }
    }
    return counts
  }
  const emailOf = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && 'email' in value && 'name' in value
      ? // Who is no person has a name alone.
        value.email || value.name
      : value
  function valuesOf(value: unknown, path: readonly string[]): unknown[] {
    if (Array.isArray(value)) return value.flatMap(one => valuesOf(one, path))
    const [head, ...rest] = path
    return head === undefined ? [value] : valuesOf((value as QueryObject | null)?.[head], rest)
  }

  const facets = entities.flatMap(entity =>
    tokensOf(entity)
      .filter(token => token.facet === true)
      .map(token => [entity, token.name] as const),
  )

  it.each(facets)('%s %s', async (entity, token) => {
    for (const [scope, query] of [
      [null, everything(entity)],
      [[0, 1], everything(entity)],
      [null, treeOf(entity, 'web or db')],
    ] as const) {
      const request = {
        entity,
        query,
        sort: { token: tokensOf(entity).find(t => t.sortable)?.name ?? '', descending: false },
      }
      const list = compileList({ ...request, after: null, limit: 1 }, contextOf(asking(random, scope)))
      const expected = fromObjects(entity, token, query, scope)
      expect(counted(await runFragment(other, 9, list.facet(token)))).toEqual(expected)
      const rows = await runFragment<{ facet: string | null; value: string | null; n: number }>(
        other,
        9,
        list.countWithFacets([token]),
      )
      const [count] = await runFragment<{ n: number }>(other, 9, list.count)
      expect(rows.filter(row => row.facet === null).map(row => row.n)).toEqual([count?.n])
      expect(counted(rows.filter(row => row.facet === token))).toEqual(expected)
    }
  })

  it('of a list with a second query, by both ways', async () => {
    const request = {
      entity: 'asset' as const,
      query: everything('asset'),
      having: treeOf('patch', 'isSecurity:true'),
      status: 'missing' as const,
      sort: { token: 'name', descending: false },
    }
    const list = compileList({ ...request, after: null, limit: 1 }, contextOf(asking(fixture)))
    for (const fragment of [list.facet('osFamily'), otherWay(list.facet('osFamily'))]) {
      expect(counted(await runFragment(db, 7, fragment))).toEqual({ debian: 2, redhat: 1, windows: 1 })
    }
    const several = list.countWithFacets(['osFamily', 'tags.name', 'scanStatus'])
    for (const fragment of [several, otherWay(several)]) {
      const rows = await runFragment<{ facet: string | null; value: string | null; n: number }>(db, 7, fragment)
      expect(counted(rows.filter(row => row.facet === 'tags.name'))).toEqual({
        prod: 3,
        frozen: 1,
        test: 1,
        'Web Servers': 1,
      })
      expect(counted(rows.filter(row => row.facet === 'scanStatus'))).toEqual({ ok: 2, partial: 1, never: 1 })
      expect(rows.filter(row => row.facet === null).map(row => row.n)).toEqual([4])
    }
  })
})

describe('values for completion', () => {
  it.each<[string, Entity, string, string, WorldScope, Record<string, number>]>([
    ['in any case', 'asset', 'tags.name', 'PR', null, { prod: 3 }],
    ['all for no prefix', 'asset', 'osFamily', '', null, { debian: 2, redhat: 1, windows: 1 }],
    ['from the beginning of the value', 'asset', 'name', 'web', null, { 'web-01': 1, 'WEB-02.example.org': 1 }],
    ['with what a pattern would mean taken literally', 'asset', 'name', 'db_', null, { db_01: 1 }],
    ['none for a prefix of nothing', 'asset', 'name', 'x%', null, {}],
    ['counted in the scope', 'asset', 'tags.name', '', [2], { frozen: 1, prod: 1 }],
    ['none in an empty scope', 'asset', 'tags.name', '', [], {}],
    ['of choices, by their names', 'patch', 'severity', 'Imp', null, { important: 1 }],
    ['of packages', 'asset', 'software.name', 'ngi', null, { nginx: 3 }],
    ['of CVEs', 'patch', 'cve', 'cve-2024', null, { 'CVE-2024-0001': 1, 'CVE-2024-0002': 1 }],
    ['of what fixes miss', 'asset', 'vulnerabilities.cve', 'CVE-2024-0001', null, { 'CVE-2024-0001': 2 }],
    ['of addresses', 'asset', 'interfaces.address', '10.0', null, { '10.0.1.5': 1, '10.0.2.5': 1 }],
    ['of people', 'job', 'owner', 'bo', null, { 'bo@s7.example.org': 2 }],
    ['of labels', 'patch', 'product', 'open', null, { openssl: 2 }],
    ['half a surrogate pair begins nothing', 'asset', 'name', '\ud800', null, {}],
  ])('%s', async (_what, entity, token, prefix, scope, expected) => {
    // Few of them, and all of them, which may be read in another way.
    for (const limit of [20, 100_000]) {
      const fragment = compileValues(entity, token, prefix, contextOf(asking(fixture, scope)), limit)
      const rows = await runFragment<{ value: unknown; n: number }>(db, 7, fragment)
      expect(Object.fromEntries(rows.map(row => [row.value, row.n]))).toEqual(expected)
    }
  })

  it.each(['software.name', 'software.version', 'software.vendor'])(
    '%s: all of them at once are what they are one by one',
    async token => {
      for (const scope of [null, [0]]) {
        const context = contextOf(asking(random, scope))
        const [few, all] = await Promise.all(
          [1000, 1001].map(limit => runFragment(other, 9, compileValues('asset', token, '', context, limit))),
        )
        expect(few?.length).toBeLessThan(1000)
        expect(all).toEqual(few)
      }
    },
  )

  it.each(entities)('%s: every token that completes answers', async entity => {
    for (const token of tokensOf(entity).filter(one => one.completes === true)) {
      for (const scope of [null, [0]]) {
        await runFragment(other, 9, compileValues(entity, token.name, '', contextOf(asking(random, scope))))
      }
    }
  })
})

describe('one object', () => {
  const idOf = (entity: Entity, i: number): number => {
    const ofCatalog =
      (entity === 'patch' && random.patches[i]?.catalog) || (entity === 'vulnerability' && random.cves[i]?.catalog)
    return idIn(ofCatalog === true ? 0 : 9, i)
  }

  it.each(entities)(
    '%s: what the database tells of it is what the world says, and gives the same answers',
    async entity => {
      const asker = asking(random)
      const names = tokensOf(entity).map(token => token.name)
      const questions = fc.sample(randomTree(entity), { numRuns: 60, seed: 3 })
      for (const [i, expected] of objectsOf(random, entity, null, NOW_MS)) {
        const fragment = compileObject(entity, names, idOf(entity, i), contextOf(asker))
        const [row] = await runFragment<{ object: QueryObject }>(other, 9, fragment)
        if (row === undefined) throw new Error(`${entity} ${i} is not there`)
        for (const tree of questions) {
          expect(matches(tree, row.object, contextOf(asker))).toBe(matches(tree, expected, contextOf(asker)))
        }
      }
    },
  )

  it('assets: of software only what the questions can look at is read, and the answers are the same', async () => {
    const asker = asking(random)
    const questions = fc.sample(randomGroupTree('asset', 'software'), { numRuns: 60, seed: 5 })
    let fewer = 0
    for (const [i, expected] of objectsOf(random, 'asset', null, NOW_MS)) {
      for (const tree of questions) {
        const asked = childrenAsked([tree], 'software.name')
        const only = asked === null ? {} : { 'software.name': asked }
        const fragment = compileObject('asset', ['name', 'software'], idOf('asset', i), contextOf(asker), only)
        const [row] = await runFragment<{ object: QueryObject }>(other, 9, fragment)
        if (row === undefined) throw new Error(`asset ${i} is not there`)
        if (asked !== null) fewer++
        expect(matches(tree, row.object, contextOf(asker))).toBe(matches(tree, expected, contextOf(asker)))
      }
    }
    expect(fewer).toBeGreaterThan(100)
  })

  it('outside of the scope or of the subscription it is not there', async () => {
    const names = ['name', 'tags.name']
    const ask = (id: number, scope: WorldScope) =>
      runFragment(db, 7, compileObject('asset', names, id, contextOf(asking(fixture, scope))))
    expect(await ask(idIn(7, 0), [0])).toEqual([
      { object: { name: 'web-01', tags: expect.arrayContaining([expect.objectContaining({ name: 'prod' })]) } },
    ])
    expect(await ask(idIn(7, 3), [0])).toEqual([])
    expect(await ask(idIn(9, 0), null)).toEqual([])
  })

  it('licensed assets alone are those that the token finds, in a scope and without one', async () => {
    const ids = random.assets.map((_, i) => idOf('asset', i))
    const ask = async (query: QueryTree, context: QueryContext): Promise<number[]> => {
      const rows = await runFragment<{ id: number }>(other, 9, compileMatches(query, ids, context))
      return rows.map(row => row.id).sort((a, b) => a - b)
    }
    for (const scope of [null, [0]]) {
      const context = contextOf(asking(random, scope))
      const found = await ask(treeOf('asset', 'licensed:true'), context)
      expect(await ask(everything('asset'), { ...context, licensedOnly: true })).toEqual(found)
      expect(found.length).toBeLessThan(ids.length)
    }
  })

  it('ids that are not in scope match nothing', async () => {
    const ids = [0, 1, 2, 3, 4].map(i => idIn(7, i)).concat(idIn(9, 0))
    const ask = async (scope: WorldScope): Promise<number[]> => {
      const fragment = compileMatches(everything('asset'), ids, contextOf(asking(fixture, scope)))
      return (await runFragment<{ id: number }>(db, 7, fragment)).map(row => (row.id % 1000) - 1).sort((a, b) => a - b)
    }
    expect(await ask(null)).toEqual([0, 1, 2, 3])
    expect(await ask([2])).toEqual([1])
    expect(await ask([])).toEqual([])
  })
})
