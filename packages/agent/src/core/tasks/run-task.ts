import { type HostTime, isAction, stageOf, type TaskDocument, type TaskItem } from '@patchyard/protocol'
import { recordEvent } from '../journal/record-event.ts'
import type { ItemRow, TaskRow } from '../journal/schema.ts'
import type { JournalTransaction } from '../ports/journal.ts'
import { hostTime, type Session } from '../session.ts'
import { itemBlockedNow } from './begin-facts.ts'
import { verify } from './end-of-task.ts'
import { isDryRun, runDryRun } from './dry-run-task.ts'
import { beginItem, endItem } from './item-rows.ts'
import { nextStep, type StopCode, stopReasons } from './next-step.ts'
import { showProgress } from './progress.ts'
import { awaitReboot, MOST_REBOOTS } from './reboot.ts'
import { recoverItem } from './recover-item.ts'
import { recoverAction, runAction } from './run-action.ts'
import type { Say } from './item-gate.ts'
import { type ItemOptions, runItem } from './run-item.ts'
import { runRollback } from './run-rollback.ts'
import { bootsOf, moveOn, moveTask, taskDocument } from './task-rows.ts'
import { askBefore, tellDuring } from './user-gate.ts'

/** `again`: something was done, look at once. `waiting`: the rules hold it back. */
export type Advance = 'again' | 'waiting'

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
      throw new Error(`task ${task} is ${row.stage}, which has no next step of its own`)
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
  const blocked = () => itemBlockedNow(session, row, document)
  const unexpectedBoots = bootsOf(row).length - 1
  const step = nextStep({
    items: document.items.map(one => ({ item: one.item, stage: stageOf(one) })),
    rows: new Map(items.map(one => [one.item, one])),
    blocked: blocked(),
    standing: journal.read(view => view.get('answer')?.standing ?? 'pending'),
    stopOnFailure: document.onFailure === 'stop',
    unexpectedBoots,
  })
  const done = items.filter(one => one.stage === 'ended').length
  const say = (text: string) => showProgress(session, row.task, { done, total: document.items.length, text })
  const itemOf = (number: number): TaskItem => {
    const found = document.items.find(one => one.item === number)
    if (found === undefined) throw new Error(`task ${row.task} has no item ${number}`)
    return found
  }
  switch (step.kind) {
    case 'recover': {
      const started = items.find(one => one.item === step.item) as ItemRow
      const item = itemOf(step.item)
      if (isAction(item)) return again(await recoverAction(session, started, item, say, signal))
      const mayRepair = () => blocked() === null && unexpectedBoots < MOST_REBOOTS
      return again(await recoverItem(session, started, { mayRepair }, say, signal))
    }
    case 'begin':
      if (journal.trouble() !== null) {
        say('waiting for room on the disk')
        return 'waiting'
      }
      if (isDryRun(document)) {
        await runDryRun(session, row.task, document, options, say)
        return again('ended')
      }
      if (items.length === 0 && (await askBefore(session, row.task, document.messages, say)) === 'wait')
        return 'waiting'
      // Asking took a while: the rules are looked at again, and `resume` does what was announced.
      if (signal.aborted || blocked() !== null) return 'again'
      if (stageOf(itemOf(step.item)) === 'patch') await tellDuring(session, row.task, document.messages)
      journal.write(tx => beginItem(tx, hostTime(session.ports), row.task, step.item))
      session.courier.wake()
      return again(await doItem(session, document, itemOf(step.item), options, say, signal))
    case 'resume':
      return again(await doItem(session, document, itemOf(step.item), options, say, signal))
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

async function doItem(
  session: Session,
  document: TaskDocument,
  item: TaskItem,
  options: ItemOptions,
  say: Say,
  signal: AbortSignal,
): Promise<'ended' | 'waiting'> {
  if (isAction(item)) return await runAction(session, document.task, document, item, options, say, signal)
  if (item.kind === 'os-packages') return await runItem(session, document.task, document, item, options, say, signal)
  return await runRollback(session, document.task, document, item, options, say, signal)
}

/** Everything that did not begin ends with its reason; what was announced and not yet done too. */
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
