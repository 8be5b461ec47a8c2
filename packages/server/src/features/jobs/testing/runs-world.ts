import { type Clock, emptyDefinition, type JobDefinition, type ZoneRules } from '@patchyard/domain'
import { systemClock } from '../../../adapters/system-clock.ts'
import { systemRandom } from '../../../adapters/system-random.ts'
import type { Database } from '../../../database/database.ts'
import { searchable } from '../../../database/search-columns.ts'
import { testDatabase, type TestDatabase } from '../../../testing/test-database.ts'
import { ensureFirstSubscription } from '../../installation/first-subscription.ts'
import { sealSpec } from '../job-spec.ts'
import { enableJob } from '../job-runs.ts'
import type { JobStores } from '../job-stores.ts'
import { createPgJobStores } from '../pg-job-stores.ts'
import { createScheduler, type Scheduler } from '../runs/scheduler.ts'
import { replaceSpec } from '../definition/spec-store.ts'

export interface MadeAsset {
  readonly id: number
  readonly publicId: string
}

export interface RunRow {
  readonly id: number
  readonly nominal: string | null
  readonly state: string
  readonly first_at: Date
  readonly reason: string | null
  readonly detail: string | null
  readonly spec_version: number
}

/** One subscription with assets, tags and patches, jobs, and a clock that stands still until it is moved. */
export interface RunsWorld extends AsyncDisposable {
  readonly db: TestDatabase
  readonly ownerId: number
  nowMs: number
  /** Everything but people, gone. */
  clear(): Promise<void>
  addTag(name: string, above?: string): Promise<string>
  addAsset(options?: {
    zone?: string
    tags?: readonly string[]
    misses?: readonly string[]
    platform?: string
  }): Promise<MadeAsset>
  /** By name; its key is `deb:debian/12/NAME@2`. Returns its public id. */
  addPatch(name: string, options?: { publishedDaysAgo?: number; track?: string }): Promise<string>
  addJob(definition: Partial<JobDefinition>): Promise<string>
  enable(job: string): Promise<void>
  change(job: string, definition: Partial<JobDefinition>): Promise<void>
  inStores<T>(work: (stores: JobStores) => Promise<T>): Promise<T>
  scheduler(options?: { database?: Database; rules?: ZoneRules }): Scheduler
  /** One turn of a process that has just started. */
  turn(options?: { database?: Database; rules?: ZoneRules }): Promise<void>
  runsOf(job: string): Promise<readonly RunRow[]>
  /** Public ids of the assets with a task to do, and its not-before instant, in order of their ids. */
  tasksOf(
    run: number,
  ): Promise<
    readonly { asset: number; state: string; reason: string | null; from: string; until: string; keys: string[] }[]
  >
  stateOf(job: string): Promise<{ state: string; next: string | null }>
  /** What an agent would be offered now. */
  offered(asset: MadeAsset): Promise<number>
}

export const START = Date.parse('2027-01-04T12:00:00Z')
const DAY = 86_400_000

