import { isAction, type HostTime, type TaskDocument } from '@patchyard/protocol'
import { recordEvent } from '../journal/record-event.ts'
import type { ItemRow, TaskRow } from '../journal/schema.ts'
import type { JournalTransaction } from '../ports/journal.ts'
import { runScan } from '../report/run-scan.ts'
import { hostTime, type Session } from '../session.ts'
import { itemBlockedNow } from './begin-facts.ts'
import { isDryRun } from './dry-run-task.ts'
import { emptyCache, forgetFetched } from './fetched.ts'
import { taskOutcome } from './outcomes.ts'
import { showProgress } from './progress.ts'
import { asksForReboot } from './run-action.ts'
import type { Advance } from './run-task.ts'
import { moveOn, moveTask } from './task-rows.ts'
import { forgetWait, tellComplete } from './user-gate.ts'

/** The scan that tells what is true now; then the reboot, when one is due, or the end. */
export async function verify(
  session: Session,
  row: TaskRow,
  document: TaskDocument,
  signal: AbortSignal,
): Promise<Advance> {
  const { journal, host } = session.ports
  const items = journal.read(view => view.rows('item', { where: { task: row.task } }))
  const { changed, acted } = whatWasDone(document, items)
  const total = document.items.length
  showProgress(session, row.task, { done: total, total, text: 'verifying by a scan' })
  const rebooted = row.reboots > 0
  if ((acted || rebooted) && (await runScan(session, 'task', signal)) === 'stopped') return 'waiting'
  const scanned = journal.read(view => view.get('scan')?.rebootNeeded ?? false)
  const asked = items.some(asksForReboot)
  // A host on which nothing changed is not rebooted for nothing; one that needs it for an earlier change is.
  const due =
    (document.reboot === 'always' && changed) || (document.reboot === 'ifNeeded' && ((acted && scanned) || asked))
  const mayReboot = !rebooted && row.code === '' && itemBlockedNow(session, row, document) === null
  if (due && !isDryRun(document) && mayReboot && journal.trouble() === null) {
    journal.write(tx => moveOn(tx, row.task, 'rebootPending', { rebootBoot: host.boot }))
    return 'again'
  }
  await endTask(session, row.task, document, scanned || (asked && !rebooted))
  return 'again'
}

/** `changed`: something is different on the host. `acted`: something was at least tried, so that a scan is worth while. */
function whatWasDone(document: TaskDocument, items: readonly ItemRow[]): { changed: boolean; acted: boolean } {
  const actions = new Set(document.items.filter(isAction).map(one => one.item))
  const changed = items.some(one =>
    actions.has(one.item) ? one.outcome === 'ok' || one.outcome === 'unknown' : one.plan !== '',
  )
  return { changed, acted: changed || items.some(one => one.outcome !== 'skipped') }
}

/** The account of the task, then what it leaves: people are told, the cache is emptied of what it brought. */
export async function endTask(
  session: Session,
  task: string,
  document: TaskDocument,
  rebootNeeded: boolean,
): Promise<void> {
  const { journal } = session.ports
  const outcome = outcomeOf(
    journal.read(view => view.rows('item', { where: { task } })),
    document,
  )
  await tellComplete(session, document.messages, outcome === 'succeeded')
  await emptyCache(session, task)
  journal.write(tx => recordEnd(tx, hostTime(session.ports), task, outcome, rebootNeeded))
  session.progress.delete(task)
  session.courier.wake()
}

function outcomeOf(items: readonly ItemRow[], document: TaskDocument): ReturnType<typeof taskOutcome> {
  if (document.items.length === 0) return 'succeeded'
  // All that was asked for was an answer, and there is one.
  if (isDryRun(document) && items.every(one => one.outcome !== 'failed')) return 'succeeded'
  const actions = new Set(document.items.filter(isAction).map(one => one.item))
  const patches = items.filter(one => !actions.has(one.item))
  const counted = patches.length > 0 ? patches : items
  return taskOutcome(counted.flatMap(one => (one.outcome === '' ? [] : [one.outcome])))
}

function recordEnd(
  tx: JournalTransaction,
  host: HostTime,
  task: string,
  outcome: ReturnType<typeof taskOutcome>,
  rebootNeeded: boolean,
): void {
  const row = tx.row('task', [task])
  if (row === null) return
  const ended: TaskRow = { ...moveTask(row, 'ended'), ended: 1, endedMs: host.wallMs }
  const data = { outcome, rebootNeeded, ...(row.code === '' ? {} : { code: row.code }) }
  tx.put('task', recordEvent(tx, host, ended, 'end', data))
  forgetWait(tx, task)
  forgetFetched(tx, task)
}
