import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../adapters/system-clock.ts'
import { systemRandom } from '../../adapters/system-random.ts'
import { licenceWorld, type LicenceWorld } from '../licences/testing/licence-world.ts'
import { createLicencePort } from '../licences/licence-assignment-service.ts'
import { createAssetActionsService } from './asset-actions-service.ts'
import { tablesThatGo, tablesThatStay } from './removed-data.ts'

let world: LicenceWorld
beforeAll(async () => {
  world = await licenceWorld({ clock: systemClock, random: systemRandom, startMs: Date.now() })
  await world.clear()
})
afterAll(() => world[Symbol.asyncDispose]())

it('every table that speaks of an asset loses its rows with it, or says why not', async () => {
  const tables = await world.db.owner<{ name: string }>(
    `select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'asset_id' order by 1`,
  )
  expect([...tablesThatGo, ...Object.keys(tablesThatStay)].sort()).toEqual(tables.map(row => row.name))
})

it('silent assets are removed after the days that the subscription says, by the clock, and never otherwise', async () => {
  const { db, subscriptionId } = world
  const ended: number[] = []
  const service = createAssetActionsService({
    database: db.database,
    clock: systemClock,
    licences: createLicencePort(systemClock),
    tags: { begin: async () => undefined, assetsChanged: async () => undefined },
    onWork: () => undefined,
    onUntargeted: async () => undefined,
    onRunTouched: async (_, runId) => void ended.push(runId),
  })
  await world.giveLicence({ kind: 'full', limit: null, endAt: null })
  const [silent, pending, awake] = [
    await world.addAsset({ activatedDay: 0, missing: true }),
    await world.addAsset({ activatedDay: null, standing: 'pending' }),
    await world.addAsset({ activatedDay: 0 }),
  ]
  await world.reassign([silent, awake])
  await world.enable(await world.addJob())
  await db.owner(`update agent_line set seen_at = now() - interval '31 days' where asset_id = any($1)`, [
    [silent, pending],
  ])
  const there = async (): Promise<unknown[]> =>
    (await db.owner('select asset_id::int as id from asset where removed_at is null order by 1')).map(row => row['id'])
  await service.removeSilent(subscriptionId)
  expect(await there()).toEqual([silent, pending, awake])
  for (const [days, want] of [
    [32, [silent, pending, awake]],
    [30, [pending, awake]],
  ] as const) {
    await db.owner('update subscription set remove_after_days = $1 where id = $2', [days, subscriptionId])
    await service.removeSilent(subscriptionId)
    expect(await there()).toEqual(want)
  }
  expect(ended).toHaveLength(1)
  const [entry] = await db.owner(`select actor, detail from audit where action = 'asset.remove'`)
  expect(entry).toMatchObject({ actor: 'system:clock', detail: { silentForDays: 30 } })
})
