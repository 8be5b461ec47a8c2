import { actionExit } from '@patchyard/domain'
import type { ActionItem, TaskDocument } from '@patchyard/protocol'
import type { ItemRow } from '../journal/schema.ts'
import type { ActionResult } from '../ports/actions.ts'
import { hostTime, type Session } from '../session.ts'
import { itemBlockedNow } from './begin-facts.ts'
import { endItem, intendAction } from './item-rows.ts'
import { holderText, waitForLock } from './lock-wait.ts'
import type { ItemEnd } from './outcomes.ts'
import type { Say } from './item-gate.ts'
import type { ItemOptions } from './run-item.ts'
import { scopeName } from './scope-name.ts'

/** How often to look whether an action that an earlier process started has ended. */
const LOOK_MS = 5_000

/**
 * One announced action, to its end. Intent first; after that it is never started again, whatever happens. `waiting`: the rules do not let it
 * begin now; nothing was done then.
 */
export async function runAction(
  session: Session,
  task: string,
  document: TaskDocument,
  item: ActionItem,
  options: ItemOptions,
  say: Say,
  signal: AbortSignal,
): Promise<'ended' | 'waiting'> {
  const { journal, actions } = session.ports
  const end = (outcome: ItemEnd, reboot = false): 'ended' => {
    journal.write(tx =>
      endItem(tx, hostTime(session.ports), task, item.item, outcome, reboot ? REBOOT_ASKED : undefined),
    )
    return 'ended'
  }
  // The document was taken when actions were allowed; the administrator may have thought better of it since.
  if (!options.allowActions || actions === undefined) return end(notAllowed)
  const blocked = (): true | null => {
    const row = journal.read(view => view.row('task', [task]))
    return row !== null && itemBlockedNow(session, row, document) === null ? null : true
  }
  if (item.kind === 'install' || item.kind === 'uninstall') {
    const waited = await waitForLock(session, holder => say(holderText(holder)), blocked, signal)
    if (waited !== null) return 'waiting'
  }
  if (signal.aborted || blocked() !== null || journal.trouble() !== null) return 'waiting'
  const intended = journal.write(tx => intendAction(tx, hostTime(session.ports), task, item.item))
  if (!intended) return 'waiting'
  say(`running ${item.name}`)
  const scope = scopeName(task, item.item)
  const result = await actions.run(item, { timeoutMs: item.timeoutS * 1000, scopeName: scope })
  const verdict = actionExit(result.started ? result.exitCode : null)
  return end(actionEnd(result), verdict.reboot)
}

const notAllowed: ItemEnd = { outcome: 'skipped', code: 'actions_not_allowed', rc: null, output: '' }

/** Kept in the item's row: a reboot is asked for once, after everything. */
const REBOOT_ASKED = '{"reboot":true}'

export const asksForReboot = (row: Pick<ItemRow, 'plan'>): boolean => row.plan === REBOOT_ASKED

/** In the words that travel. The exit code decides; without one it is a failure. */
export function actionEnd(result: ActionResult): ItemEnd {
  if (!result.started) return { outcome: 'failed', code: 'action_not_started', rc: null, output: result.detail }
  const { exitCode: rc, log: output } = result
  if (result.timedOut) return { outcome: 'failed', code: 'action_timed_out', rc, output }
  switch (actionExit(rc).outcome) {
    case 'succeeded':
      return { outcome: 'ok', code: null, rc, output }
    case 'skipped':
      return { outcome: 'skipped', code: 'action_not_applicable', rc, output }
    case 'aborted':
      return { outcome: 'failed', code: 'action_aborted', rc, output }
    case 'failed':
      return { outcome: 'failed', code: 'action_failed', rc, output }
  }
}

/**
 * An action that had begun when the process died. Nobody knows how it ends, and it is not started again. What still runs gets the rest of
 * its time, then it is ended: nothing of the task goes on beside it.
 */
export async function recoverAction(
  session: Session,
  row: ItemRow,
  item: ActionItem,
  say: Say,
  signal: AbortSignal,
): Promise<'ended' | 'waiting'> {
  const { journal, actions, clock, host, log } = session.ports
  const scope = scopeName(row.task, row.item)
  if (actions !== undefined) {
    const untilMs = clock.monotonicMs() + item.timeoutS * 1000
    while (row.boot === host.boot && clock.monotonicMs() < untilMs && (await actions.isRunning(scope))) {
      say(`waiting for ${item.name}, which went on without the agent`)
      await clock.sleep(LOOK_MS, signal).catch(() => {})
      if (signal.aborted) return 'waiting'
    }
    await actions.end(scope)
  }
  const end: ItemEnd = { outcome: 'unknown', code: 'outcome_unknown', rc: null, output: '' }
  journal.write(tx => endItem(tx, hostTime(session.ports), row.task, row.item, end))
  log.warn('nobody knows how an interrupted action ended', { task: row.task, item: row.item })
  return 'ended'
}
