import type { Licence as LicencePage } from '@patchyard/api'
import type { Clock, Licence, Random } from '@patchyard/domain'
import { expect } from 'vitest'
import type { Principal } from '../../../http/principal.ts'
import { testPrincipal } from '../../../testing/test-principal.ts'
import { testDatabase, type TestDatabase } from '../../../testing/test-database.ts'
import { createDefinitionService } from '../../jobs/definition/definition-service.ts'
import { createJobsService } from '../../jobs/jobs-service.ts'
import { createPgJobStores } from '../../jobs/pg-job-stores.ts'
import { calculateLicences } from '../calculate-licences.ts'
import { createLicencesService, type LicencesService } from '../licences-service.ts'
import { createLicencePort } from '../licence-assignment-service.ts'

const DAY = 86_400_000

export interface AssetToAdd {
  readonly activatedDay: number | null
  readonly standing?: string
  readonly isDeactivated?: boolean
  readonly isRemoved?: boolean
  /** Tags by number: the first that `addTags` made is 1. */
  readonly tags?: readonly number[]
  /** Misses the one patch that there is. */
  readonly missing?: boolean
}

export interface LicenceWorld extends AsyncDisposable {
  readonly db: TestDatabase
  readonly licences: LicencesService
  readonly subscriptionId: number
  now: number
  clear(): Promise<void>
  /** Parents by number, in order; null: a root. */
  addTags(parents: readonly (number | null)[]): Promise<void>
  addAsset(asset: AssetToAdd): Promise<number>
  tagAsset(assetId: number, tag: number): Promise<void>
  giveLicence(licence: Licence): Promise<void>
  setTagsByNumber(tags: { readonly include: readonly number[]; readonly exclude: readonly number[] }): Promise<void>
  reassign(assetIds: readonly number[]): Promise<void>
  tagsChanged(assetIds: readonly number[]): Promise<void>
  /** Runs `work` in transactions of its own while a calculation has taken the changes and not yet written. */
  whileCalculating<T>(work: () => Promise<T>): Promise<T>
  licensed(): Promise<number[]>
  page(): Promise<LicencePage>
  otherPage(): Promise<LicencePage>
  /** A job over all assets and the one patch. */
  addJob(): Promise<string>
  enable(job: string, options?: { readonly settle: false }): Promise<void>
  /** By asset: the newest task's state and reason. */
  tasksOf(job: string): Promise<Record<number, string>>
  stateOf(job: string): Promise<unknown[]>
  /** Assets that the planner would take. */
  plannable(): Promise<number[]>
  /** No task that has not begun is for an asset without a licence. */
  checkTasks(): Promise<void>
}

