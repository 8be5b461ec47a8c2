import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../adapters/system-clock.ts'
import { testDatabase, type TestDatabase } from '../../testing/index.ts'
import { testPrincipal } from '../../testing/test-principal.ts'
import { createCompleteService } from './complete-service.ts'
import { createValueKeeper, scopeText } from './keep-values.ts'
import { keptValuesStore } from './kept-values-store.ts'

// Two subscriptions; four assets in the first, two of them with the tag of a scope, each with a model of its own or shared.

let db: TestDatabase
let shownTag = 0
let hiddenTag = 0

beforeAll(async () => {
  db = await testDatabase()
  const one = async (text: string, values: unknown[] = []): Promise<number> =>
    (await db.owner<{ r: number }>(`with made as (${text}) select r from made`, values))[0]?.r ?? 0
  for (const subscription of [1, 2]) {
    await db.owner(
      `insert into subscription (public_id, name, licence_kind, created_at) values (gen_random_uuid(), 's', 'full', now())`,
    )
    for (const name of ['shown', 'hidden']) {
      const id = await one(
        `insert into tag (subscription_id, public_id, name, name_folded, name_words, created_at)
         values ($1::int, gen_random_uuid(), $2::text, $2::text, '', now()) returning id as r`,
        [subscription, name],
      )
      await db.owner('insert into tag_above (above_id, tag_id, subscription_id) values ($1, $1, $2)', [
        id,
        subscription,
      ])
      if (subscription === 1 && name === 'shown') shownTag = id
      if (subscription === 1 && name === 'hidden') hiddenTag = id
    }
  }
  for (const [id, subscription, model, tag] of [
    [1, 1, 'Shared', shownTag],
    [2, 1, 'Moving', shownTag],
    [3, 1, 'Shared', hiddenTag],
    [4, 1, 'Secret', hiddenTag],
    [5, 2, 'Elsewhere', 0],
  ] as const) {
    await db.owner(
      `insert into asset (asset_id, subscription_id, public_id, name, name_folded, platform, model, model_folded, created_at)
       values ($1::int, $2::int, gen_random_uuid(), 'a', 'a', 'linux', $3::text, lower($3::text), now())`,
      [id, subscription, model],
    )
    await db.owner(
      `insert into agent_line (asset_id, subscription_id, public_id, key_id, standing, standing_at, seq, link, machine, boot, seen_at)
       values ($1::int, $2::int, gen_random_uuid(), int4send($1::int), 'active', now(), 1, '', '', '', now())`,
      [id, subscription],
    )
    if (tag > 0)
      await db.owner('insert into asset_tag (asset_id, tag_id, subscription_id) values ($1, $2, 1)', [id, tag])
  }
})

afterAll(() => db[Symbol.asyncDispose]())

/** Values of the model with their counts, by a service that remembers nothing. */
async function models(prefix: string, tagIds: readonly number[] | null, subscriptionId = 1) {
  const text = `hardware.model:${prefix}`
  const { options } = await createCompleteService({ database: db.database, clock: systemClock }).complete(
    testPrincipal({
      subscriptionId,
      scope: tagIds === null ? { kind: 'all' } : { kind: 'tags', tagIds },
      can: () => true,
    }),
    { entity: 'asset', text, position: text.length },
  )
  return Object.fromEntries(options.filter(({ kind }) => kind === 'value').map(({ label, count }) => [label, count]))
}

/** Everything is slow for it, so that all is kept. */
async function keepAll(...scopes: (readonly number[])[]): Promise<void> {
  await db.owner('truncate value_set cascade')
  for (const subscription of [1, 2]) {
    for (const tagIds of subscription === 1 ? scopes : []) {
      const scope = scopeText({ kind: 'tags', tagIds })
      await db.database.inSubscription(subscription, trx =>
        keptValuesStore.ask(trx, scope, [{ entity: 'asset', token: 'hardware.model' }], new Date(systemClock.nowMs())),
      )
    }
    const turn = createValueKeeper({ database: db.database, clock: systemClock, quickMs: -1 })
    while ((await turn(subscription)) > 0) continue
  }
}

const setModel = (id: number, model: string): Promise<unknown> =>
  db.owner(`update asset set model = $2::text, model_folded = lower($2::text) where asset_id = $1`, [id, model])

