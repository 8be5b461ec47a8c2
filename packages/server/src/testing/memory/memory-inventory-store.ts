import type { OfferedPatch, PackageUpdate } from '@patchyard/domain'
import {
  advisoriesSection,
  packagesSection,
  type ProgramEntry,
  programsSection,
  rowKey,
  rowText,
  type UpdateEntry,
  updatesSection,
} from '@patchyard/protocol'
import { type InventoryStore, installedKey, type SectionChange } from '../../storage/ports/inventory-store.ts'
import { schemeOf } from '../../features/inventory/scheme-of.ts'
import type { MemoryCatalog } from './memory-catalog.ts'
import type { AssetRow, Interned, StoredUpdate, Tenant } from './tenant.ts'

/** The twin of the store on `asset_section`, the interned rows and what `asset` shows of a scan. */
export function createMemoryInventoryStore(tenant: Tenant, catalog: MemoryCatalog): InventoryStore {
  const changeAsset = (assetId: number, changes: Partial<AssetRow>): void => {
    const asset = tenant.assets.get(assetId)
    if (asset !== undefined) tenant.assets.set(assetId, { ...asset, ...changes })
  }

  /** Rows that this subscription had never seen. */
  function intern(kind: string, rows: readonly Interned<unknown>[]): number {
    const fresh = rows.filter(row => !tenant.dictionary.has(`${kind} ${row.text}`))
    for (const row of fresh) tenant.dictionary.set(`${kind} ${row.text}`, true)
    return fresh.length
  }

  return {
    async sections(assetId) {
      const found = new Map<string, { digest: string; count: number }>()
      for (const name of sectionNames) {
        const row = tenant.sections.get(`${assetId} ${name}`)
        if (row !== undefined) found.set(name, { digest: row.digest, count: row.count })
      }
      return found
    },
    async saveSection(assetId, name, { digest, count }, rows) {
      tenant.sections.set(`${assetId} ${name}`, { digest, count, rows })
    },
    sectionRows: async (assetId, name) => tenant.sections.get(`${assetId} ${name}`)?.rows ?? [],

    async applyPackages(assetId, change) {
      const add = distinct(change.add, entry => rowText(packagesSection.toRow(entry)))
      const fresh = intern('package', add)
      const keyOf = (e: { name: string; arch: string; version: string }) => JSON.stringify([e.name, e.arch, e.version])
      const after = merged(change, tenant.packages.get(assetId) ?? [], add, keyOf)
      tenant.packages.set(assetId, after)
      return { count: after.length, fresh }
    },

    async applyPrograms(assetId, change) {
      const add = distinct(change.add, entry => rowText(programsSection.toRow(entry)))
      const fresh = intern('program', add)
      const keyOf = (e: ProgramEntry) => rowKey(programsSection, programsSection.toRow(e))
      const after = merged(change, tenant.programs.get(assetId) ?? [], add, keyOf)
      tenant.programs.set(assetId, after)
      return { count: after.length, fresh }
    },

    async applyUpdates(assetId, change, nowMs) {
      const stored = tenant.updates.get(assetId) ?? []
      const patches = catalog.intern(change.add, nowMs)
      const add = distinct(change.add, entry => rowText(updatesSection.toRow(entry))).map((one): StoredUpdate => {
        const patch = patches.get(one.entry.patch) ?? { id: 0, track: '' }
        return { ...one, patchId: patch.id, track: patch.track, update: updateOf(one.entry) }
      })
      const fresh = intern('update', add)
      const keyOf = (e: UpdateEntry) => JSON.stringify([e.patch, e.package, e.arch, e.candidate])
      const after = merged(change, stored, add, keyOf)
      tenant.updates.set(assetId, after)
      return {
        count: after.length,
        fresh,
        before: new Map(offeredPatches(stored).map(o => [o.patchId, o])),
        offered: offeredPatches(after),
        scheme: schemeOf(after.at(-1)?.entry.patch ?? ''),
      }
    },

    async applyAdvisories(assetId, change) {
      const add = distinct(change.add, entry => rowText(advisoriesSection.toRow(entry)))
      const fresh = intern('advisory', add)
      catalog.linkAdvisories(add.map(one => one.entry))
      const keyOf = (e: { advisory: string; patch: string }) => JSON.stringify([e.advisory, e.patch])
      const after = merged(change, tenant.advisories.get(assetId) ?? [], add, keyOf)
      tenant.advisories.set(assetId, after)
      return { count: after.length, fresh }
    },

    async installedVersions(assetId, names) {
      const found = new Map<string, string[]>()
      for (const { entry } of tenant.packages.get(assetId) ?? []) {
        if (!names.includes(entry.name) || entry.state !== 'installed') continue
        const key = installedKey(entry.name, entry.arch)
        found.set(key, [...(found.get(key) ?? []), entry.version])
      }
      return found
    },

    async saveSystem(assetId, system) {
      changeAsset(assetId, { system, ...(system.hostname ? { name: system.hostname } : {}) })
    },
    saveInterfaces: async (assetId, interfaces) => changeAsset(assetId, { interfaces }),
    saveRestart: async (assetId, restart) => changeAsset(assetId, { restart }),
    saveScan: async (assetId, scan) => changeAsset(assetId, { scan }),
    async lastScan(assetId) {
      const asset = tenant.assets.get(assetId)
      if (asset?.scan == null) return null
      return {
        startedMs: asset.scan.startedMs,
        status: asset.system === null ? 'never' : (asset.system.scanStatus ?? 'failed'),
      }
    },
  }
}

const sectionNames = ['system.1', 'network.1', 'packages.1', 'updates.1', 'advisories.1', 'restart.1', 'programs.1']

function distinct<E>(entries: readonly E[], textOf: (entry: E) => string): Interned<E>[] {
  return [...new Map(entries.map(entry => [textOf(entry), { text: textOf(entry), entry }])).values()]
}

/** What stays, then what was added; a row with a known key replaces it. */
function merged<E, I extends Interned<E>>(
  change: SectionChange<E>,
  before: readonly I[],
  add: readonly I[],
  keyOf: (entry: E) => string,
): I[] {
  const leaving = new Set([...change.del.map(key => JSON.stringify(key)), ...add.map(one => keyOf(one.entry))])
  const kept = change.replace ? [] : before.filter(one => !leaving.has(keyOf(one.entry)))
  return [...kept, ...add]
}

function updateOf(entry: UpdateEntry): PackageUpdate {
  return {
    name: entry.package,
    arch: entry.arch,
    installed: entry.installed,
    candidate: entry.candidate,
    isSecurity: entry.isSecurity,
    origin: entry.origin,
    authenticated: entry.authenticated,
    heldBack: entry.blocked,
  }
}

function offeredPatches(rows: readonly StoredUpdate[]): OfferedPatch[] {
  return [...Map.groupBy(rows, row => row.patchId)].map(([patchId, group]) => ({
    patchId,
    track: group[0]?.track ?? '',
    packages: group.map(row => row.update),
  }))
}
