import { compileAssetCounts, compilePatchCounts, findingRows, type SqlFragment } from '@patchyard/query'
import pg from 'pg'
import { type Bench, type Figure, quantile } from '../tools/bench/bench.ts'
import { writeHistory } from './fleet-data/write-history.ts'
import { openFleetDatabase } from './fleet-data/fleet-database.ts'
import { benchNowMs, dayMs, fullSizes, sizesOf } from './fleet-data/sizes.ts'
import { askList, contextOf } from './fleet-queries/ask.ts'
import type { ListCase } from './fleet-queries/cases.ts'

const RUNS = Number(process.env['PATCHYARD_BENCH_RUNS'] ?? 40)
const WARM_UP = 3
const share = Number(process.env['PATCHYARD_BENCH_SHARE'] ?? 1)
const sizes = share === 1 ? fullSizes : sizesOf(share)

const assetFacets = ['osFamily', 'platform', 'criticality']
const patchFacets = ['severity', 'category', 'vendor', 'platform', 'isSecurity']

const cases: readonly ListCase[] = [
  { name: 'assets, by name', entity: 'asset', sort: 'name', facets: assetFacets, query: () => '' },
  {
    name: 'assets that miss something',
    entity: 'asset',
    sort: 'name',
    status: 'missing',
    facets: assetFacets,
    query: () => '',
  },
  {
    name: 'assets that miss a critical patch',
    entity: 'asset',
    sort: 'name',
    status: 'missing',
    facets: assetFacets,
    query: () => '',
    having: dice => `severity:Critical and publishedDate<now-${40 + dice.int(40)}d`,
  },
  {
    name: 'assets of which more than some are missing',
    entity: 'asset',
    sort: 'name',
    facets: assetFacets,
    query: dice => `missingPatchCount>${dice.int(20)}`,
  },
  {
    name: 'patches, most missing first',
    entity: 'patch',
    sort: 'missingCount',
    descending: true,
    facets: patchFacets,
    query: () => '',
  },
  {
    name: 'patches that somebody misses, by date',
    entity: 'patch',
    sort: 'publishedDate',
    descending: true,
    status: 'missing',
    facets: patchFacets,
    query: () => '',
  },
  {
    name: 'patches missing in a scope of 1,250 assets',
    entity: 'patch',
    sort: 'missingCount',
    descending: true,
    status: 'missing',
    scoped: true,
    facets: patchFacets,
    query: () => '',
  },
]

/** Beside the rows of a page. */
const beside: readonly { readonly name: string; ask(run: number, asOfMs?: number): SqlFragment }[] = [
  {
    name: 'counts of 50 assets',
    ask: (run, asOfMs) => compileAssetCounts(some(run, sizes.assets[0] ?? 1), contextOf(null, asOfMs)),
  },
  {
    name: 'counts of 50 patches',
    ask: (run, asOfMs) => compilePatchCounts(some(run, sizes.patches), contextOf(null, asOfMs)),
  },
  {
    name: 'findings of an asset',
    ask: (run, asOfMs) =>
      around(findingRows(contextOf(null, asOfMs)), 'asset_id', 1 + ((run * 7919) % (sizes.assets[0] ?? 1))),
  },
]

const some = (run: number, of: number): number[] =>
  Array.from({ length: 50 }, (_, i) => 1 + (((run * 50 + i) * 7919) % of))

function around({ strings, values }: SqlFragment, column: string, id: number): SqlFragment {
  const texts = [...strings]
  texts[0] = `select count(*) from ${texts[0] ?? ''}`
  texts[texts.length - 1] = `${texts.at(-1) ?? ''} where f.subscription_id = 1 and f.${column} = `
  return { strings: [...texts, ''], values: [...values, id] }
}

/** What the past takes on the disk. */
async function sizesOfPast(client: pg.Client): Promise<Figure[]> {
  const { rows } = await client.query<Figure>(`
    with h as (select count(*) as n from finding_history)
    select 'sums, of ' || kind as name, count(*)::int as value, '' as unit from finding_sum group by kind
    union all
    select 'one of them, of ' || kind, avg(pg_column_size(ids) + pg_column_size(missing) + pg_column_size(installed))::int, 'bytes'
      from finding_sum group by kind
    union all
    select 'all sums, for each row of history', (pg_total_relation_size('finding_sum') / h.n)::int, 'bytes' from h
    union all
    select c.relname || ', for each row of it', (pg_relation_size(c.oid) / h.n)::int, 'bytes'
      from pg_class c cross join h
     where c.relname in ('finding_history', 'finding_history_pkey', 'finding_history_patch', 'finding_history_begin', 'finding_history_end')
    union all
    select 'finding_since, for each finding', (pg_relation_size('finding_since') / (select count(*) from finding))::int, 'bytes'`)
  return rows.map(row => ({ ...row }))
}

export const bench: Bench = {
  about: 'Lists and counts as of a past instant beside the same of the present, in turns.',
  data: `The fleet of bench/query.ts with the history that its findings imply (each installed one was missing from its first day on, each missing one replaces what was missing before), in a copy; as of 1, 30 and 180 days ago; ${RUNS} runs of each in turns after ${WARM_UP}.`,
  async run() {
    await using fleet = await openFleetDatabase(sizes)
    await using copy = await fleet.copy('as_of')
    const client = new pg.Client({ ...copy.owner })
    await client.connect()
    await writeHistory(client)
    const { rows } = await client.query<{ id: number }>(
      `select id from tag where subscription_id = 1 and name = 'branch office north'`,
    )
    const scopeTag = rows[0]?.id ?? 0
    const sumsSince = performance.now()
    await copy.sumPast(1, benchNowMs)
    const sumsMs = performance.now() - sumsSince
    await client.query('vacuum (analyze) finding_sum')
    const figures: Figure[] = [
      ...(await sizesOfPast(client)),
      { name: 'all sums of that past', value: sumsMs / 1000, unit: 's' },
    ]
    await client.end()
    const compare = async (name: string, ask: (run: number, asOfMs?: number) => SqlFragment): Promise<void> => {
      const days = [null, 1, 30, 180]
      const times = days.map((): number[] => [])
      for (let run = 0; run < WARM_UP + RUNS; run++) {
        for (const [i, ago] of days.entries()) {
          const statement = ago === null ? ask(run) : ask(run, benchNowMs - ago * dayMs)
          const since = performance.now()
          await copy.ask(1, [statement])
          if (run >= WARM_UP) times[i]?.push(performance.now() - since)
        }
      }
      const middle = times.map(one => quantile(one, 0.5))
      for (const [i, ago] of days.entries())
        figures.push({
          name: `${name}: ${ago === null ? 'now' : `${ago} d ago`}, p50`,
          value: middle[i] ?? 0,
          unit: 'ms',
        })
      figures.push({
        name: `${name}: 30 d ago to now`,
        value: (middle[2] ?? 0) / (middle[0] ?? 1),
        unit: '×',
        atMost: 2,
      })
    }
    for (const one of cases) {
      await compare(`${one.name}, page`, (run, asOfMs) => askList(one, run, scopeTag, asOfMs).page)
      await compare(
        `${one.name}, count and facets`,
        (run, asOfMs) => askList(one, run, scopeTag, asOfMs).countWithFacets,
      )
    }
    for (const { name, ask } of beside) await compare(name, ask)
    return figures
  },
}
