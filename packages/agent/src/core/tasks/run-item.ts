import type { PackagesItem, TaskDocument } from '@patchyard/protocol'
import { DiskError } from '../ports/disk.ts'
import {
  type AcceptedPlan,
  type ActOptions,
  PackageManagerError,
  type SimulatedPlan,
} from '../ports/package-manager.ts'
import { ProcessError } from '../ports/processes.ts'
import { hostTime, type Session } from '../session.ts'
import { intendInstall } from './item-rows.ts'
import { noteFetched } from './fetched.ts'
import { itemGate, type Say } from './item-gate.ts'
import { keepBefore } from './keep-before.ts'
import { waitForLock } from './lock-wait.ts'
import { alreadyInstalled, failureEnd, installEnd, type ItemEnd, refusedEnd } from './outcomes.ts'

/** What the local configuration of this host permits. */
export interface ItemOptions {
  readonly allowUnauthenticated: boolean
  /** Scripts and the like of jobs may run here as root. */
  readonly allowActions: boolean
}

export const SIMULATE_MS = 10 * 60_000
export const DOWNLOAD_MS = 2 * 3_600_000
/** A transaction in flight ends even after the window (decisions §5.7); this only stops one that hangs. */
export const INSTALL_MS = 4 * 3_600_000
/**
 * One announced item, to its end: simulate, fetch, wait for the lock, intent, install. Ends without an outcome (`waiting`) when the rules
 * of agent-protocol §7.3 do not let it go on now; nothing was changed then and it is called again.
 */
export async function runItem(
  session: Session,
  task: string,
  document: TaskDocument,
  item: PackagesItem,
  options: ItemOptions,
  say: Say,
  signal: AbortSignal,
): Promise<'ended' | 'waiting'> {
  const { journal, packages } = session.ports
  const gate = itemGate(session, task, document, item.item, say)
  const { blocked, end, onWait } = gate
  const act = (timeoutMs: number): ActOptions => ({ ...gate.act(timeoutMs), ...rateOf(session, document) })

  say(`checking ${item.patch}`)
  const plan = await simulate(session, document, item, options).catch(expectedFailure)
  if (plan instanceof Error) return end(engineEnd(plan))
  if (plan.verdict === 'alreadyInstalled') return end(alreadyInstalled)
  if (plan.verdict === 'refused') return end(refusedEnd(plan))

  if ((await waitForLock(session, onWait, blocked, signal)) !== null) return 'waiting'
  say(`downloading ${item.patch}`)
  const fetched = await packages.download(plan, act(DOWNLOAD_MS)).catch(expectedFailure)
  if (fetched instanceof Error) return end(engineEnd(fetched))
  // What today's tasks fetch stays in the cache; tasks with options leave none behind.
  if (document.options !== undefined) noteFetched(session, task, fetched.fetched ?? [])
  if (fetched.failure !== null) return end(failureEnd(fetched.failure, fetched.exitCode, fetched.log))
  const kept = document.options?.keep === true ? await keepBefore(session, plan, act(DOWNLOAD_MS), say) : ''

  if ((await waitForLock(session, onWait, blocked, signal)) !== null) return 'waiting'
  if (signal.aborted || blocked() !== null || journal.trouble() !== null) return 'waiting'
  if (!intend(session, task, item.item, plan)) return 'waiting'
  say(`installing ${item.patch}`)
  // Never given the signal: an agent that stops leaves the transaction to its scope, and judges it by the database at its next start.
  const installed = await packages.install(plan, act(INSTALL_MS)).catch(expectedFailure)
  // It may have changed the host and cannot say what: the row says `installing`, so the next step asks the database.
  if (installed instanceof Error) return 'waiting'
  const outcome = installEnd(installed)
  return end({ ...outcome, output: `${kept}${outcome.output}` })
}

/** Failures that the ports announce become values; anything else is a fault of ours and ends the process. */
export function expectedFailure(error: unknown): Error {
  if (error instanceof PackageManagerError || error instanceof ProcessError || error instanceof DiskError) return error
  throw error
}

export function engineEnd(error: Error): ItemEnd {
  return { outcome: 'failed', code: 'install_failed', rc: null, output: error.message }
}

/** The job's limit, else the profile's. */
export function rateOf(session: Session, document: TaskDocument): Pick<ActOptions, 'rateKBs'> {
  const profile = session.ports.journal.read(view => view.get('work')?.settings.profile)
  const rateKBs = document.options?.bandwidthKBs ?? profile?.bandwidthKBs ?? null
  return rateKBs === null ? {} : { rateKBs }
}

export function simulate(
  session: Session,
  document: TaskDocument,
  item: PackagesItem,
  options: ItemOptions,
): Promise<SimulatedPlan> {
  const additions = session.ports.journal.read(view => view.get('scan')?.additions ?? [])
  return session.ports.packages.simulate(
    { patch: item.patch, packages: item.packages },
    {
      timeoutMs: SIMULATE_MS,
      allowUnauthenticated: options.allowUnauthenticated,
      // Decisions §3.6: the default where the task's document has no word for it.
      whenGone: document.options?.whenGone ?? 'newest',
      knownAdditions: additions,
    },
  )
}

/** False when the item is not where it was: nothing may be done then. */
function intend(session: Session, task: string, item: number, plan: AcceptedPlan): boolean {
  return session.ports.journal.write(tx => {
    const row = tx.row('item', [task, item])
    if (row === null || row.stage !== 'begun') return false
    intendInstall(tx, hostTime(session.ports), row, plan)
    return true
  })
}
