import { check, matches, print, type QueryTree } from '@patchyard/query'
import { type TestDatabase, type TagsUnderTest, tagsUnderTest } from '@patchyard/server/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NOW_MS, openRandomWorld } from '../../query/random-questions.ts'
import { objectsOf } from '../../query/world/world-objects.ts'
import { randomTree } from '../../query/world/random-tree.ts'
import { idIn, type World, type WorldAsset, type WorldTag } from '../../query/world/world.ts'

// Rules asked of one asset in memory, of some by statements, of all when a rule is stored: three ways to one answer, compared
// with the language's meaning in plain loops over the world.

const SUBSCRIPTION = 7
const RUNS = Number(process.env['PATCHYARD_TEST_RUNS'] ?? 12)
const SEED = Number(process.env['PATCHYARD_TEST_SEED'] ?? 20240615)

let db: TestDatabase
let world: World
let first: World
let tags: TagsUnderTest

beforeAll(async () => {
  ;({ db, world: first } = await openRandomWorld(SEED))
  for (const table of ofAssets) await db.owner(`create table first_${table} as select * from ${table}`)
  tags = tagsUnderTest(db.database, SUBSCRIPTION, NOW_MS)
})
afterAll(() => db[Symbol.asyncDispose]())

interface Made {
  readonly publicId: string
  readonly name: string
  readonly tree: QueryTree
  readonly parent: number | null
}

const names = ['web', 'db 01', 'Größe', 'new tag', 'frozen', 'west'] as const

const rules = fc.array(
  fc.record({
    query: randomTree('asset'),
    chained: fc.option(fc.constantFrom(...names, 'prod'), { nil: null }),
    not: fc.boolean(),
    parent: fc.option(fc.nat({ max: 3 }), { nil: null }),
  }),
  { minLength: 2, maxLength: names.length },
)

/** A rule that can be stored: random trees hold texts that no query can, and tokens that are made from tags. */
function textOf({ query, chained, not }: { query: QueryTree; chained: string | null; not: boolean }): string | null {
  const own = print(query)
  const tag = chained === null ? null : `${not ? 'not ' : ''}tags.name:"${chained}"`
  const text = [own === '' ? null : `(${own})`, tag].filter(part => part !== null).join(not ? ' or ' : ' and ')
  const { tree } = check(text, { entity: 'asset' })
  return tree === null || tree.root === null || /criticality|licensed|riskScore/.test(text) ? null : text
}

/** Who carries which rule's tag: asked again and again until nothing moves, for rules that go round were refused. */
function expected(of: World, made: readonly Made[]): string[] {
  const all: WorldTag[] = [...of.tags, ...made.map(({ name, publicId, parent }) => ({ name, publicId, parent }))]
  let assets: readonly WorldAsset[] = of.assets
  for (let round = 0; round <= made.length + 1; round++) {
    const objects = objectsOf({ ...of, tags: all, assets }, 'asset', null, NOW_MS)
    assets = of.assets.map((asset, i) => {
      const object = objects.get(i)
      const found = made.flatMap(({ tree }, n) =>
        object !== undefined && matches(tree, object, { personId: null, nowMs: NOW_MS }) ? [of.tags.length + n] : [],
      )
      return { ...asset, tags: [...asset.tags, ...found] }
    })
  }
  return assets.flatMap((asset, i) =>
    asset.tags.filter(tag => tag >= of.tags.length).map(tag => `${idIn(SUBSCRIPTION, i)} ${all[tag]?.publicId}`),
  )
}

async function carried(): Promise<string[]> {
  const rows = await db.owner<{ line: string }>(
    `select t.asset_id || ' ' || g.public_id as line from asset_tag t join tag g on g.id = t.tag_id
      where t.subscription_id = $1 and g.rule is not null`,
    [SUBSCRIPTION],
  )
  return rows.map(row => row.line)
}

