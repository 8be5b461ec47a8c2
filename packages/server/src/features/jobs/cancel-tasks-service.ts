import type { SkipReason } from '@patchyard/domain'
import type { TaskRecord } from '../../storage/ports/task-record.ts'
import type { JobStores } from './job-stores.ts'

export interface CancelledTasks {
  /** Assets whose agents have to be told. */
  readonly told: readonly number[]
  /** Runs that may be over now. */
  readonly runIds: readonly number[]
}

/**
 * What has not begun will not begin. Lines must be locked (`lines.bumpWork`) before the tasks are read: what is still
 * planned after that cannot be on its way to an agent, and is cancelled for certain; the others are asked.
 */
export async function cancelTasks(
  stores: Pick<JobStores, 'tasks'>,
  open: readonly TaskRecord[],
  nowMs: number,
  reason: SkipReason,
): Promise<CancelledTasks> {
  const told: number[] = []
  const runIds = new Set<number>()
  for (const task of open) {
    if (task.state === 'verifying') continue
    if (task.state === 'planned') {
      await stores.tasks.save(cancelled(task, nowMs, reason))
      runIds.add(task.runId)
    } else {
      await stores.tasks.save({ ...task, cancelAskedAtMs: nowMs, changedAtMs: nowMs })
      told.push(task.assetId)
    }
  }
  return { told, runIds: [...runIds] }
}

/** Whoever was never told cannot begin: it is cancelled for certain. */
export function cancelled(task: TaskRecord, nowMs: number, reason: SkipReason = 'cancelled'): TaskRecord {
  return { ...withPendingSkipped(task, reason), state: 'cancelled', reason, ...endedAt(nowMs) }
}

export const endedAt = (nowMs: number): Pick<TaskRecord, 'changedAtMs' | 'endedAtMs'> => ({
  changedAtMs: nowMs,
  endedAtMs: nowMs,
})

export function withPendingSkipped(task: TaskRecord, reason: SkipReason): TaskRecord {
  const items = task.items.map(item =>
    item.state === 'pending' ? { ...item, state: 'skipped' as const, reason } : item,
  )
  return { ...task, items }
}

/**
 * Assets that are not to be targeted any more (no licence, paused, deactivated, removed) and still have tasks that were not
 * begun. Looked for, not listed by whoever changed them: so nothing is missed when a process dies in between.
 */
export async function cancelUntargeted(stores: JobStores, nowMs: number, limit: number): Promise<CancelledTasks> {
  const found = await stores.listUntargeted(nowMs, limit)
  await stores.lines.bumpWork(found.map(one => one.assetId))
  const told: number[] = []
  const runIds = new Set<number>()
  for (const { assetId, reason } of found) {
    const open = (await stores.tasks.listOpenOf(assetId)).filter(task => task.cancelAskedAtMs === null)
    const done = await cancelTasks(stores, open, nowMs, reason)
    told.push(...done.told)
    for (const runId of done.runIds) runIds.add(runId)
    await stores.announce('task', assetId)
  }
  return { told, runIds: [...runIds] }
}
