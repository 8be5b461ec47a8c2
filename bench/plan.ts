import { readdirSync, readFileSync } from 'node:fs'
import { noAssets, usualJobOptions } from '@patchyard/domain'
import { check, compileList, type QueryContext } from '@patchyard/query'
import { runsUnderTest } from '@patchyard/server/testing'
import pg from 'pg'
import { type Bench, type Figure, quantile } from '../tools/bench/bench.ts'
import { type FleetDatabase, openFleetDatabase } from './fleet-data/fleet-database.ts'
import { benchNowMs, fullSizes, sizesOf } from './fleet-data/sizes.ts'

const share = Number(process.env['PATCHYARD_BENCH_SHARE'] ?? 1)
const sizes = share === 1 ? fullSizes : sizesOf(share)
const PATCHES = 200
/** A person asks for a list so often while it is planned. */
const LIST_EVERY_MS = 100

export const bench: Bench = {
  about:
    'A run of one job for all assets by a tag, its patches by a query: members, patches, tasks with their sealed documents, agents told; meanwhile a person looks at the list of assets.',
  data: `The fleet of the bench \`query\` (${sizes.assets[0]} assets, of which the Linux ones can take part), and the ${PATCHES} newest Linux patches.`,
  async run() {
    await using fleet = await openFleetDatabase(sizes)
    const owner = new pg.Client(fleet.owner)
    await owner.connect()
    try {
      await arrange(owner)
      return await measure(fleet, owner)
    } finally {
      await forget(owner)
      await owner.end()
    }
  },
}

async function measure(fleet: FleetDatabase, owner: pg.Client): Promise<readonly Figure[]> {
  const { rows } = await owner.query<{ tag: string; since: Date }>(
    `select (select public_id from tag where name = 'bench plan') as tag,
            (select issued_at from patch where platform = 'linux' and subscription_id in (0, 1) and issued_at is not null and superseded_by is null
              order by issued_at desc offset ${PATCHES - 1} limit 1) as since`,
  )
  const [{ tag, since }] = rows as [{ tag: string; since: Date }]
  const runs = runsUnderTest(fleet.database, 1, benchNowMs)
  await runs.begin(
    {
      assets: { ...noAssets, tags: [tag] },
      patches: { from: 'query', query: `platform:Linux and publishedDate>=${since.toISOString().slice(0, 10)}` },
      schedule: { type: 'onDemand' },
      options: usualJobOptions,
    },
    1,
  )
  const idle = await lists(fleet, 20, () => true)
  const began = performance.now()
  const cpu = process.cpuUsage()
  const databaseMs = processorMs(fleet)
  let planning = true
  const [, busy] = await Promise.all([
    runs.scheduler.turn(1).finally(() => {
      planning = false
    }),
    lists(fleet, Number.POSITIVE_INFINITY, () => planning),
  ])
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const database = (processorMs(fleet) - databaseMs) / 1000
  const { rows: counts } = await owner.query<{ tasks: string; items: string; state: string; patches: number }>(
    `select r.state, json_array_length(r.plan::json -> 'patches') as patches,
            (select count(*) from task t where t.run_id = r.id) as tasks,
            (select count(*) from item i join task t on t.asset_id = i.asset_id and t.id = i.task_id where t.run_id = r.id) as items
       from run r join job j on j.id = r.job_id where j.name = 'bench'`,
  )
  const [made] = counts
  if (made?.state !== 'active') throw new Error(`the run is ${made?.state ?? 'not there'}`)
  return [
    { name: 'plan of one run', value: seconds, unit: 's', ...(share === 1 ? { atMost: 20 } : {}) },
    { name: 'of it processor time here', value: (user + system) / 1e6, unit: 's' },
    { name: 'of it processor time of PostgreSQL', value: database, unit: 's' },
    { name: 'patches', value: made.patches, unit: '' },
    { name: 'tasks', value: Number(made.tasks), unit: '' },
    { name: 'items', value: Number(made.items), unit: '' },
    { name: 'list of assets, before: p95', value: quantile(idle, 0.95), unit: 'ms' },
    { name: 'list of assets, meanwhile: p50', value: quantile(busy, 0.5), unit: 'ms' },
    { name: 'list of assets, meanwhile: p95', value: quantile(busy, 0.95), unit: 'ms', atMost: 150 },
  ]
}