describe('kept values', () => {
  it('answer instead of the objects, by prefix in any case and with their counts', async () => {
    await keepAll()
    expect(await models('', null)).toEqual({ Shared: 2, Moving: 1, Secret: 1 })
    await setModel(3, 'Newest')
    expect(await models('', null)).toEqual({ Shared: 2, Moving: 1, Secret: 1 })
    expect(await models('s', null)).toEqual({ Shared: 2, Secret: 1 })
    expect(await models('SHAR', null)).toEqual({ Shared: 2 })
    expect(await models('x', null)).toEqual({})
    await setModel(3, 'Shared')
  })

  it("of one subscription are nobody else's", async () => {
    await keepAll()
    expect(await models('', null, 2)).toEqual({ Elsewhere: 1 })
  })

  it('of the whole subscription answer no scope', async () => {
    await keepAll()
    expect(await models('', [shownTag])).toEqual({ Shared: 1, Moving: 1 })
    expect(await models('se', [shownTag])).toEqual({})
    expect(await models('', [])).toEqual({})
  })

  it('of a scope are those of its assets, for the same tags in any order', async () => {
    await keepAll([shownTag], [hiddenTag, shownTag])
    await setModel(1, 'Renamed')
    expect(await models('', [shownTag])).toEqual({ Shared: 1, Moving: 1 })
    expect(await models('', [shownTag, hiddenTag, shownTag])).toEqual({ Shared: 2, Moving: 1, Secret: 1 })
    expect(await models('', [hiddenTag])).toEqual({ Shared: 1, Secret: 1 })
    await setModel(1, 'Shared')
  })

  it.each([
    [
      'an asset that has left it',
      'delete from asset_tag where asset_id = 2',
      `insert into asset_tag (asset_id, tag_id, subscription_id) select 2, id, 1 from tag where name = 'shown' and subscription_id = 1`,
      { Shared: 1 },
    ],
    [
      'an asset that was taken off the list',
      `update agent_line set standing = 'revoked' where asset_id = 2`,
      `update agent_line set standing = 'active' where asset_id = 2`,
      { Shared: 1 },
    ],
    [
      'an asset in the place of another',
      `update asset_tag set asset_id = case asset_id when 2 then 4 else 2 end where asset_id in (2, 4)`,
      `update asset_tag set asset_id = case asset_id when 2 then 4 else 2 end where asset_id in (2, 4)`,
      { Shared: 1, Secret: 1 },
    ],
  ])('of a scope are not shown for %s', async (_what, change, back, expected) => {
    await keepAll([shownTag])
    await db.owner(change)
    expect(await models('', [shownTag])).toEqual(expected)
    await db.owner(back)
    expect(await models('', [shownTag])).toEqual({ Shared: 1, Moving: 1 })
  })

  it('are not those of a scope in memory either, once its assets are others', async () => {
    const service = createCompleteService({ database: db.database, clock: systemClock })
    const ask = async (): Promise<string[]> => {
      const text = 'hardware.model:'
      const principal = testPrincipal({
        subscriptionId: 1,
        scope: { kind: 'tags', tagIds: [shownTag] },
        can: () => true,
      })
      const { options } = await service.complete(principal, { entity: 'asset', text, position: text.length })
      return options.filter(({ kind }) => kind === 'value').map(({ label }) => label)
    }
    await db.owner('truncate value_set cascade')
    expect(await ask()).toEqual(['Moving', 'Shared'])
    await db.owner('delete from asset_tag where asset_id = 2')
    expect(await ask()).toEqual(['Shared'])
    await db.owner('insert into asset_tag (asset_id, tag_id, subscription_id) values (2, $1, 1)', [shownTag])
  })

  it('that are read quickly stay with the objects', async () => {
    await db.owner('truncate value_set cascade')
    const turn = createValueKeeper({ database: db.database, clock: systemClock, quickMs: 60_000 })
    expect(await turn(1)).toBeGreaterThan(50)
    expect(await turn(1)).toBe(0)
    expect(await db.owner('select 1 from value_kept')).toEqual([])
    await setModel(4, 'Fresh')
    expect(await models('', null)).toEqual({ Shared: 2, Moving: 1, Fresh: 1 })
    await setModel(4, 'Secret')
  })
})
