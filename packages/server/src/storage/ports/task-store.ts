import type { TaskRecord } from './task-record.ts'

/** A task that the manifest of its asset lists. */
export interface OfferedTask {
  readonly id: number
  readonly publicId: string
  readonly sha256: string
  /** Text of the document; its UTF-8 bytes have the digest. */
  readonly document: string
  readonly sent: boolean
}

export interface TaskEventRecord {
  readonly assetId: number
  readonly task: string
  readonly n: number
  readonly sha256: string
  readonly kind: string
  readonly atMs: number | null
  readonly text: string
  readonly receivedAtMs: number
  /** The server does not know the task: kept for a restored database, not counted. */
  readonly orphan: boolean
}

/** `same`: these very bytes are there already. `conflict`: other bytes are; the first are kept, the second noted. */
export type EventVerdict = 'stored' | 'same' | 'conflict'

/** Tables task, item and task_event. Used under the asset's line lock, so one agent's work never interleaves. */
export interface TaskStore {
  /** Everything that is wanted of the asset now, oldest first, at most 64; nothing while the licence is Free, by the clock. */
  listOffered(assetId: number, nowMs: number): Promise<readonly OfferedTask[]>
  markSent(assetId: number, ids: readonly number[], nowMs: number): Promise<void>
  /** The task with its items, locked. */
  lock(assetId: number, publicId: string): Promise<TaskRecord | null>
  /** Tasks of the asset that wait for a scan begun at or before `scanStartedMs`. */
  listVerifying(assetId: number, scanStartedMs: number): Promise<readonly TaskRecord[]>
  save(task: TaskRecord): Promise<void>
  insert(tasks: readonly Omit<TaskRecord, 'id'>[]): Promise<void>
  recordEvent(event: TaskEventRecord): Promise<EventVerdict>
  /** Whether a task of this id belongs to another asset of the subscription. */
  isForeign(assetId: number, publicId: string): Promise<boolean>
  /** Document of an open task of this asset. */
  findDocument(assetId: number, sha256: string): Promise<string | null>
  /** Tasks of a run that are not over: asset ids for the bell, ids for cancelling. */
  listOpen(runId: number): Promise<readonly TaskRecord[]>
  /** Tasks of an asset that are not over, locked. */
  listOpenOf(assetId: number): Promise<readonly TaskRecord[]>
  listOfRun(runId: number): Promise<readonly TaskRecord[]>
  /** Never begun and too late to begin; verifying for longer than a day. */
  listOverdue(nowMs: number, limit: number): Promise<readonly TaskRecord[]>
}
