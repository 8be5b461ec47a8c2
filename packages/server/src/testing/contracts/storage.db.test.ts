import { systemRandom } from '../../adapters/system-random.ts'
import { tagFollowing } from '../../features/tags/register-tags.ts'
import { systemClock } from '../../adapters/system-clock.ts'
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
  const [first = 0, second = 0] = subscriptions.map(row => row.id)
  return {
    storage: createPgStorage({
      database: db.database,
      random: systemRandom,
      tags: tagFollowing(systemClock, []).follower,
      onRunTouched: async (_, runId) => void touchedRuns.push(runId),
    }),
    first,
    second,
    touchedRuns,
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
