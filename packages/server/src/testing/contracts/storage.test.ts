import { systemRandom } from '../../adapters/system-random.ts'
import { createMemoryDatabase } from '../memory/memory-database.ts'
import { createMemoryStorage } from '../memory/memory-storage.ts'
import { storageContract } from './storage.contract.ts'

storageContract('in memory', async () => {
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
    async addActivationKey(subscriptionId, key) {
      await database.transaction(async () => {
        const id = database.nextId('activation key')
        const blank = { autoAccept: true, uses: 0, revokedMs: null }
        database.tenant(subscriptionId).activationKeys.set(key.keyid, { ...key, id, ...blank })
      })
    },
    async [Symbol.asyncDispose]() {},
  }
})
