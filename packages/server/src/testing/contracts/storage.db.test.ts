import { systemRandom } from '../../adapters/system-random.ts'
import { createPgStorage } from '../../storage/pg-storage.ts'
import { testDatabase } from '../test-database.ts'
import { storageContract } from './storage.contract.ts'
import { NOW } from './storage-under-test.ts'

storageContract('on PostgreSQL', async () => {
  const db = await testDatabase()
  const touchedRuns: number[] = []
  const subscriptions = await db.owner<{ id: number }>(
    `insert into subscription (public_id, name, licence_kind, created_at)
     select gen_random_uuid(), 'S' || n, 'full', now() from generate_series(1, 2) n returning id`,
  )
  const [first = 0, second = 0] = subscriptions.map(row => row.id)
  return {
    storage: createPgStorage({
      database: db.database,
      random: systemRandom,
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
    [Symbol.asyncDispose]: () => db[Symbol.asyncDispose](),
  }
})
