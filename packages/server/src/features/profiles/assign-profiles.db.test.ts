import { matchAssessment, matchConfiguration } from '@patchyard/domain'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../../testing/test-database.ts'
import { assign, assignAfterTags, lockProfiles } from './assign-profiles.ts'

let db: TestDatabase
const SUBSCRIPTION = 1

beforeAll(async () => {
  db = await testDatabase()
  await db.owner(`insert into subscription (public_id, name, licence_kind, created_at)
                  values (gen_random_uuid(), 'one', 'full', now()), (gen_random_uuid(), 'two', 'full', now())`)
})
afterAll(() => db[Symbol.asyncDispose]())

interface World {
  /** Parent of each tag by number, 0: none; tag n is tags[n - 1]. */
  readonly parents: readonly number[]
  readonly assets: readonly { readonly tags: readonly number[] }[]
  readonly configurations: readonly { readonly priority: number; readonly tags: readonly number[] }[]
  readonly assessments: readonly {
    readonly scanEveryS: number
    readonly enabled: boolean
    readonly tags: readonly number[]
  }[]
}

const TAGS = 7
const someTags = fc.uniqueArray(fc.integer({ min: 1, max: TAGS }), { maxLength: 3 })
const worlds: fc.Arbitrary<World> = fc
  .record({
    parents: fc.tuple(...Array.from({ length: TAGS }, (_, i) => fc.integer({ min: 0, max: i }))),
    assets: fc.array(fc.record({ tags: someTags }), { minLength: 1, maxLength: 6 }),
    configurations: fc.array(someTags, { maxLength: 4 }),
    priorities: fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4 }),
    // A tag in one assessment profile only: each tag chooses its profile, or none.
    owners: fc.tuple(...Array.from({ length: TAGS }, () => fc.integer({ min: 0, max: 3 }))),
    intervals: fc.tuple(...Array.from({ length: 3 }, () => fc.constantFrom(14_400, 28_800, 86_400))),
    enabled: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
  })
  .map(({ parents, assets, configurations, priorities, owners, intervals, enabled }) => ({
    parents,
    assets,
    configurations: configurations.map((tags, i) => ({ tags, priority: priorities[i] ?? 0 })),
    assessments: intervals.map((scanEveryS, i) => ({
      scanEveryS,
      enabled: enabled[i] ?? true,
      tags: owners.flatMap((owner, tag) => (owner === i + 1 ? [tag + 1] : [])),
    })),
  }))

/** Each tag with all above it, by the parents alone. */
function above(parents: readonly number[], tag: number): number[] {
  const chain: number[] = []
  for (let at = tag; at > 0; at = parents[at - 1] ?? 0) chain.push(at)
  return chain
}

/** Ids are the numbers of the world, so that both rules break ties alike. */
async function arrange(world: World): Promise<void> {
  await db.owner(
    'delete from asset_profile; delete from asset_tag; delete from assessment_profile; delete from configuration_profile; delete from tag_above; delete from tag',
  )
  for (const [i, parent] of world.parents.entries()) {
    await db.owner(
      `insert into tag (id, subscription_id, public_id, parent_id, name, name_folded, name_words, created_at, modified_at)
       overriding system value
       values ($1::int, ${SUBSCRIPTION}, gen_random_uuid(), nullif($2::int, 0), $1::text, $1::text, '', now(), now())`,
      [i + 1, parent],
    )
  }
  const links = world.parents.flatMap((_, i) => above(world.parents, i + 1).map(id => [id, i + 1]))
  await db.owner(
    `insert into tag_above (above_id, tag_id, subscription_id) select a, t, ${SUBSCRIPTION} from unnest($1::int[], $2::int[]) v(a, t)`,
    [links.map(link => link[0]), links.map(link => link[1])],
  )
  for (const [i, { tags }] of world.assets.entries()) await carry(i + 1, tags)
  for (const [i, { priority, tags }] of world.configurations.entries()) {
    await db.owner(
      `insert into configuration_profile (id, subscription_id, public_id, name, name_folded, priority, document, digest, created_at, modified_at)
       overriding system value values ($1::int, ${SUBSCRIPTION}, gen_random_uuid(), $1::text, $1::text, $2, '{}', '', now(), now())`,
      [i + 1, priority],
    )
    await db.owner(
      `insert into configuration_profile_tag (profile_id, tag_id, subscription_id) select $1, t, ${SUBSCRIPTION} from unnest($2::int[]) t`,
      [i + 1, tags],
    )
  }
  for (const [i, { scanEveryS, enabled, tags }] of world.assessments.entries()) {
    await db.owner(
      `insert into assessment_profile (id, subscription_id, public_id, name, name_folded, enabled, scan_every_s, created_at, modified_at)
       overriding system value values ($1::int, ${SUBSCRIPTION}, gen_random_uuid(), $1::text, $1::text, $2, $3, now(), now())`,
      [i + 1, enabled, scanEveryS],
    )
    await db.owner(
      `insert into assessment_profile_tag (tag_id, profile_id, subscription_id) select t, $1, ${SUBSCRIPTION} from unnest($2::int[]) t`,
      [i + 1, tags],
    )
  }
}

