import { type HostTime, itemBlocked, type TaskDocument } from '@patchyard/protocol'
import { recordEvent } from '../journal/record-event.ts'
import type { ItemRow, TaskRow } from '../journal/schema.ts'
import type { JournalTransaction } from '../ports/journal.ts'
import { ProcessError } from '../ports/processes.ts'
import { runScan } from '../report/run-scan.ts'
import { hostTime, type Session } from '../session.ts'
import { itemFacts } from './begin-facts.ts'
import { beginItem, endItem } from './item-rows.ts'
import { nextStep, type StopCode, stopReasons } from './next-step.ts'
import { taskOutcome } from './outcomes.ts'
import { recoverItem } from './recover-item.ts'
import { type ItemOptions, runItem } from './run-item.ts'
import { bootsOf, moveTask, taskDocument } from './task-rows.ts'

/** `again`: something was done, look at once. `waiting`: the rules hold it back. */
export type Advance = 'again' | 'waiting'

/** A host that was told to reboot gets this long before it is told again. */
const REBOOT_AGAIN_MS = 300_000
const MOST_REBOOTS = 3

/** Begins a task: the intent. Its rules were asked just before. */
export function beginTask(tx: JournalTransaction, host: HostTime, row: TaskRow, document: TaskDocument): void {
  const running = { ...moveTask(row, 'running'), boots: host.boot }
  tx.put('task', recordEvent(tx, host, running, 'begin', { spec: document.spec }))
}

/** One step of a task that has begun. Called again until it ends; every step leaves the journal at a place to go on from. */
export async function advanceTask(
  session: Session,
  task: string,
  options: ItemOptions,
  signal: AbortSignal,
): Promise<Advance> {
  const row = noteBoot(session, task)
  const document = taskDocument(row)
  switch (row.stage) {
    case 'running':
      return await advanceItems(session, row, document, options, signal)
    case 'verifying':
      return await verify(session, row, document, signal)
    case 'rebooting':
      return await awaitReboot(session, row, signal)
    default:
      throw new Error(`task ${task} is ${row.stage}, which has no next step`)
  }
}

/** Which boots the task has seen, so that a host that crashes with it is noticed. */
function noteBoot(session: Session, task: string): TaskRow {
  const { journal, host } = session.ports
  const row = journal.read(view => view.row('task', [task]))
  if (row === null) throw new Error(`the journal has no task ${task}`)
  const boots = bootsOf(row)
  if (boots.includes(host.boot)) return row
  const noted = { ...row, boots: [...boots, host.boot].join(' ') }
  journal.write(tx => tx.put('task', noted))
  return noted
}

async function advanceItems(
  session: Session,
  row: TaskRow,
  document: TaskDocument,
  options: ItemOptions,
  signal: AbortSignal,
): Promise<Advance> {
  const { journal } = session.ports
  const items = journal.read(view => view.rows('item', { where: { task: row.task } }))
  const blocked = () =>
    journal.read(view => {
      const now = view.row('task', [row.task]) ?? row
      return itemBlocked({
        ...itemFacts(view, hostTime(session.ports), now, session.machine),
        finishBefore: document.finishBefore,
      })
    })
  const unexpectedBoots = bootsOf(row).length - 1
  const step = nextStep({
    items: document.items.map(one => one.item),
    rows: new Map(items.map(one => [one.item, one])),
    blocked: blocked(),
    standing: journal.read(view => view.get('answer')?.standing ?? 'pending'),
    stopOnFailure: document.onFailure === 'stop',
    unexpectedBoots,
  })
  const done = items.filter(one => one.stage === 'ended').length
  const say = (text: string) => showProgress(session, row.task, { done, total: document.items.length, text })
  const itemOf = (number: number) => {
    const found = document.items.find(one => one.item === number)
    if (found?.kind !== 'os-packages') throw new Error(`task ${row.task} has no item ${number} of packages`)
    return found
  }
  switch (step.kind) {
    case 'recover': {
      const started = items.find(one => one.item === step.item) as ItemRow
      const mayRepair = () => blocked() === null && unexpectedBoots < MOST_REBOOTS
      return again(await recoverItem(session, started, { mayRepair }, say, signal))
    }
    case 'begin':
      if (journal.trouble() !== null) {
        say('waiting for room on the disk')
        return 'waiting'
      }
      journal.write(tx => beginItem(tx, hostTime(session.ports), row.task, step.item))
      session.courier.wake()
      return again(await runItem(session, row.task, document, itemOf(step.item), options, say, signal))
    case 'resume':
      return again(await runItem(session, row.task, document, itemOf(step.item), options, say, signal))
    case 'stop':
      stopTask(session, row.task, document, step.code)
      return 'again'
    case 'wait':
      say(`waiting: ${step.reason}`)
      return 'waiting'
    case 'finish':
      journal.write(tx => moveOn(tx, row.task, 'verifying'))
      return 'again'
  }

  function again(result: 'ended' | 'waiting'): Advance {
    session.courier.wake()
    return result === 'ended' ? 'again' : 'waiting'
  }
}

function moveOn(
  tx: JournalTransaction,
  task: string,
  stage: 'verifying' | 'rebooting',
  more: Partial<TaskRow> = {},
): void {
  const row = tx.row('task', [task])
  if (row !== null) tx.put('task', { ...moveTask(row, stage), ...more })
}