export async function runsWorld(): Promise<RunsWorld> {
  const db = await testDatabase()
  const { database } = db
  const clock: Clock = { ...systemClock, nowMs: () => world.nowMs }
  await ensureFirstSubscription({ database, clock: systemClock, random: systemRandom })
  const [person] = await db.owner<{ id: number }>(
    `insert into person (public_id, email, email_folded, name, home_subscription_id, created_at)
     values (gen_random_uuid(), 'a@b', 'a@b', 'A', 1, now()) returning id::int`,
  )
  const ownerId = person?.id ?? 0
  await db.owner(
    `insert into membership (subscription_id, person_id, roles, all_assets, created_at) values (1, $1, '{administrator}', true, now())`,
    [ownerId],
  )
  const inStores = <T>(work: (stores: JobStores) => Promise<T>): Promise<T> =>
    database.inSubscription(1, trx => work(createPgJobStores(trx, 1)))
  const whole = (definition: Partial<JobDefinition>): JobDefinition => ({ ...emptyDefinition('linux'), ...definition })
  let serial = 0

  const world: RunsWorld = {
    db,
    ownerId,
    nowMs: START,
    inStores,

    async clear() {
      world.nowMs = START
      await db.owner(`truncate item, task, run_member, run_left_out, run, job_tag, job_co_author, job_spec, job, planning_rule,
        asset_tag, tag_above, membership_tag, tag, finding, asset_update, package_update, patch, agent_line, asset cascade`)
      await db.owner('update membership set all_assets = true, disabled_at = null')
      await db.owner('update subscription set suspended_at = null')
    },

    async addTag(name, above) {
      const [tag] = await db.owner<{ id: number; public_id: string }>(
        `insert into tag (subscription_id, public_id, name, name_folded, name_words, created_at)
         values (1, gen_random_uuid(), $1, $1, '', now()) returning id::int, public_id`,
        [name],
      )
      await db.owner(
        `insert into tag_above (above_id, tag_id, subscription_id)
         select $1::int, $1::int, 1 union select u.above_id, $1::int, 1 from tag_above u join tag t on t.id = u.tag_id where t.public_id = $2`,
        [tag?.id, above ?? null],
      )
      return tag?.public_id ?? ''
    },

    async addAsset({ zone = 'UTC', tags = [], misses = [], platform = 'linux' } = {}) {
      const name = `host-${(serial += 1)}`
      const [asset] = await db.owner<{ id: number; public_id: string }>(
        `insert into asset (subscription_id, public_id, name, name_folded, platform, created_at, activated_at, licensed, scan_finished_at, scan_status)
         values (1, gen_random_uuid(), $1, $1, $2, now(), now(), true, now(), 'ok') returning asset_id::int as id, public_id`,
        [name, platform],
      )
      const id = asset?.id ?? 0
      await db.owner(
        `insert into agent_line (asset_id, subscription_id, public_id, key_id, standing, standing_at, seq, link, machine, boot, seen_at, zone)
         values ($1, 1, gen_random_uuid(), $2, 'active', now(), 0, '', '', '', $3, $4)`,
        [id, Buffer.from(name), new Date(world.nowMs), zone],
      )
      await db.owner(
        `insert into asset_tag (asset_id, tag_id, subscription_id) select $1, t.id, 1 from tag t where t.public_id = any($2::uuid[])`,
        [id, [...tags]],
      )
      await db.owner(
        `insert into finding (asset_id, patch_id, subscription_id, status, first_seen, since, exposed_since)
         select $1, p.id, 1, 1, now(), now(), now() from patch p where p.title = any($2::text[])`,
        [id, [...misses]],
      )
      await db.owner(
        `insert into asset_update (asset_id, subscription_id, ids)
         select $1, 1, array(select u.id from package_update u where u.name = any($2::text[]))`,
        [id, [...misses]],
      )
      return { id, publicId: asset?.public_id ?? '' }
    },

    async addPatch(name, { publishedDaysAgo = 10, track = name } = {}) {
      const [patch] = await db.owner<{ id: number; public_id: string }>(
        `insert into patch (subscription_id, public_id, key, title, title_folded, title_words, platform, track, issued_at, first_reported_at)
         values (1, gen_random_uuid(), $1, $2, $2, $5, 'linux', $3, $4, now()) returning id::int, public_id`,
        [
          `deb:debian/12/${name}@2`,
          name,
          track,
          new Date(START - publishedDaysAgo * DAY),
          searchable('title', name).title_words,
        ],
      )
      await db.owner(
        `insert into package_update (subscription_id, row_hash, patch_id, name, architecture, installed, candidate, is_security, origin, authenticated, row)
         values (1, $1, $2, $3, 'amd64', '1', '2', true, 'Debian', true, '[]')`,
        [Buffer.from(name), patch?.id, name],
      )
      await db.owner(
        `insert into patch_count (subscription_id, patch_id, missing) values (1, $1, 1) on conflict do nothing`,
        [patch?.id],
      )
      return patch?.public_id ?? ''
    },

    async addJob(definition) {
      const publicId = systemRandom.uuid()
      const spec = whole(definition)
      const sealed = sealSpec(spec)
      await inStores(({ jobs }) =>
        jobs.insert({
          ...{ publicId, name: `Job ${(serial += 1)}`, state: 'disabled', ownerId, authorId: ownerId, spec },
          ...{ specText: sealed.text, specDigest: sealed.digest, now: new Date(world.nowMs) },
        }),
      )
      return publicId
    },

    async enable(job) {
      await inStores(async stores => {
        const record = await stores.jobs.lock(job)
        if (record === null) throw new Error('no such job')
        await enableJob(stores, record, { random: systemRandom, deployment: DEPLOYMENT, nowMs: world.nowMs })
      })
    },

    async change(job, definition) {
      await database.inSubscription(1, async trx => {
        const record = await createPgJobStores(trx, 1).jobs.lock(job)
        if (record === null) throw new Error('no such job')
        const spec = { ...record.spec, ...definition }
        const sealed = sealSpec(spec)
        await replaceSpec(trx, {
          ...{
            jobId: record.id,
            version: record.specVersion + 1,
            spec,
            specText: sealed.text,
            specDigest: sealed.digest,
          },
          ...{ authorId: ownerId, now: new Date(world.nowMs) },
        })
      })
    },

    scheduler: (options = {}) =>
      createScheduler({
        ...{ database: options.database ?? database, clock, random: systemRandom, deployment: DEPLOYMENT },
        ...{ onWork: () => undefined, settleLicences: async () => {}, sizes: { members: 2, tasks: 2, tell: 2 } },
        onFailure: error => {
          throw error
        },
        ...(options.rules === undefined ? {} : { rules: options.rules }),
      }),
    turn: options => world.scheduler(options).turn(1),

    runsOf: job =>
      db.owner<RunRow & Record<string, unknown>>(
        `select r.id::int, r.nominal, r.state, r.first_at, r.reason, r.detail, r.spec_version from run r join job j on j.id = r.job_id
          where j.public_id = $1 order by r.id`,
        [job],
      ),

    async tasksOf(run) {
      const rows = await db.owner<{
        asset: number
        state: string
        reason: string | null
        from: Date
        until: Date
        keys: string[]
      }>(
        `select t.asset_id::int as asset, t.state, t.reason, t.not_before as from, t.start_before as until,
                array(select p.title from item i join patch p on p.id = i.patch_id
                       where i.asset_id = t.asset_id and i.task_id = t.id and i.state = 'pending' order by i.n) as keys
           from task t where t.run_id = $1 order by t.asset_id, t.id`,
        [run],
      )
      const text = (date: Date): string => date.toISOString().slice(5, 16)
      return rows.map(row => ({ ...row, from: text(row.from), until: text(row.until) }))
    },

    async stateOf(job) {
      const [row] = await db.owner<{ state: string; next: Date | null }>(
        'select state, next_run_at as next from job where public_id = $1',
        [job],
      )
      return { state: row?.state ?? '', next: row?.next?.toISOString().slice(0, 16) ?? null }
    },

    offered: ({ id }) => inStores(async ({ tasks }) => (await tasks.listOffered(id, world.nowMs)).length),

    [Symbol.asyncDispose]: () => db[Symbol.asyncDispose](),
  }
  return world
}

const DEPLOYMENT = systemRandom.uuid()
