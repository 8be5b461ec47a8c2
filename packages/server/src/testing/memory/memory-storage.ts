import type { Random } from '@patchyard/domain'
import { agentSettings } from './memory-settings.ts'
import type { Storage } from '../../storage/storage.ts'
import type { UnitOfWork } from '../../storage/unit-of-work.ts'
import { assignMemoryLicences } from './memory-licences.ts'
import { createMemoryCatalog } from './memory-catalog.ts'
import type { MemoryDatabase } from './memory-database.ts'
import { createMemoryEnrolStore } from './memory-enrol-store.ts'
import { createMemoryFindingStore } from './memory-finding-store.ts'
import { createMemoryInventoryStore } from './memory-inventory-store.ts'
import { createMemoryLineStore } from './memory-line-store.ts'
import { createMemoryTaskStore } from './memory-task-store.ts'

/** The door's storage in memory. `onRunTouched` hears, after COMMIT, of runs that may be over; it never rejects. */
export function createMemoryStorage(ports: {
  database: MemoryDatabase
  random: Random
  onRunTouched: (subscriptionId: number, runId: number) => Promise<void>
  isDead?: () => boolean
}): Storage {
  const { database, random } = ports
  return {
    async findKey(keyid) {
      return database.transaction(async () => database.doorKeys.get(keyid) ?? null, ports.isDead)
    },
    async inSubscription(subscriptionId, work) {
      const touched = new Set<number>()
      const result = await database.transaction(() => {
        touched.clear()
        const tenant = database.tenant(subscriptionId)
        const stores: UnitOfWork = {
          lines: createMemoryLineStore(database, tenant),
          tasks: createMemoryTaskStore(database, tenant, subscriptionId),
          inventory: createMemoryInventoryStore(tenant, createMemoryCatalog(database, tenant, random)),
          findings: createMemoryFindingStore(tenant),
          // The simulated world has no feeds: the catalog knows of nothing that is missing.
          matching: {
            begin: () => Promise.resolve(),
            settle: () => Promise.resolve(),
            lock: () => Promise.resolve(),
            match: () => Promise.resolve([]),
            answerPrograms: () => Promise.resolve(0),
          },
          enrol: createMemoryEnrolStore(database, tenant, subscriptionId),
          // The simulator's world has no rules.
          tags: { begin: async () => {}, assetsChanged: async () => {} },
          licensesEveryone: async () => false,
          assignLicences: async (_, nowMs) => assignMemoryLicences(tenant, nowMs),
          settings: async () => agentSettings(tenant.settings),
          notify: async () => {},
          runTouched: runId => void touched.add(runId),
        }
        return work(stores)
      }, ports.isDead)
      for (const runId of touched) await ports.onRunTouched(subscriptionId, runId)
      return result
    },
  }
}
