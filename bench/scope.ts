import { assetsUnderTest } from '@patchyard/server/testing'
import pg from 'pg'
import { type Bench, type Figure, quantile } from '../tools/bench/bench.ts'
import { openFleetDatabase } from './fleet-data/fleet-database.ts'
import { benchNowMs, fullSizes, sizesOf } from './fleet-data/sizes.ts'

const TAGS = 50
const RUNS = Number(process.env['PATCHYARD_BENCH_RUNS'] ?? 100)
const WARM_UP = 5
const share = Number(process.env['PATCHYARD_BENCH_SHARE'] ?? 1)
const sizes = share === 1 ? fullSizes : sizesOf(share)

const queries: readonly (readonly [string, string])[] = [
  ['all assets', ''],
  ['with something critical missing', 'missingCriticalCount>0'],
  ['of one family', 'osFamily:debian'],
  ['by a part of the name', 'name:"*web*" and missingPatchCount>5'],
  ['software below a version', 'software:(name:openssl and version<3.0.11)'],
]

export const bench: Bench = {
  about: 'The list of assets in a scope of 50 tags against the same list without a scope, on the road of a request.',
  data: `${sizes.assets[0]} assets as in the bench "query", each with one of ${TAGS} tags of the scope, so that both lists hold the same. From the speaker (is the kept set of the scope's assets still right?) through page, count and two facets to the items; ${RUNS} requests in turns after ${WARM_UP}. "adds" compares the medians.`,
  async run() {
    await using fleet = await openFleetDatabase(sizes)
    const owner = new pg.Client(fleet.owner)
    await owner.connect()
    try {
      await forget(owner)
      const tagIds = await tagEverything(owner)
      const find = assetsUnderTest(fleet.database, benchNowMs)
      const figures: Figure[] = []
      for (const [name, query] of queries) {
        const request = { query, facets: 'osFamily,scanStatus' }
        const times = { all: [] as number[], scoped: [] as number[] }
        for (let run = 0; run < WARM_UP + RUNS; run++) {
          for (const kind of ['all', 'scoped'] as const) {
            const began = performance.now()
            const page = await find(kind === 'all' ? { kind: 'all' } : { kind: 'tags', tagIds }, request)
            if (run >= WARM_UP) times[kind].push(performance.now() - began)
            if (page.total === 0) throw new Error(`no asset for ${query}`)
          }
        }
        const [all, scoped] = [quantile(times.all, 0.5), quantile(times.scoped, 0.5)]
        figures.push(
          { name: `${name}: everything`, value: all, unit: 'ms' },
          { name: `${name}: in the scope`, value: scoped, unit: 'ms' },
          { name: `${name}: the scope adds`, value: (scoped / all - 1) * 100, unit: '%', atMost: 20 },
        )
      }
      return figures
    } finally {
      await forget(owner)
      await owner.end()
    }
  },
}

async function tagEverything(owner: pg.Client): Promise<number[]> {
  const { rows } = await owner.query<{ id: number }>(
    `insert into tag (subscription_id, public_id, name, name_folded, name_words, created_at)
     select 1, gen_random_uuid(), 'scope ' || n, 'scope ' || n, ' scope ', now() from generate_series(1, ${TAGS}) n returning id`,
  )
  const ids = rows.map(row => row.id)
  await owner.query(
    'insert into tag_above (above_id, tag_id, subscription_id) select id, id, 1 from unnest($1::int[]) id',
    [ids],
  )
  await owner.query(
    `insert into asset_tag (asset_id, tag_id, subscription_id)
     select asset_id, ($1::int[])[1 + asset_id % ${TAGS}], 1 from asset where subscription_id = 1`,
    [ids],
  )
  await owner.query('vacuum analyze asset_tag')
  return ids
}

async function forget(owner: pg.Client): Promise<void> {
  const ours = `select id from tag where name like 'scope %'`
  await owner.query(`delete from asset_tag where tag_id in (${ours})`)
  await owner.query(`delete from tag_above where tag_id in (${ours})`)
  await owner.query(`delete from tag where id in (${ours})`)
  await owner.query('vacuum analyze asset_tag')
}
