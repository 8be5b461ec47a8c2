import { assertTransition } from '@patchyard/domain'
import { type HostTime, type TaskDocument, taskDocumentMessage } from '@patchyard/protocol'
import { recordEvent } from '../journal/record-event.ts'
import type { TaskRow } from '../journal/schema.ts'
import type { JournalTransaction } from '../ports/journal.ts'
import { type TaskStage, taskStageTable } from './stages.ts'

export function newTaskRow(entry: { task: string; sha256: string }, signedBy: string): TaskRow {
  return {
    task: entry.task,
    sha256: entry.sha256,
    document: '',
    stage: 'accepted',
    listed: 1,
    ended: 0,
    n: 0,
    signedBy,
    boots: '',
    reboots: 0,
    rebootBoot: '',
    endedMs: 0,
    code: '',
  }
}

/** The row in its next stage; throws TransitionError for an arrow that the table does not have. */
export function moveTask(row: TaskRow, stage: TaskStage): TaskRow {
  assertTransition('task', taskStageTable, row.stage, stage)
  return { ...row, stage }
}

/** The task's next stage, with what else changes in its row. */
export function moveOn(tx: JournalTransaction, task: string, stage: TaskStage, more: Partial<TaskRow> = {}): void {
  const row = tx.row('task', [task])
  if (row !== null) tx.put('task', { ...moveTask(row, stage), ...more })
}

/** `cancelled`: no longer listed · `expired`: too late to begin · `director`: signed by a key that the root dropped · `patching_off`: the profile. */
export type DropCode = 'cancelled' | 'expired' | 'director' | 'patching_off'

/** A task that never began. Returns the row; the caller puts it. */
export function dropTask(tx: JournalTransaction, host: HostTime, row: TaskRow, code: DropCode): TaskRow {
  const dropped: TaskRow = { ...moveTask(row, 'dropped'), ended: 1, endedMs: host.wallMs, code }
  return recordEvent(tx, host, dropped, 'dropped', { code })
}

/** The document as it was verified; its bytes are in the row. */
export function taskDocument(row: TaskRow): TaskDocument {
  return taskDocumentMessage.parse(Buffer.from(row.document))
}

/** Boots in which the task was worked on, oldest first. */
export function bootsOf(row: TaskRow): readonly string[] {
  return row.boots === '' ? [] : row.boots.split(' ')
}