const carry = (asset: number, tags: readonly number[]) =>
  db.owner(
    `insert into asset_tag (asset_id, tag_id, subscription_id) select $1, t, ${SUBSCRIPTION} from unnest($2::int[]) t on conflict do nothing`,
    [asset, tags],
  )

function wanted(world: World) {
  const covers = (tagId: number) => ({
    tagId,
    covers: world.parents.map((_, i) => i + 1).filter(tag => above(world.parents, tag).includes(tagId)),
  })
  const configurations = world.configurations.map((one, i) => ({
    id: i + 1,
    priority: one.priority,
    tags: one.tags.map(covers),
  }))
  const assessments = world.assessments.map((one, i) => ({ ...one, id: i + 1, tags: one.tags.map(covers) }))
  return world.assets.flatMap(({ tags }, i) => {
    const c = matchConfiguration(configurations, new Set(tags))[0]
    const a = matchAssessment(assessments, new Set(tags))[0]
    if (c === undefined && a === undefined) return []
    return [[i + 1, c?.profile.id ?? null, c?.tagId ?? null, a?.profile.id ?? null, a?.tagId ?? null]]
  })
}

async function stored() {
  const rows = await db.owner<Record<string, number | null>>('select * from asset_profile order by asset_id')
  return rows.map(row => [
    Number(row['asset_id']),
    row['configuration_id'],
    row['configuration_tag'],
    row['assessment_id'],
    row['assessment_tag'],
  ])
}

describe('which profiles assets have', () => {
  it('is what the pure rule says, for all at once, and for one whose tags change', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(worlds, someTags, async (world, more) => {
        await arrange(world)
        const changed = await db.database.inSubscription(SUBSCRIPTION, trx => assign(trx, 'all'))
        expect(await stored()).toEqual(wanted(world))
        expect(changed).toEqual(wanted(world).map(row => row[0]))
        expect(await db.database.inSubscription(SUBSCRIPTION, trx => assign(trx, 'all'))).toEqual([])
        await carry(1, more)
        await db.database.inSubscription(SUBSCRIPTION, trx => assignAfterTags(trx, [1]))
        const [first, ...rest] = world.assets
        const after = { ...world, assets: [{ tags: [...new Set([...(first?.tags ?? []), ...more])] }, ...rest] }
        expect(await stored()).toEqual(wanted(after))
      }),
      { numRuns: 25 },
    )
  })

  it('of one subscription never depends on another', async () => {
    await arrange({
      parents: [0],
      assets: [{ tags: [1] }],
      configurations: [{ priority: 1, tags: [1] }],
      assessments: [],
    })
    await db.database.inSubscription(2, trx => assign(trx, 'all'))
    expect(await stored()).toEqual([])
    await db.database.inSubscription(SUBSCRIPTION, trx => assign(trx, 'all'))
    expect(await stored()).toEqual([[1, 1, 1, null, null]])
  })

  it('is right when a profile and the tags of an asset change at the same moment', async () => {
    await arrange({
      parents: [0],
      assets: [{ tags: [] }],
      configurations: [{ priority: 1, tags: [] }],
      assessments: [],
    })
    const { promise: tagged, resolve } = Promise.withResolvers<void>()
    // The profile's change has its lock and has not committed while the asset gets the tag: the tag's side waits and then sees it.
    const profile = db.database.inSubscription(SUBSCRIPTION, async trx => {
      await lockProfiles(trx)
      await trx
        .insertInto('configuration_profile_tag')
        .values({ profile_id: 1, tag_id: 1, subscription_id: SUBSCRIPTION })
        .execute()
      await assign(trx, 'all')
      resolve()
    })
    const asset = tagged.then(() =>
      db.database.inSubscription(SUBSCRIPTION, async trx => {
        await trx.insertInto('asset_tag').values({ asset_id: 1, tag_id: 1, subscription_id: SUBSCRIPTION }).execute()
        await assignAfterTags(trx, [1])
      }),
    )
    await Promise.all([profile, asset])
    expect(await stored()).toEqual([[1, 1, 1, null, null]])
  })
})