/** Pages of the list of assets, one after another, while `more` says so. */
async function lists(fleet: FleetDatabase, most: number, more: () => boolean): Promise<number[]> {
  const { tree } = check('', { entity: 'asset' })
  if (tree === null) throw new Error('the empty query is one')
  const context: QueryContext = { subscriptionId: 1, personId: null, scope: { kind: 'all' }, nowMs: benchNowMs }
  const sort = { token: 'name', descending: false }
  const { page } = compileList({ entity: 'asset', query: tree, sort, after: null, limit: 50 }, context)
  const times: number[] = []
  while (more() && times.length < most) {
    const from = performance.now()
    await fleet.ask(1, [page])
    times.push(performance.now() - from)
    await new Promise(resolve => setTimeout(resolve, LIST_EVERY_MS))
  }
  return times
}

/** Somebody who may own the job, a tag that every asset carries, and which updates each host was offered. */
async function arrange(owner: pg.Client): Promise<void> {
  await forget(owner)
  for (const statement of arrangement) await owner.query(statement)
  for (const table of ['asset_tag', 'asset_update', 'tag_above', 'asset']) await owner.query(`vacuum analyze ${table}`)
}

const arrangement = [
  `insert into membership (subscription_id, person_id, roles, all_assets, created_at)
   values (1, 1, '{administrator}', true, now()) on conflict do nothing`,
  `insert into tag (subscription_id, public_id, name, name_folded, name_words, created_at)
   values (1, gen_random_uuid(), 'bench plan', 'bench plan', ' bench plan ', now())`,
  `insert into tag_above (above_id, tag_id, subscription_id) select id, id, 1 from tag where name = 'bench plan'`,
  `insert into asset_tag (asset_id, tag_id, subscription_id)
   select a.asset_id, t.id, 1 from asset a cross join tag t where a.subscription_id = 1 and t.name = 'bench plan'`,
  `insert into asset_update (asset_id, subscription_id, ids)
   select f.asset_id, f.subscription_id, array_agg(u.id) from finding f join package_update u on u.patch_id = f.patch_id
    where f.subscription_id = 1 and f.status = 1 group by f.asset_id, f.subscription_id on conflict do nothing`,
  `update asset set licensed = true, activated_at = coalesce(activated_at, now()), scan_finished_at = coalesce(scan_finished_at, now())
    where subscription_id = 1 and (not licensed or activated_at is null or scan_finished_at is null)`,
]

/** The data set is kept for other benches: as it was, but for what hosts were offered. */
async function forget(owner: pg.Client): Promise<void> {
  const jobs = `select id from job where name = 'bench'`
  const runs = `select id from run where job_id in (${jobs})`
  await owner.query(
    `delete from item i using task t where t.asset_id = i.asset_id and t.id = i.task_id and t.run_id in (${runs})`,
  )
  for (const table of ['task', 'run_member', 'run_left_out'])
    await owner.query(`delete from ${table} where run_id in (${runs})`)
  for (const table of ['run', 'job_tag', 'job_spec'])
    await owner.query(`delete from ${table} where job_id in (${jobs})`)
  await owner.query(`delete from job where name = 'bench'`)
  const tags = `select id from tag where name = 'bench plan'`
  await owner.query(`delete from asset_tag where tag_id in (${tags})`)
  await owner.query(`delete from tag_above where tag_id in (${tags})`)
  await owner.query(`delete from tag where name = 'bench plan'`)
}

/** Of the postmaster's children that live now; /proc/PID/schedstat counts nanoseconds on a processor. */
function processorMs(fleet: FleetDatabase): number {
  let ms = 0
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
      if (parent === fleet.pid) ms += Number(readFileSync(`/proc/${name}/schedstat`, 'utf8').split(' ')[0]) / 1e6
    } catch {
      // It has ended meanwhile.
    }
  }
  return ms
}
