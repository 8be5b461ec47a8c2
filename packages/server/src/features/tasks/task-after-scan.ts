import {
  type CompareVersions,
  type InstalledVersions,
  type ItemState,
  type ItemTruth,
  judgeItem,
  taskOutcome,
} from '@patchyard/domain'
import type { ItemRecord, TaskRecord } from '../../storage/ports/task-record.ts'

/**
 * Whether a scan confirms or contradicts the item. The others were never begun; a patch that the server left out at the
 * start of the run, as installed already, names no packages.
 */
export function scanDecides(item: Pick<ItemRecord, 'state' | 'packages'>): boolean {
  return item.state === 'alreadyInstalled' ? item.packages.length > 0 : decided.includes(item.state)
}

const decided: readonly ItemState[] = ['pending', 'downloading', 'installing', 'installed', 'failed']

/**
 * The end of a task that waits for verification, once a scan that began after it has arrived: the scan decides each
 * item (never an exit code), the items decide the task. Pure.
 */
export function taskAfterScan(
  task: TaskRecord,
  scan: { readonly installed: InstalledVersions; readonly compare: CompareVersions },
  nowMs: number,
): TaskRecord {
  const items = task.items.map((item): ItemRecord => {
    const said: ItemTruth = { state: item.state, reason: item.reason as ItemTruth['reason'] }
    const truth = judgeItem(said, item.packages, scan.installed, scan.compare)
    const changed = truth.state !== item.state || truth.reason !== item.reason
    const verified = scanDecides({ state: truth.state, packages: item.packages })
    return changed || verified
      ? { ...item, state: truth.state, reason: truth.reason, verifiedAtMs: verified ? nowMs : item.verifiedAtMs }
      : item
  })
  const state = taskOutcome(
    items.map(item => ({ state: item.state, reason: item.reason as ItemTruth['reason'] })),
    { cancelled: task.reason === 'cancelled', expired: task.reason === 'window_closed' },
  )
  const reason = state === 'succeeded' ? null : (task.reason ?? firstReason(items))
  return { ...task, items, state, reason, changedAtMs: nowMs, endedAtMs: nowMs }
}

function firstReason(items: readonly ItemRecord[]): string | null {
  return items.find(item => item.state === 'failed')?.reason ?? items.find(item => item.reason !== null)?.reason ?? null
}
