import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../../testing/index.ts'
import { testPrincipal } from '../../testing/test-principal.ts'
import { assetTagStore } from './asset-tag-store.ts'
import { createScopeBits } from './scope-bits.ts'

let db: TestDatabase

beforeAll(async () => {
  db = await testDatabase()
  await db.owner(
    `insert into subscription (public_id, name, licence_kind, created_at)
     select gen_random_uuid(), 's', 'full', now() from generate_series(1, 2)`,
  )
  await put(1, [7, 8, 9, 30])
  await put(2, [8, 1000])
})
afterAll(() => db[Symbol.asyncDispose]())

const put = (tag: number, assets: readonly number[], subscription = 1): Promise<unknown> =>
  db.owner(`insert into asset_tag (asset_id, tag_id, subscription_id) select a, $1, $2 from unnest($3::bigint[]) a`, [
    tag,
    subscription,
    assets,
  ])
const note = (): Promise<void> => db.database.inSubscription(1, trx => assetTagStore.noteChange(trx))

/** Ids in the bits; null: there are none. */
async function idsOf(cache: ReturnType<typeof createScopeBits>, tagIds: readonly number[], subscriptionId = 1) {
  const { scopeBits } = await cache.with(testPrincipal({ subscriptionId, scope: { kind: 'tags', tagIds } }))
  if (scopeBits === undefined) return null
  const { from, bits } = scopeBits
  return Array.from({ length: bits.length * 8 }, (_, n) => n).flatMap(n =>
    ((bits[n >> 3] ?? 0) >> (n & 7)) & 1 ? [from + n] : [],
  )
}

describe('the assets of a scope', () => {
  it('are those with one of its tags', async () => {
    const cache = createScopeBits({ database: db.database, many: 1 })
    expect(await idsOf(cache, [1])).toEqual([7, 8, 9, 30])
    expect(await idsOf(cache, [2, 1])).toEqual([7, 8, 9, 30, 1000])
    expect(await idsOf(cache, [3])).toBeNull()
    expect(await idsOf(cache, [1], 2)).toBeNull()
  })

  it('are read anew behind each change, also one of another process', async () => {
    const [here, there] = [1, 2].map(() => createScopeBits({ database: db.database, many: 1 })) as [
      ReturnType<typeof createScopeBits>,
      ReturnType<typeof createScopeBits>,
    ]
    await idsOf(here, [4])
    await put(4, [5])
    await note()
    expect([await idsOf(here, [4]), await idsOf(there, [4])]).toEqual([[5], [5]])
    await db.owner(`delete from asset_tag where tag_id = 4`)
    await note()
    expect([await idsOf(here, [4]), await idsOf(there, [4])]).toEqual([null, null])
  })

  it('are known to be others after notes were gathered', async () => {
    const cache = createScopeBits({ database: db.database, many: 1 })
    await put(5, [6])
    await db.owner(`insert into asset_tag_change (subscription_id) select 1 from generate_series(1, 1200)`)
    expect(await idsOf(cache, [5])).toEqual([6])
    await put(5, [9])
    await db.database.inSubscription(1, trx => assetTagStore.gatherChanges(trx))
    expect(await idsOf(cache, [5])).toEqual([6, 9])
    expect(await db.owner(`select count(*)::int as n from asset_tag_change`)).toEqual([{ n: 1 }])
  })

  it('are not kept where they are few or spread wide', async () => {
    expect(await idsOf(createScopeBits({ database: db.database }), [1])).toBeNull()
    await put(6, [1, 900_000_000])
    expect(await idsOf(createScopeBits({ database: db.database, many: 1 }), [6])).toBeNull()
  })
})
