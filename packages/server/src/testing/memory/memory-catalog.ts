import type { Random } from '@patchyard/domain'
import type { AdvisoryEntry, UpdateEntry } from '@patchyard/protocol'
import { patchIdentity } from '../../features/catalog/patch-identity.ts'
import type { MemoryDatabase } from './memory-database.ts'
import type { Tenant } from './tenant.ts'

export interface MemoryCatalog {
  intern(entries: readonly UpdateEntry[], nowMs: number): ReadonlyMap<string, { id: number; track: string }>
  linkAdvisories(entries: readonly AdvisoryEntry[]): void
}

/** The twin of the reported patches: the first report makes the row, later ones add what was not known. */
export function createMemoryCatalog(database: MemoryDatabase, tenant: Tenant, random: Random): MemoryCatalog {
  return {
    intern(entries) {
      const found = new Map<string, { id: number; track: string }>()
      for (const [key, group] of Map.groupBy(entries, entry => entry.patch)) {
        const isSecurity = group.some(entry => entry.isSecurity)
        const title = group.find(entry => entry.title !== '')?.title ?? key
        const known = tenant.patches.get(key)
        const row =
          known === undefined
            ? {
                id: database.nextId('patch'),
                publicId: random.uuid(),
                key,
                track: patchIdentity(key).track,
                title,
                severity: '',
                isSecurity,
                deprecated: false,
              }
            : { ...known, isSecurity: known.isSecurity || isSecurity }
        tenant.patches.set(key, row)
        found.set(key, { id: row.id, track: row.track })
      }
      return found
    },
    linkAdvisories(entries) {
      for (const entry of entries) {
        const patch = tenant.patches.get(entry.patch)
        if (patch === undefined || entry.title === '') continue
        tenant.patches.set(patch.key, {
          ...patch,
          title: entry.title,
          severity: entry.severity ?? '',
          isSecurity: patch.isSecurity || entry.kind === 'security',
        })
      }
    },
  }
}
