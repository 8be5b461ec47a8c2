import { systemRandom } from '../../adapters/system-random.ts'
import { createMemoryDatabase } from '../memory/memory-database.ts'
import { createMemoryStorage } from '../memory/memory-storage.ts'
import { createMemoryJobStores } from '../memory/memory-job-stores.ts'
import { type JobsUnderTest, jobStoresContract } from './job-stores.contract.ts'
import { storageContract } from './storage.contract.ts'

async function open(): Promise<JobsUnderTest> {
  const database = createMemoryDatabase()
  const touchedRuns: number[] = []
  return {
    storage: createMemoryStorage({
      database,
      random: systemRandom,
      onRunTouched: async (_, runId) => void touchedRuns.push(runId),
    }),
    first: 1,
    second: 2,
    touchedRuns,
    async giveLicence(licence) {
      database.tenant(1).licence = licence
    },
    async suspend(suspended) {
      database.tenant(1).suspended = suspended
    },
    async changeAsset(publicId, changes) {
      await database.transaction(async () => {
        const { assets } = database.tenant(1)
        const asset = assets.rows().find(one => one.publicId === publicId)
        const plain = { isRemoved: false, isDeactivated: false, pausedUntilMs: null }
        if (asset !== undefined) assets.set(asset.assetId, { ...asset, ...plain, ...changes })
      })
    },
    async changeOwner(person) {
      await database.transaction(async () => database.tenant(1).people.set(1, person))
    },
    async addActivationKey(subscriptionId, key) {
      await database.transaction(async () => {
        const id = database.nextId('activation key')
        const blank = { autoAccept: true, uses: 0, revokedMs: null }
        database.tenant(subscriptionId).activationKeys.set(key.keyid, { ...key, id, ...blank })
      })
    },
    ownerId: 1,
    inJobs: (subscriptionId, work) => database.transaction(() => work(createMemoryJobStores(database, subscriptionId))),
    publicIdOfPatch: async key => database.tenant(1).patches.get(key)?.publicId ?? '',
    async [Symbol.asyncDispose]() {},
  }
}

storageContract('in memory', open)
jobStoresContract('in memory', open)
