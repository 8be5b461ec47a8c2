import type { TaskDocument } from '@patchyard/protocol'
import { recordEvent } from '../journal/record-event.ts'
import type { TaskRow } from '../journal/schema.ts'
import { ProcessError } from '../ports/processes.ts'
import { hostTime, type Session } from '../session.ts'
import { itemBlockedNow } from './begin-facts.ts'
import { endTask } from './end-of-task.ts'
import { whenBlocked } from './next-step.ts'
import { showProgress } from './progress.ts'
import type { Advance } from './run-task.ts'
import { moveOn, moveTask, taskDocument } from './task-rows.ts'
import { askReboot } from './user-gate.ts'

/** A host that was told to reboot gets this long before it is told again. */
const REBOOT_AGAIN_MS = 300_000
export const MOST_REBOOTS = 3

/**
 * Tasks whose reboot is due, when nothing else may begin: one reboot for all of them. People are asked and counted down first, by the words
 * of the first task that has some. A boot that came by other hands counts as theirs.
 */
export async function advanceReboot(session: Session, pending: readonly TaskRow[]): Promise<Advance> {
  const { journal, host, log } = session.ports
  const byOthers = pending.filter(row => row.rebootBoot !== host.boot)
  if (byOthers.length > 0) {
    journal.write(tx => {
      for (const row of byOthers) {
        moveOn(tx, row.task, 'verifying', { reboots: row.reboots + 1 })
        const moved = tx.row('task', [row.task])
        if (moved !== null)
          tx.put('task', recordEvent(tx, hostTime(session.ports), moved, 'reboot', { code: 'happened' }))
      }
    })
    session.courier.wake()
    return 'again'
  }
  const due: { row: TaskRow; document: TaskDocument }[] = []
  for (const row of pending) {
    const document = taskDocument(row)
    const blocked = itemBlockedNow(session, row, document)
    if (blocked === null) {
      due.push({ row, document })
      continue
    }
    const verdict = whenBlocked(
      blocked,
      journal.read(view => view.get('answer')?.standing ?? 'pending'),
    )
    if (verdict.kind === 'wait') continue
    // Too late, cancelled, no longer ours: the host keeps its need of a reboot, and the task says so.
    await endTask(session, row.task, document, true)
    return 'again'
  }
  if (due.length === 0 || journal.trouble() !== null) return 'waiting'
  const speaker = due.find(one => one.document.messages?.reboot !== undefined)
  if (speaker !== undefined) {
    const total = speaker.document.items.length
    const say = (text: string) => showProgress(session, speaker.row.task, { done: total, total, text })
    if ((await askReboot(session, speaker.document, say)) === 'wait') return 'waiting'
    // Asking took a while.
    if (due.some(one => itemBlockedNow(session, one.row, one.document) !== null)) return 'again'
  }
  journal.write(tx => {
    for (const { row, document } of due) {
      const now = tx.row('task', [row.task])
      if (now?.stage !== 'rebootPending') continue
      const moved = { ...moveTask(now, 'rebooting'), reboots: now.reboots + 1, rebootBoot: host.boot }
      tx.put('task', recordEvent(tx, hostTime(session.ports), moved, 'reboot', { code: document.reboot }))
    }
  })
  log.warn('the host is rebooted', { tasks: due.map(one => one.row.task).join(' ') })
  session.courier.wake()
  await askForReboot(session)
  return 'waiting'
}

async function askForReboot(session: Session): Promise<void> {
  try {
    await session.ports.host.reboot()
  } catch (error) {
    if (!(error instanceof ProcessError)) throw error
    // Asked for again after a while, and said when it never comes.
    session.ports.log.warn('the reboot was refused', { reason: error.message })
  }
}

/** The boot id tells whether the reboot happened. One that does not come is asked for again, three times in all. */
export async function awaitReboot(session: Session, row: TaskRow, signal: AbortSignal): Promise<Advance> {
  const { journal, clock, host, log } = session.ports
  if (row.rebootBoot !== host.boot) {
    journal.write(tx => moveOn(tx, row.task, 'verifying'))
    return 'again'
  }
  await clock.sleep(REBOOT_AGAIN_MS, signal).catch(() => {})
  if (signal.aborted) return 'waiting'
  // All that wait for this boot were announced together, so they count together.
  const together = journal
    .read(view => view.rows('task', { where: { stage: 'rebooting' } }))
    .filter(one => one.rebootBoot === host.boot)
  if (row.reboots >= MOST_REBOOTS) {
    log.warn('the host does not reboot', { task: row.task })
    journal.write(tx => {
      for (const one of together) moveOn(tx, one.task, 'verifying', { code: 'reboot_failed' })
    })
    return 'again'
  }
  journal.write(tx => {
    for (const one of together) tx.put('task', { ...one, reboots: one.reboots + 1 })
  })
  await askForReboot(session)
  return 'waiting'
}
