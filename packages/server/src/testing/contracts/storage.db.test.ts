import { systemRandom } from '../../adapters/system-random.ts'
import { tagFollowing } from '../../features/tags/register-tags.ts'
import { systemClock } from '../../adapters/system-clock.ts'
import { createPgMatching } from '../../storage/pg-matching.ts'
import { createPgStorage } from '../../storage/pg-storage.ts'
import { testDatabase } from '../test-database.ts'
import { createPgJobStores } from '../../features/jobs/pg-job-stores.ts'
import { type JobsUnderTest, jobStoresContract } from './job-stores.contract.ts'
import { storageContract } from './storage.contract.ts'
import { NOW } from './storage-under-test.ts'

async function open(): Promise<JobsUnderTest> {
  const db = await testDatabase()
  const touchedRuns: number[] = []
  const subscriptions = await db.owner<{ id: number }>(
    `insert into subscription (public_id, name, licence_kind, created_at)
     select gen_random_uuid(), 'S' || n, 'full', now() from generate_series(1, 2) n returning id`,
  )
  const [owner] = await db.owner<{ id: number }>(
    `insert into person (public_id, email, email_folded, name, home_subscription_id, created_at)
     values (gen_random_uuid(), 'a@b', 'a@b', 'A', $1, now()) returning id::int`,
    [subscriptions[0]?.id],
  )
  await db.owner(
    `insert into membership (subscription_id, person_id, roles, all_assets, created_at)
     values ($1, $2, '{patchManager}', true, now())`,
    [subscriptions[0]?.id, owner?.id],
  )
  const date = (ms: number | null): Date | null => (ms === null ? null : new Date(ms))
  const [first = 0, second = 0] = subscriptions.map(row => row.id)
  return {
    storage: createPgStorage({
      matching: createPgMatching(),
      database: db.database,
      random: systemRandom,
      tags: tagFollowing(systemClock, []).follower,
      onRunTouched: async (_, runId) => void touchedRuns.push(runId),
    }),
    first,
    second,
    touchedRuns,
    async giveLicence({ kind, limit, endAt }) {
      await db.owner('update subscription set licence_kind = $2, licence_limit = $3, licence_end = $4 where id = $1', [
        first,
        kind,
        limit,
        endAt,
      ])
    },
    async suspend(suspended) {
      await db.owner('update subscription set suspended_at = case when $2 then now() end where id = $1', [
        first,
        suspended,
      ])
    },
    async changeAsset(publicId, { isLicensed, isRemoved, isDeactivated, pausedUntilMs, tagIds }) {
      for (const id of tagIds ?? []) {
        await db.owner(
          `insert into tag (id, subscription_id, public_id, name, name_folded, name_words, created_at)
           overriding system value values ($1::int, $2, gen_random_uuid(), $1::int::text, $1::int::text, '', now())`,
          [id, first],
        )
        await db.owner('insert into tag_above (above_id, tag_id, subscription_id) values ($1, $1, $2)', [id, first])
        await db.owner(
          'insert into asset_tag (asset_id, tag_id, subscription_id) select asset_id, $1, $2 from asset where public_id = $3',
          [id, first, publicId],
        )
      }
      await db.owner(
        `update asset set licensed = coalesce($2, licensed), removed_at = case when $3 then now() end, paused_until = $4
          where public_id = $1`,
        [publicId, isLicensed ?? null, isRemoved === true, pausedUntilMs === undefined ? null : date(pausedUntilMs)],
      )
      await db.owner(
        `update agent_line set deactivated_at = case when $2 then now() end
          where asset_id = (select asset_id from asset where public_id = $1)`,
        [publicId, isDeactivated === true],
      )
    },
    async changeOwner({ isGone, tagIds }) {
      await db.owner('delete from membership_tag')
      await db.owner('update membership set all_assets = $1, disabled_at = case when $2 then now() end', [
        tagIds === null,
        isGone,
      ])
      for (const id of tagIds ?? []) {
        await db.owner('insert into membership_tag (subscription_id, person_id, tag_id) values ($1, $2, $3)', [
          first,
          owner?.id,
          id,
        ])
      }
    },
    async addActivationKey(subscriptionId, key) {
      await db.owner(
        `insert into activation_key (public_id, subscription_id, title, key_id, public_key, root_version, auto_accept,
                                     max_uses, allowed_cidr, valid_from, expires_at, created_at, created_by)
         values (gen_random_uuid(), $1, 'K', $2, $3, 1, true, $4, $5::text[]::cidr[], $6, $7, $8, gen_random_uuid())`,
        [
          subscriptionId,
          Buffer.from(key.keyid, 'hex'),
          Buffer.alloc(32, 1),
          key.maxUses,
          [...key.allowedNetworks],
          new Date(key.validFromMs),
          key.expiresMs === null ? null : new Date(key.expiresMs),
          new Date(NOW),
        ],
      )
    },
    ownerId: owner?.id ?? 0,
    inJobs: (subscriptionId, work) =>
      db.database.inSubscription(subscriptionId, trx => work(createPgJobStores(trx, subscriptionId))),
    async publicIdOfPatch(key) {
      const rows = await db.owner<{ id: string }>('select public_id as id from patch where key = $1', [key])
      return rows[0]?.id ?? ''
    },
    [Symbol.asyncDispose]: () => db[Symbol.asyncDispose](),
  }
}

storageContract('on PostgreSQL', open)
jobStoresContract('on PostgreSQL', open)
