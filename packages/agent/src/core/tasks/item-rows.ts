import { assertTransition } from '@patchyard/domain'
import { type HostTime, toLog } from '@patchyard/protocol'
import { recordEvent } from '../journal/record-event.ts'
import type { ItemRow, TaskRow } from '../journal/schema.ts'
import type { JournalTransaction } from '../ports/journal.ts'
import type { AcceptedPlan, PlannedPackage } from '../ports/package-manager.ts'
import type { AcceptedRollback } from '../ports/rollback.ts'
import type { ItemEnd } from './outcomes.ts'
import { itemStageTable } from './stages.ts'

/** Agent-protocol §6.5: head 16 KiB, tail 48 KiB of what the engine printed. */
const OUTPUT_BYTES = 65_536

function taskRow(tx: JournalTransaction, task: string): TaskRow {
  const row = tx.row('task', [task])
  if (row === null) throw new Error(`the journal has no task ${task}`)
  return row
}

/** Announces the item: intent, before the package manager is asked anything. */
export function beginItem(tx: JournalTransaction, host: HostTime, task: string, item: number): void {
  tx.put('item', { task, item, stage: 'begun', outcome: '', code: '', boot: host.boot, plan: '' })
  tx.put('task', recordEvent(tx, host, taskRow(tx, task), 'itemBegin', { item }))
}

/** Intent of the change itself, with what a new process needs to judge it by the package database. */
export function intendInstall(tx: JournalTransaction, host: HostTime, row: ItemRow, plan: AcceptedPlan): void {
  assertTransition('item', itemStageTable, row.stage, 'installing')
  const changes: PlannedPackage[] = [...plan.changes, ...plan.additions]
  tx.put('item', { ...row, stage: 'installing', boot: host.boot, plan: JSON.stringify(changes) })
}

/** Intent of an action. False when the item is not where it was: nothing may be done then. */
export function intendAction(tx: JournalTransaction, host: HostTime, task: string, item: number): boolean {
  const row = tx.row('item', [task, item])
  if (row?.stage !== 'begun') return false
  tx.put('item', { ...row, stage: 'installing', boot: host.boot })
  return true
}

/** Intent of going back; what is to go stands there with null for its version. False when the item is not where it was. */
export function intendRollback(
  tx: JournalTransaction,
  host: HostTime,
  task: string,
  item: number,
  plan: Pick<AcceptedRollback, 'changes' | 'removals'>,
): boolean {
  const row = tx.row('item', [task, item])
  if (row?.stage !== 'begun') return false
  const removals = plan.removals.map(({ name, arch, version }) => ({ name, arch, from: version, to: null }))
  tx.put('item', { ...row, stage: 'installing', boot: host.boot, plan: JSON.stringify([...plan.changes, ...removals]) })
  return true
}

/** Written by `intendInstall` and `intendRollback`, so it is not checked again. */
export function intendedChanges(row: ItemRow): PlannedPackage[] {
  return row.plan === '' ? [] : (JSON.parse(row.plan) as PlannedPackage[])
}

/** The item is over, begun or not. `plan`: what the row keeps beside the outcome; default: what it kept before. */
export function endItem(
  tx: JournalTransaction,
  host: HostTime,
  task: string,
  item: number,
  end: ItemEnd,
  plan?: string,
): void {
  const known = tx.row('item', [task, item])
  if (known !== null) assertTransition('item', itemStageTable, known.stage, 'ended')
  const { outcome } = end
  const code = end.code ?? ''
  const kept = { boot: known?.boot ?? host.boot, plan: plan ?? known?.plan ?? '' }
  tx.put('item', { task, item, stage: 'ended', outcome, code, ...kept })
  const output = toLog(end.output, OUTPUT_BYTES)
  const data = {
    item,
    outcome,
    ...(end.rc === null ? {} : { rc: end.rc }),
    ...(code === '' ? {} : { code }),
    ...(output === '' ? {} : { output }),
  }
  tx.put('task', recordEvent(tx, host, taskRow(tx, task), 'itemEnd', data))
}
