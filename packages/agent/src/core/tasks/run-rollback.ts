import type { RollbackItem, TaskDocument } from '@patchyard/protocol'
import type { AcceptedRollback, RollbackOutcome } from '../ports/rollback.ts'
import { hostTime, type Session } from '../session.ts'
import { intendRollback } from './item-rows.ts'
import { waitForLock } from './lock-wait.ts'
import { alreadyInstalled, installEnd, type ItemEnd, refusedEnd } from './outcomes.ts'
import { itemGate, type Say } from './item-gate.ts'
import { engineEnd, expectedFailure, INSTALL_MS, type ItemOptions, SIMULATE_MS } from './run-item.ts'

/**
 * One announced item of kind `rollback`, to its end: simulate, wait for the lock, intent, go back. `waiting`: the rules do not let it go on
 * now, nothing was changed.
 */
export async function runRollback(
  session: Session,
  task: string,
  document: TaskDocument,
  item: RollbackItem,
  options: ItemOptions,
  say: Say,
  signal: AbortSignal,
): Promise<'ended' | 'waiting'> {
  const { journal, packages } = session.ports
  const { blocked, end, onWait, act } = itemGate(session, task, document, item.item, say)

  say(`checking the way back of ${item.patch}`)
  const plan = await packages
    .simulateRollback(
      { patch: item.patch, packages: item.packages },
      { timeoutMs: SIMULATE_MS, allowUnauthenticated: options.allowUnauthenticated },
    )
    .catch(expectedFailure)
  if (plan instanceof Error) return end(engineEnd(plan))
  if (plan.verdict === 'alreadyInstalled') return end(alreadyInstalled)
  if (plan.verdict === 'refused') return end(refusedEnd(plan))

  if ((await waitForLock(session, onWait, blocked, signal)) !== null) return 'waiting'
  if (signal.aborted || blocked() !== null || journal.trouble() !== null) return 'waiting'
  const intended = journal.write(tx => intendRollback(tx, hostTime(session.ports), task, item.item, plan))
  if (!intended) return 'waiting'
  say(`going back from ${item.patch}`)
  // Never given the signal, as installations are not: see run-item.ts.
  const done = await packages.rollback(plan, act(INSTALL_MS)).catch(expectedFailure)
  if (done instanceof Error) return 'waiting'
  return end(rollbackEnd(plan, done))
}

/** As an installation's end; what went and what stays of the packages that came with the item is said first. */
export function rollbackEnd(plan: Pick<AcceptedRollback, 'patch'>, done: RollbackOutcome): ItemEnd {
  const end = installEnd(done)
  const lines = [
    ...done.removed.map(one => `${one.name}:${one.arch} came with ${plan.patch} and was removed\n`),
    ...done.left.map(one => `${one.name}:${one.arch} came with ${plan.patch} and stays: ${one.why}\n`),
  ]
  return { ...end, output: `${lines.join('')}${end.output}` }
}
