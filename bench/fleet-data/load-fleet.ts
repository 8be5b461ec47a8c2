import pg from 'pg'
import { assetRow, interfaceRows, lineRow } from './asset-rows.ts'
import { copyRows, type Row } from './copy-rows.ts'
import { Dice } from './dice.ts'
import { itemRows, jobRow, PEOPLE, personRow, RUNS, runRow, specRow, taskRow } from './jobs.ts'
import { kinds } from './kinds.ts'
import { countFindings, helperTables, loadFindings, noCounts, withoutIndexes } from './load-findings.ts'
import { LEVELS, ownEach } from './packages.ts'
import { advisoryRows, labelRows, patchCveRows, patchRow, updateRows } from './patch-rows.ts'
import { type FleetPlan, planFleet } from './plan.ts'
import { benchNowMs, dayMs, type Sizes } from './sizes.ts'
import { aboveRows, tagRow } from './tags.ts'
import { textColumns } from './text-columns.ts'
import { cveRow, cweRow } from './vulnerabilities.ts'

export const SEED = 20261001

/** Fills a migrated, empty database as its owner; resolves with the seconds it took. `log` hears of each part. */
export async function loadFleet(target: pg.ClientConfig, sizes: Sizes, log: (line: string) => void): Promise<number> {
  const started = performance.now()
  const step = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    const since = performance.now()
    await work()
    log(`${name}: ${((performance.now() - since) / 1000).toFixed(1)} s`)
  }
  const plan = planFleet(sizes, SEED)
  log(`planned: ${((performance.now() - started) / 1000).toFixed(1)} s`)
  // Two at a time: findings, which are PostgreSQL's work alone, and all the rest.
  const [first, second] = await Promise.all([connect(target), connect(target)])
  try {
    await first.query(helperTables)
    await step('subscriptions, people, patches', () => loadCatalog(first, plan))
    await step('helpers', () => loadHelpers(first, plan))
    await Promise.all([
      (async () => {
        await step('findings', () => loadFindings(first))
        let counts = new Map() as Awaited<ReturnType<typeof countFindings>>
        await step('counters', async () => {
          counts = await countFindings(first)
        })
        await step('assets', () =>
          withoutIndexes(first, 'asset', async () => {
            await copyRows(
              first,
              'asset',
              map(plan.assets, asset => assetRow(asset, counts.get(asset.id) ?? noCounts)),
            )
          }),
        )
      })(),
      (async () => {
        await step('software', () => loadSoftware(second, plan))
        await step('lines, interfaces, tags', () => loadAssetParts(second, plan))
        await step('jobs', () => loadJobs(second, plan))
      })(),
    ])
    await first.query('drop table bench_asset, bench_patch')
    await step('sequences', () => moveSequences(first))
    await step('vacuum', () => first.query('vacuum (analyze)'))
    const seconds = (performance.now() - started) / 1000
    log(`all: ${seconds.toFixed(1)} s`)
    return seconds
  } finally {
    await Promise.all([first.end(), second.end()])
  }
}

async function connect(target: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(target)
  await client.connect()
  // What a restore would set; only for these sessions.
  await client.query(`set maintenance_work_mem = '512MB'; set work_mem = '256MB'; set max_parallel_maintenance_workers = 1;
    set statement_timeout = 0; set TimeZone = 'UTC'`)
  return client
}

function* map<T>(items: Iterable<T>, row: (item: T, index: number) => Row): Generator<Row> {
  let index = 0
  for (const item of items) yield row(item, index++)
}

async function loadCatalog(client: pg.Client, plan: FleetPlan): Promise<void> {
  const { sizes, subscriptionOf } = plan
  await copyRows(
    client,
    'subscription',
    sizes.assets.map((_, index) => ({
      id: index + 1,
      public_id: new Dice('subscription', index).uuid(),
      name: `Subscription ${index + 1}`,
      licence_kind: 'full',
      created_at: new Date(benchNowMs - 500 * dayMs),
    })),
  )
  await copyRows(
    client,
    'person',
    map(Array.from({ length: PEOPLE }), (_, i) => personRow(i + 1)),
  )
  const patches = plan.patches.flat()
  await copyRows(
    client,
    'patch',
    map(patches, patch => patchRow(patch, subscriptionOf(patch), plan.cves)),
  )
  await copyRows(client, 'patch_label', labelRows(patches, subscriptionOf))
  await copyRows(client, 'patch_cve', patchCveRows(patches, subscriptionOf))
  await copyRows(client, 'package_update', updateRows(patches, subscriptionOf))
  const advisories = [...advisoryRows(patches, subscriptionOf)]
  await copyRows(
    client,
    'advisory',
    advisories.map(a => a.advisory),
  )
  await copyRows(
    client,
    'patch_advisory',
    advisories.map(a => a.link),
  )
  const cves = [...plan.cves.values()]
  await copyRows(
    client,
    'cve',
    map(cves, (cve, i) => cveRow(cve, i + 1)),
  )
  await copyRows(
    client,
    'cve_cwe',
    map(cves, (cve, i) => cweRow(cve, i + 1)),
  )
}