/** A subscription on a database, with a clock that stands still until it is moved. */
export async function licenceWorld(ports: { clock: Clock; random: Random; startMs: number }): Promise<LicenceWorld> {
  const { random, startMs } = ports
  const db = await testDatabase()
  const { database } = db
  let now = startMs
  const clock: Clock = { ...ports.clock, nowMs: () => now }
  const subscriptions = await db.owner<{ id: number; public_id: string }>(
    `insert into subscription (public_id, name, licence_kind, created_at)
     select gen_random_uuid(), 'S' || n, 'free', now() from generate_series(1, 2) n returning id, public_id`,
  )
  const [subscription, other] = subscriptions as [{ id: number; public_id: string }, { id: number; public_id: string }]
  const subscriptionId = subscription.id
  const [person] = await db.owner<{ id: number; public_id: string }>(
    `insert into person (public_id, email, email_folded, name, home_subscription_id, created_at)
     values (gen_random_uuid(), 'a@b', 'a@b', 'A', $1, now()) returning id::int, public_id`,
    [subscriptionId],
  )
  await db.owner(
    `insert into membership (subscription_id, person_id, roles, all_assets, created_at)
     values ($1, $2, '{administrator}', true, now())`,
    [subscriptionId, person?.id],
  )
  const principalOf = (id: number): Principal =>
    testPrincipal({
      subscriptionId: id,
      personId: person?.id ?? 0,
      personPublicId: person?.public_id ?? '',
      isOperator: true,
    })
  const portsOf = (settle: boolean) => ({
    database,
    clock,
    random,
    deployment: random.uuid(),
    onWork: () => undefined,
    settleLicences: async (id: number) => (settle ? licences.settle(id) : undefined),
  })
  const jobsOf = (settle: boolean) => createJobsService(portsOf(settle))
  const definitions = createDefinitionService(portsOf(true))
  const [jobs, unsettled] = [jobsOf(true), jobsOf(false)]
  const licences = createLicencesService({
    database,
    clock,
    onLost: id => jobs.cancelUntargeted(id),
    onEnded: id => jobs.licenceEnded(id),
    onPermitsChanged: async () => undefined,
    onFailure: (_, error) => {
      throw error
    },
  })
  const port = createLicencePort(clock)
  const tagIds = (): Promise<{ id: number; public_id: string }[]> =>
    db.owner('select id, public_id from tag where subscription_id = $1 order by id', [subscriptionId])
  const tagOf = async (n: number): Promise<{ id: number; public_id: string }> => {
    const tag = (await tagIds())[n - 1]
    if (tag === undefined) throw new Error(`there is no tag ${n}`)
    return tag
  }
  const publicIds = async (): Promise<{ asset: string; id: number }[]> =>
    db.owner(`select public_id as asset, asset_id::int as id from asset where subscription_id = $1 order by asset_id`, [
      subscriptionId,
    ])
  const patches = (): Promise<{ public_id: string; id: number }[]> =>
    db.owner('select public_id, id from patch where subscription_id = $1', [subscriptionId])

  const world: LicenceWorld = {
    db,
    licences,
    subscriptionId,
    get now() {
      return now
    },
    set now(ms: number) {
      now = ms
    },

    async clear() {
      now = startMs
      const tables =
        'item task run_left_out run job_spec job finding asset_update package_update patch asset_tag licence_tag tag_above tag agent_line asset licence_change'
      // Small tables: deleting is a hundred times faster than truncating.
      await db.owner(
        tables
          .split(' ')
          .map(table => `delete from ${table}`)
          .join(';'),
      )
      await db.owner(
        `update subscription set licence_kind = 'free', licence_limit = null, licence_end = null, licence_applied = null,
                licence_wanted = 0, licence_calculated_at = null`,
      )
      await db.owner(
        `insert into patch (subscription_id, public_id, key, title, title_folded, platform, track, first_reported_at)
         values ($1, gen_random_uuid(), 'deb:debian/12/bash@2', 'bash', 'bash', 'linux', 'bash', now())`,
        [subscriptionId],
      )
    },

    async addTags(parents) {
      for (const [n, parent] of parents.entries()) {
        const above = parent === null ? null : await tagOf(parent)
        const [tag] = await db.owner<{ id: number }>(
          `insert into tag (subscription_id, public_id, parent_id, name, name_folded, name_words, created_at)
           values ($1, gen_random_uuid(), $2, $3::text, $3::text, '', now()) returning id`,
          [subscriptionId, above?.id ?? null, `t${n + 1}`],
        )
        await db.owner(
          `insert into tag_above (above_id, tag_id, subscription_id)
           select $2::int, $2::int, $1::int union all
           select above_id, $2::int, $1::int from tag_above where tag_id = $3::int`,
          [subscriptionId, tag?.id, above?.id ?? null],
        )
      }
    },

    async addAsset({ activatedDay, standing = 'active', isDeactivated, isRemoved, tags = [], missing }) {
      const activatedAt = activatedDay === null ? null : new Date(startMs + activatedDay * DAY)
      const [asset] = await db.owner<{ id: number }>(
        `insert into asset (subscription_id, public_id, name, name_folded, platform, created_at, activated_at,
                            scan_finished_at, removed_at)
         values ($1, gen_random_uuid(), 'a', 'a', 'linux', now(), $2, now(), $3) returning asset_id::int as id`,
        [subscriptionId, activatedAt, isRemoved === true ? new Date(startMs) : null],
      )
      const id = asset?.id ?? 0
      await db.owner(
        `insert into agent_line (asset_id, subscription_id, public_id, key_id, standing, standing_at, seq, link, machine,
                                 boot, seen_at, deactivated_at)
         values ($1, $2, gen_random_uuid(), '\\x00', $3, now(), 0, '\\x00', '\\x00', '\\x00', now(), $4)`,
        [id, subscriptionId, standing, isDeactivated === true ? new Date(startMs) : null],
      )
      for (const tag of tags) await world.tagAsset(id, tag)
      if (missing === true) {
        const [patch] = await patches()
        await db.owner(
          `insert into finding (asset_id, patch_id, subscription_id, status, first_seen, since, exposed_since)
           values ($1, $2, $3, 1, now(), now(), now())`,
          [id, patch?.id, subscriptionId],
        )
        const [update] = await db.owner<{ id: number }>(
          `insert into package_update (subscription_id, row_hash, patch_id, name, architecture, installed, candidate,
                                       is_security, origin, authenticated, row)
           values ($1, decode(md5($3::text), 'hex'), $2, 'bash', 'amd64', '1', '2', true, 'Debian', true, '{}') returning id`,
          [subscriptionId, patch?.id, `${id}`],
        )
        await db.owner('insert into asset_update (asset_id, subscription_id, ids) values ($1, $2, array[$3::int])', [
          id,
          subscriptionId,
          update?.id,
        ])
      }
      return id
    },

    async tagAsset(assetId, tag) {
      await db.owner('insert into asset_tag (asset_id, tag_id, subscription_id) values ($1, $2, $3)', [
        assetId,
        (await tagOf(tag)).id,
        subscriptionId,
      ])
    },

    async giveLicence({ kind, limit, endAt }) {
      await licences.setLicence(principalOf(subscriptionId), subscription.public_id, {
        kind,
        limit,
        endAt: endAt?.toISOString() ?? null,
      })
    },

    async setTagsByNumber({ include, exclude }) {
      const ids = async (numbers: readonly number[]): Promise<string[]> =>
        Promise.all(numbers.map(async n => (await tagOf(n)).public_id))
      await licences.setTags(principalOf(subscriptionId), { include: await ids(include), exclude: await ids(exclude) })
    },

    reassign: assetIds => database.inSubscription(subscriptionId, trx => port.reassign(trx, assetIds)),
    tagsChanged: assetIds => database.inSubscription(subscriptionId, trx => port.tagsChanged(trx, assetIds)),

    async whileCalculating(work) {
      return database.inSubscription(subscriptionId, async trx => {
        await calculateLicences(trx, now)
        return work()
      })
    },

    async licensed() {
      const rows = await db.owner<{ id: number }>(
        'select asset_id::int as id from asset where licensed and subscription_id = $1 order by asset_id',
        [subscriptionId],
      )
      return rows.map(row => row.id)
    },
    page: () => licences.read(principalOf(subscriptionId)),
    otherPage: () => licences.read(principalOf(other.id)),

    async addJob() {
      const job = await definitions.create(principalOf(subscriptionId), {
        name: 'J',
        platform: 'linux',
        assets: { include: (await publicIds()).map(row => row.asset) },
        patches: { from: 'list', patches: (await patches()).map(row => row.public_id) },
        schedule: { type: 'onDemand' },
      })
      return job.id
    },

    async enable(job, options) {
      now += 1
      const service = options === undefined ? jobs : unsettled
      await db.owner(`update job set state = 'disabled' where public_id = $1 and state in ('completed', 'halted')`, [
        job,
      ])
      await service.enable(principalOf(subscriptionId), job)
      await world.checkTasks()
    },

    async tasksOf(job) {
      const rows = await db.owner<{ id: number; state: string; reason: string | null }>(
        `select distinct on (t.asset_id) t.asset_id::int as id, t.state, t.reason
           from task t join job j on j.id = t.job_id where j.public_id = $1 order by t.asset_id, t.id desc`,
        [job],
      )
      return Object.fromEntries(rows.map(row => [row.id, [row.state, row.reason ?? ''].join(' ').trim()]))
    },

    async stateOf(job) {
      const [row] = await db.owner('select state, state_reason, state_before from job where public_id = $1', [job])
      return Object.values(row ?? {})
    },

    plannable: () =>
      database.inSubscription(subscriptionId, async trx => {
        const stores = createPgJobStores(trx, subscriptionId)
        const planned = { ownerId: person?.id ?? 0, licence: await stores.licence(now), nowMs: now }
        const chosen = await stores.loadChosen(
          (await publicIds()).map(row => row.asset),
          [],
          planned,
        )
        return chosen.assets.filter(asset => asset.licensed).map(asset => asset.assetId)
      }),

    async checkTasks() {
      const wrong = await db.owner(
        `select t.asset_id from task t join asset a on a.asset_id = t.asset_id
          where t.state in ('planned', 'sent', 'received') and t.cancel_asked_at is null and not a.licensed`,
      )
      expect(wrong).toEqual([])
    },

    [Symbol.asyncDispose]: () => db[Symbol.asyncDispose](),
  }
  return world
}
