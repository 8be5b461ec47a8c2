import { type InstalledVersions, resolveFindings, versionSchemes } from '@patchyard/domain'
import { type DoorStores } from './door-storage.ts'
import { installedKey } from '../../inventory/inventory-store.ts'
import { taskAfterScan } from '../../tasks/task-after-scan.ts'
import { schemeOf } from '../../inventory/update-rows.ts'
import type { UpdatesChange } from './absorb-section.ts'

export interface ScanTimes {
  readonly started: number
  readonly finished: number
}

/** What a finished scan means beyond its rows: findings move, and tasks that waited for it end by what it found. */
export async function absorbScan(
  stores: DoorStores,
  assetId: number,
  scan: ScanTimes,
  changed: { readonly updates: UpdatesChange | null; readonly packagesChanged: boolean },
  nowMs: number,
): Promise<void> {
  await stores.inventory.saveScan(assetId, { startedMs: scan.started, finishedMs: scan.finished })
  if (changed.updates !== null) await moveFindings(stores, assetId, changed.updates, nowMs)
  await endVerifiedTasks(stores, assetId, scan.started, nowMs)
}

async function moveFindings(stores: DoorStores, assetId: number, updates: UpdatesChange, nowMs: number): Promise<void> {
  const offeredIds = updates.offered.map(o => o.patchId)
  const current = await stores.findings.load(assetId, offeredIds)
  const offeredSet = new Set(offeredIds)
  const vanished = current.filter(f => f.status === 'missing' && !offeredSet.has(f.patchId))
  const names = vanished.flatMap(f => updates.before.get(f.patchId)?.packages.map(p => p.name) ?? [])
  const changes = resolveFindings({
    nowMs,
    current,
    before: updates.before,
    offered: updates.offered,
    exposure: await stores.findings.exposure(assetId),
    installed: await lookUp(stores, assetId, names),
    compare: versionSchemes[updates.scheme].compare,
  })
  await stores.findings.apply(assetId, changes, current)
}

async function endVerifiedTasks(stores: DoorStores, assetId: number, startedMs: number, nowMs: number): Promise<void> {
  const waiting = await stores.tasks.listVerifying(assetId, startedMs)
  for (const task of waiting) {
    const names = task.items.flatMap(item => item.packages.map(p => p.name))
    const installed = await lookUp(stores, assetId, names)
    const scheme = schemeOf(patchKeyOf(task.document))
    const ended = taskAfterScan(task, { installed, compare: versionSchemes[scheme].compare }, nowMs)
    await stores.tasks.save(ended)
    stores.runTouched(task.runId)
    await stores.notify('task', task.assetId)
  }
}

async function lookUp(stores: DoorStores, assetId: number, names: readonly string[]): Promise<InstalledVersions> {
  const versions = await stores.inventory.installedVersions(assetId, names)
  return (name, arch) => versions.get(installedKey(name, arch)) ?? []
}

/** The first item's patch key tells the host's version scheme; a task is for one host. */
function patchKeyOf(document: string | null): string {
  const items = document === null ? [] : (JSON.parse(document) as { items: { patch: string }[] }).items
  return items[0]?.patch ?? ''
}