async function store(chosen: readonly (Parameters<typeof textOf>[0] & { parent: number | null })[]): Promise<Made[]> {
  const made: Made[] = []
  for (const [i, one] of chosen.entries()) {
    const query = textOf(one)
    const parent = one.parent === null ? null : (world.tags[one.parent] as WorldTag).publicId
    if (query === null) continue
    const name = names[i] as string
    try {
      const publicId = await tags.create(name, { kind: 'query', query }, parent ?? undefined)
      made.push({ publicId, name, tree: check(query, { entity: 'asset' }).tree as QueryTree, parent: one.parent })
    } catch (error) {
      // Only rules that go round are refused.
      expect(error).toMatchObject({ code: 'tag_circle' })
    }
  }
  return made
}

const ofAssets = ['asset', 'agent_line', 'asset_package', 'asset_interface', 'finding'] as const

/** The world as it was, without rules. */
async function forget(): Promise<void> {
  for (const table of ofAssets) {
    await db.owner(`delete from ${table}`)
    await db.owner(`insert into ${table} select * from first_${table}`)
  }
  world = first
  await db.owner(`delete from asset_tag where tag_id in (select id from tag where rule is not null)`)
  await db.owner(`delete from tag_above where tag_id in (select id from tag where rule is not null)`)
  await db.owner(`delete from tag where rule is not null`)
}

// Everything of an asset that rules ask for, but its id and what is made from tags.
const kept = ['asset_id', 'public_id', 'subscription_id', 'criticality', 'licensed', 'risk_score']

/** The asset at `to` becomes what the one at `from` is; its own are its id and the tags that people gave it. */
async function become(to: number, from: number): Promise<World> {
  const [target, source] = [idIn(SUBSCRIPTION, to), idIn(SUBSCRIPTION, from)]
  for (const table of ['asset', 'agent_line', 'asset_package'] as const) {
    const columns = await db.owner<{ name: string }>(
      `select column_name as name from information_schema.columns where table_name = $1 and column_name <> all($2)`,
      [table, [...kept, 'key_id']],
    )
    const list = columns.map(column => `"${column.name}"`).join(', ')
    await db.owner(
      `update ${table} set (${list}) = (select ${list} from first_${table} where asset_id = $2) where asset_id = $1`,
      [target, source],
    )
  }
  for (const table of ['asset_interface', 'finding'] as const) {
    await db.owner(`delete from ${table} where asset_id = $1`, [target])
    await db.owner(
      `insert into ${table} select (jsonb_populate_record(null::${table}, to_jsonb(x) || jsonb_build_object('asset_id', $1::bigint))).*
         from first_${table} x where x.asset_id = $2`,
      [target, source],
    )
  }
  const assets = world.assets.map((asset, i) => {
    if (i !== to) return asset
    const { publicId, tags: own, criticality, licensed, riskScore } = asset
    return { ...(first.assets[from] as WorldAsset), publicId, tags: own, criticality, licensed, riskScore }
  })
  return { ...world, assets }
}

