import type { ItemState, TaskState } from '@patchyard/domain'

export interface TaskPackage {
  readonly name: string
  readonly arch: string
  readonly from: string | null
  readonly to: string
}

/** One patch in a task, as stored. Unix ms. */
export interface ItemRecord {
  readonly n: number
  readonly patchId: number
  readonly state: ItemState
  readonly reason: string | null
  readonly packages: readonly TaskPackage[]
  readonly exitCode: number | null
  readonly output: string | null
  readonly beganAtMs: number | null
  readonly endedAtMs: number | null
  readonly verifiedAtMs: number | null
}

/** One asset in one run, as stored. Unix ms. */
export interface TaskRecord {
  readonly id: number
  readonly assetId: number
  readonly subscriptionId: number
  readonly publicId: string
  readonly runId: number
  readonly jobId: number
  readonly state: TaskState
  readonly reason: string | null
  /** Text of the task document; null for tasks that are never sent. */
  readonly document: string | null
  readonly sha256: string | null
  readonly notBeforeMs: number
  readonly startBeforeMs: number
  readonly finishBeforeMs: number
  readonly createdAtMs: number
  readonly changedAtMs: number
  readonly sentAtMs: number | null
  readonly receivedAtMs: number | null
  readonly beganAtMs: number | null
  readonly endedAtMs: number | null
  readonly rebooted: boolean
  readonly cancelAskedAtMs: number | null
  /** A scan begun at or after this (the agent's time) decides the items; null: nothing to verify. */
  readonly verifyAfterMs: number | null
  readonly items: readonly ItemRecord[]
}

/** States of a task whose agent has not said that it began. */
export const notBegunStates: readonly TaskState[] = ['planned', 'sent', 'received', 'blocked']
/** A task that nobody verified for this long is Unknown. */
export const VERIFY_LIMIT_MS = 24 * 60 * 60 * 1000

/** Begun, and not at its end. A day after it had to be finished, nobody waits for its host any longer. */
export const workingStates: readonly TaskState[] = [
  'waitingUser',
  'downloading',
  'preActions',
  'patching',
  'postActions',
  'rebootPending',
  'rebooting',
]

/** Never begun and too late to begin; begun by a host that fell silent; verifying for longer than a day. */
export function isOverdue(
  task: Pick<TaskRecord, 'state' | 'startBeforeMs' | 'finishBeforeMs' | 'changedAtMs'>,
  nowMs: number,
): boolean {
  if (workingStates.includes(task.state)) return task.finishBeforeMs < nowMs - VERIFY_LIMIT_MS
  if (task.state === 'verifying') return task.changedAtMs < nowMs - VERIFY_LIMIT_MS
  return notBegunStates.includes(task.state) && task.startBeforeMs < nowMs
}