/** Everything that did not begin ends with its reason; what was announced and not yet installed too. */
function stopTask(session: Session, task: string, document: TaskDocument, code: StopCode): void {
  const { journal, log } = session.ports
  const host = hostTime(session.ports)
  const waitedFor = session.progress.get(task)?.text ?? ''
  journal.write(tx => {
    for (const { item } of document.items) {
      const known = tx.row('item', [task, item])
      if (known?.stage === 'ended') continue
      const output = known === null ? '' : waitedFor
      endItem(tx, host, task, item, { outcome: 'skipped', code: stopReasons[code], rc: null, output })
    }
    moveOn(tx, task, 'verifying', { code })
  })
  log.warn('a task stops before its end', { task, code })
}

/** The scan that tells what is true now; then the reboot, when one is due, or the end. */
async function verify(session: Session, row: TaskRow, document: TaskDocument, signal: AbortSignal): Promise<Advance> {
  const { journal } = session.ports
  const items = journal.read(view => view.rows('item', { where: { task: row.task } }))
  const changed = items.some(one => one.plan !== '')
  const acted = changed || items.some(one => one.outcome !== 'skipped')
  const total = document.items.length
  showProgress(session, row.task, { done: total, total, text: 'verifying by a scan' })
  const rebooted = row.reboots > 0
  if ((acted || rebooted) && (await runScan(session, 'task', signal)) === 'stopped') return 'waiting'
  const facts = journal.read(view => {
    const now = view.row('task', [row.task]) ?? row
    const blocked = itemBlocked({
      ...itemFacts(view, hostTime(session.ports), now, session.machine),
      finishBefore: document.finishBefore,
    })
    return { blocked, rebootNeeded: view.get('scan')?.rebootNeeded ?? false }
  })
  // A host on which nothing changed is not rebooted for nothing; one that needs it for an earlier change is.
  const due =
    (document.reboot === 'always' && changed) || (document.reboot === 'ifNeeded' && acted && facts.rebootNeeded)
  if (due && !rebooted && row.code === '' && facts.blocked === null && journal.trouble() === null) {
    return await reboot(session, row, document.reboot)
  }
  journal.write(tx => endTask(tx, hostTime(session.ports), row.task, document, facts.rebootNeeded))
  session.progress.delete(row.task)
  session.courier.wake()
  return 'again'
}

async function reboot(session: Session, row: TaskRow, why: string): Promise<Advance> {
  const { journal, host, log } = session.ports
  journal.write(tx => {
    const now = tx.row('task', [row.task]) ?? row
    const moved = { ...moveTask(now, 'rebooting'), reboots: now.reboots + 1, rebootBoot: host.boot }
    tx.put('task', now.reboots === 0 ? recordEvent(tx, hostTime(session.ports), moved, 'reboot', { code: why }) : moved)
  })
  log.warn('the host is rebooted for a task', { task: row.task })
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
async function awaitReboot(session: Session, row: TaskRow, signal: AbortSignal): Promise<Advance> {
  const { journal, clock, host, log } = session.ports
  if (row.rebootBoot !== host.boot) {
    journal.write(tx => moveOn(tx, row.task, 'verifying'))
    return 'again'
  }
  await clock.sleep(REBOOT_AGAIN_MS, signal).catch(() => {})
  if (signal.aborted) return 'waiting'
  if (row.reboots >= MOST_REBOOTS) {
    log.warn('the host does not reboot', { task: row.task })
    journal.write(tx => moveOn(tx, row.task, 'verifying', { code: 'reboot_failed' }))
    return 'again'
  }
  journal.write(tx => tx.put('task', { ...(tx.row('task', [row.task]) ?? row), reboots: row.reboots + 1 }))
  await askForReboot(session)
  return 'waiting'
}

function endTask(
  tx: JournalTransaction,
  host: HostTime,
  task: string,
  document: TaskDocument,
  rebootNeeded: boolean,
): void {
  const row = tx.row('task', [task])
  if (row === null) return
  const outcomes = tx.rows('item', { where: { task } }).flatMap(one => (one.outcome === '' ? [] : [one.outcome]))
  const outcome = document.items.length === 0 ? 'succeeded' : taskOutcome(outcomes)
  const ended: TaskRow = { ...moveTask(row, 'ended'), ended: 1, endedMs: host.wallMs }
  const data = { outcome, rebootNeeded, ...(row.code === '' ? {} : { code: row.code }) }
  tx.put('task', recordEvent(tx, host, ended, 'end', data))
}

/** Shown with the next check-in; a new text is worth one, at most every five seconds. */
const PROGRESS_EVERY_MS = 5000

export function showProgress(
  session: Session,
  task: string,
  progress: { done: number; total: number; text: string },
): void {
  const before = session.progress.get(task)
  session.progress.set(task, progress)
  if (before?.text === progress.text) return
  // The last text of a busy moment is the one that stays, so it is said later rather than never.
  if (session.progressAtMs !== null) return
  const due = Math.max(session.ports.clock.monotonicMs(), session.progressSaidMs + PROGRESS_EVERY_MS)
  session.progressSaidMs = due
  session.progressAtMs = due
  session.courier.wake()
}