describe('a dynamic tag is on the assets that its rule finds', () => {
  it('when rules are stored, one after the other, and when assets change, one or many at once', async () => {
    let [held, moved, circles] = [0, 0, 0]
    const place = fc.nat({ max: first.assets.length - 1 })
    const property = fc.asyncProperty(
      rules,
      fc.array(fc.tuple(place, place), { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      async (chosen, changes, atOnce) => {
        await forget()
        const made = await store(chosen)
        circles += chosen.length - made.length
        expect((await carried()).sort()).toEqual(expected(world, made).sort())
        held += (await carried()).length
        for (const [to, from] of changes) {
          world = await become(to, from)
          if (!atOnce) await tags.assetsChanged([idIn(SUBSCRIPTION, to)])
        }
        if (atOnce) await tags.assetsChanged(world.assets.map((_, i) => idIn(SUBSCRIPTION, i)))
        const after = (await carried()).sort()
        expect(after).toEqual(expected(world, made).sort())
        moved += 1
        // Asked of all once more, nothing is left to move.
        for (const one of made) await tags.service.evaluate(tags.somebody, one.publicId)
        expect((await carried()).sort()).toEqual(after)
      },
    )
    await fc.assert(property, { numRuns: RUNS, seed: SEED })
    // What nothing carries would prove nothing.
    expect(held).toBeGreaterThan(RUNS)
    expect(moved).toBeGreaterThan(0)
    expect(circles).toBeGreaterThan(0)
  }, 600_000)
})

describe('nothing is missed', () => {
  it('when rules are stored while assets change', async () => {
    await forget()
    await tags.create('storm on', { kind: 'query', query: 'name:storm*' })
    const storm = async (round: number): Promise<void> => {
      const rule = round % 2 === 0 ? 'name:*on and not tags.name:"storm off"' : 'tags.name:"storm on"'
      await Promise.all([
        tags.create(`storm ${round}`, { kind: 'query', query: rule }),
        ...first.assets.map((_, i) =>
          tags.rename(idIn(SUBSCRIPTION, i), `storm ${(i + round) % 3 === 0 ? 'on' : 'off'}`),
        ),
      ])
    }
    for (let round = 0; round < 6; round++) await storm(round)
    const held = (await carried()).sort()
    expect(held.length).toBeGreaterThan(first.assets.length)
    const rows = await db.owner<{ id: string }>(
      `select public_id as id from tag where rule is not null order by rule_level`,
    )
    for (const { id } of rows) await tags.service.evaluate(tags.somebody, id)
    expect((await carried()).sort()).toEqual(held)
  }, 60_000)
})

describe('the tags above each tag', () => {
  it('are what the tree says, whatever was made, moved and deleted', async () => {
    await forget()
    const step = fc.record({
      what: fc.constantFrom('make', 'make', 'move', 'raise', 'cut'),
      which: fc.nat({ max: 30 }),
      under: fc.option(fc.nat({ max: 30 }), { nil: null, freq: 4 }),
    })
    const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 20 }), async steps => {
      let live: string[] = []
      for (const [n, { what, which, under }] of steps.entries()) {
        const chosen = live[which % Math.max(1, live.length)]
        const parent = under === null ? null : (live[under % Math.max(1, live.length)] ?? null)
        if (what === 'make' || chosen === undefined) {
          live.push(await tags.service.create(tags.somebody, { name: `tree ${n}`, parent }))
        } else if (what === 'move') {
          await tags.service.change(tags.somebody, chosen, { parent }).catch((error: unknown) => {
            expect(error).toMatchObject({ code: 'tag_circle' })
          })
        } else {
          const children = what === 'raise' ? 'raise' : 'delete'
          await tags.service.remove(tags.somebody, chosen, { children })
          const left = await db.owner<{ id: string }>(`select public_id as id from tag where name like 'tree %'`)
          live = live.filter(id => left.some(row => row.id === id))
        }
        expect(await closure('tag_above')).toEqual(await closure('tree'))
      }
      for (const id of live) await tags.service.remove(tags.somebody, id, { children: 'delete' }).catch(() => {})
    })
    await fc.assert(property, { numRuns: 10, seed: SEED })
  }, 60_000)
})

/** PostgreSQL's own recursion says what the closure must be. */
async function closure(of: 'tag_above' | 'tree'): Promise<string[]> {
  const rows = await db.owner<{ line: string }>(
    of === 'tag_above'
      ? `select above_id || ' ' || tag_id as line from tag_above where subscription_id = $1 order by 1`
      : `with recursive up as (
           select id as above_id, id as tag_id, parent_id from tag where subscription_id = $1
           union all select p.id, u.tag_id, p.parent_id from up u join tag p on p.id = u.parent_id)
         select above_id || ' ' || tag_id as line from up order by 1`,
    [SUBSCRIPTION],
  )
  return rows.map(row => row.line)
}