async function loadHelpers(client: pg.Client, plan: FleetPlan): Promise<void> {
  await copyRows(
    client,
    'bench_patch',
    plan.patches.flatMap((list, kind) =>
      list.map(patch => ({
        patch_id: patch.id,
        kind,
        rank: patch.rank,
        latest: patch.supersededBy === null,
        issued_at: new Date(patch.issuedMs),
        share: patch.rank / list.length,
      })),
    ),
  )
  await copyRows(
    client,
    'bench_asset',
    map(plan.assets, asset => {
      const kind = kinds.indexOf(asset.kind)
      const software = plan.software[asset.subscriptionId - 1]![kind]!
      return {
        asset_id: asset.id,
        subscription_id: asset.subscriptionId,
        kind,
        // The patches that only the first subscription's agents report are nobody else's.
        findings: asset.subscriptionId > 1 && asset.kind.source === 'reported' ? 0 : asset.findings,
        patches: plan.patches[kind]!.length,
        lag: (LEVELS - asset.level) / LEVELS,
        image: software.images[asset.role]![asset.level]!,
        own_from: software.ownFrom,
        own_count: software.ownCount,
        own_each: ownEach(asset.kind),
      }
    }),
  )
  await client.query('create unique index on bench_patch (kind, rank); analyze bench_asset; analyze bench_patch')
}

async function loadSoftware(client: pg.Client, plan: FleetPlan): Promise<void> {
  for (const [index, ofKinds] of plan.software.entries()) {
    for (const { packages } of ofKinds) {
      await copyRows(
        client,
        'package_version',
        map(packages, one => ({
          id: one.id,
          subscription_id: index + 1,
          row_hash: one.rowHash,
          scheme: one.scheme,
          ...textColumns('name', one.name),
          architecture: one.architecture,
          version: one.version,
          version_key: one.versionKey,
          source_name: one.sourceName,
          source_version: one.version,
          row: JSON.stringify([
            one.name,
            one.architecture,
            one.version,
            one.scheme,
            one.sourceName,
            one.version,
            'installed',
          ]),
          ...textColumns('vendor', one.vendor),
        })),
      )
    }
  }
  await withoutIndexes(client, 'asset_package', async () => {
    // Strata again: a host's own packages come in ascending order, each once, above those of its image.
    await client.query(`
      insert into asset_package (asset_id, subscription_id, ids)
      select a.asset_id, a.subscription_id, a.image || array(
               select a.own_from + (g * a.own_count + (hashint8extended(a.asset_id * 64 + g, 11) & 1048575) * a.own_count / 1048576)
                                   / a.own_each
                 from generate_series(0, a.own_each - 1) g)::int[]
        from bench_asset a`)
  })
}

async function loadAssetParts(client: pg.Client, plan: FleetPlan): Promise<void> {
  const { assets, tags, sizes } = plan
  await copyRows(client, 'agent_line', map(assets, lineRow))
  await withoutIndexes(client, 'asset_interface', async () => {
    await copyRows(client, 'asset_interface', interfaceRows(assets))
  })
  const tagsOf = (subscriptionId: number) => tags[subscriptionId - 1]!
  for (const [index, one] of tags.entries()) {
    await copyRows(
      client,
      'tag',
      one.all.map(tag => tagRow(tag, index + 1)),
    )
    await copyRows(client, 'tag_above', aboveRows(one.all, index + 1))
  }
  const starts = sizes.assets.map((_, index) => 1 + sizes.assets.slice(0, index).reduce((sum, n) => sum + n, 0))
  function* assetTags(): Generator<Row> {
    for (const asset of assets) {
      const own = tagsOf(asset.subscriptionId).tagsOf(asset, asset.id - starts[asset.subscriptionId - 1]!)
      for (const tag_id of own) yield { asset_id: asset.id, tag_id, subscription_id: asset.subscriptionId }
    }
  }
  await withoutIndexes(client, 'asset_tag', async () => {
    await copyRows(client, 'asset_tag', assetTags())
  })
}

async function loadJobs(client: pg.Client, plan: FleetPlan): Promise<void> {
  const { jobs, tasks, assets, patches } = plan.sizes
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)
  await copyRows(
    client,
    'job',
    map(numbers(jobs), id => jobRow(id, 1, SEED)),
  )
  await copyRows(
    client,
    'job_spec',
    map(numbers(jobs), id => specRow(id, 1)),
  )
  await copyRows(
    client,
    'job_co_author',
    map(numbers(jobs), id => ({ job_id: id, person_id: 1 + (id % PEOPLE), subscription_id: 1 })),
  )
  await copyRows(
    client,
    'run',
    map(numbers(jobs * RUNS), id => runRow(id, 1)),
  )
  const rows = numbers(tasks).map(id => taskRow(id, 1, jobs * RUNS, assets[0] ?? 1, SEED))
  await copyRows(client, 'task', rows)
  function* items(): Generator<Row> {
    for (const task of rows) yield* itemRows(task, patches)
  }
  await copyRows(client, 'item', items())
}

/** So that the product can go on writing: sequences stand where the ids end. */
async function moveSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ sequence: string; table: string; column: string }>(`
    select pg_get_serial_sequence(c.table_name, c.column_name) as sequence, c.table_name as table, c.column_name as column
      from information_schema.columns c where c.table_schema = 'public' and c.is_identity = 'YES'
    union all
    select substring(c.column_default from '''(.*)''::regclass'), c.table_name, c.column_name
      from information_schema.columns c where c.table_schema = 'public' and c.column_default like 'nextval(%'`)
  for (const { sequence, table, column } of rows)
    await client.query(`select setval('${sequence}', (select coalesce(max(${column}), 0) + 1 from ${table}), false)`)
}
