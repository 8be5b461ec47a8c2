import type { ItemRow } from '../journal/schema.ts'
import {
  type AuditResult,
  type InstalledVersions,
  PackageManagerError,
  type PlannedPackage,
} from '../ports/package-manager.ts'
import { hostTime, type Session } from '../session.ts'
import { endItem, intendedChanges } from './item-rows.ts'
import { holderText, waitForLock } from './lock-wait.ts'
import type { ItemEnd } from './outcomes.ts'
import type { Say } from './item-gate.ts'
import { INSTALL_MS } from './run-item.ts'
import { scopeName } from './scope-name.ts'

/** How often to look whether the engine that an earlier process started has ended. */
const LOOK_MS = 5_000
/** Where nothing tells whether it runs, it gets this long to take its lock before the database is believed. */
const BLIND_MS = 10_000

export interface RecoverOptions {
  /** Finish what the interrupted run left (`dpkg --configure -a`): only inside the window, and not in a host that keeps crashing. */
  readonly mayRepair: () => boolean
}

/**
 * An item that was being installed when the process died. The package manager's database is the only witness: the item is judged by it and
 * never installed again.
 */
export async function recoverItem(
  session: Session,
  row: ItemRow,
  options: RecoverOptions,
  say: Say,
  signal: AbortSignal,
): Promise<'ended' | 'waiting'> {
  const { journal, packages, log } = session.ports
  say('looking at what an interrupted installation left')
  if ((await waitForOldEngine(session, row, say, signal)) === 'waiting') return 'waiting'
  const end = await judge()
  journal.write(tx => endItem(tx, hostTime(session.ports), row.task, row.item, end))
  log.warn('an interrupted installation was judged by the package database', {
    task: row.task,
    item: row.item,
    outcome: end.outcome,
  })
  return 'ended'

  async function judge(): Promise<ItemEnd> {
    try {
      let audit = await packages.audit()
      if (!audit.clean && options.mayRepair()) {
        say('finishing what an interrupted installation left')
        audit = await packages.repair({
          timeoutMs: INSTALL_MS,
          lockWaitMs: LOOK_MS,
          scopeName: `${scopeName(row.task, row.item)}-r`,
        })
      }
      const changes: readonly Intended[] = intendedChanges(row)
      return recoveredEnd(changes, await packages.installedVersions(changes), audit)
    } catch (error) {
      if (!(error instanceof PackageManagerError)) throw error
      return { outcome: 'unknown', code: 'outcome_unknown', rc: null, output: error.message }
    }
  }
}

/** The engine of a killed agent lives on in its scope; its word in the database counts only when it has ended. */
async function waitForOldEngine(
  session: Session,
  row: ItemRow,
  say: Say,
  signal: AbortSignal,
): Promise<'over' | 'waiting'> {
  const { clock, host } = session.ports
  if (row.boot === host.boot) {
    const name = scopeName(row.task, row.item)
    for (;;) {
      const active = await host.isScopeActive(name)
      if (active === false) break
      say('waiting for an installation that went on without the agent')
      await clock.sleep(active === null ? BLIND_MS : LOOK_MS, signal).catch(() => {})
      if (signal.aborted) return 'waiting'
      if (active === null) break
    }
  }
  const stopped = await waitForLock(
    session,
    holder => say(holderText(holder)),
    () => (signal.aborted ? true : null),
    signal,
  )
  return stopped === null ? 'over' : 'waiting'
}

/** A change that was intended; without `to` a package that was to go. */
export type Intended = Omit<PlannedPackage, 'to'> & { readonly to: string | null }

/** What the database proves about the intended changes. */
export function recoveredEnd(
  changes: readonly Intended[],
  installed: readonly InstalledVersions[],
  audit: AuditResult,
): ItemEnd {
  const states = changes.map((change, index) => stateOf(change, installed[index]))
  const output = [
    ...changes.map(
      (change, index) => `${change.name}:${change.arch} ${change.to ?? 'to be removed'}: ${states[index]}`,
    ),
    ...audit.problems.map(one => `${one.package ?? 'package database'}: ${one.detail}`),
  ].join('\n')
  // A package that came with an item and stays harms nobody; it is said, and the item is back.
  if (states.every(one => one !== 'unfinished' && one !== 'not installed')) {
    return { outcome: 'recovered', code: audit.clean ? null : 'package_manager_broken', rc: null, output }
  }
  if (!audit.clean) return { outcome: 'unknown', code: 'package_manager_broken', rc: null, output }
  return { outcome: 'failed', code: 'interrupted', rc: null, output }
}

function stateOf(
  change: Intended,
  found: InstalledVersions | undefined,
): 'installed' | 'unfinished' | 'not installed' | 'removed' | 'left' {
  if (change.to === null) return found === undefined || found.versions.length === 0 ? 'removed' : 'left'
  if (found === undefined || !found.versions.includes(change.to)) return 'not installed'
  return found.configured ? 'installed' : 'unfinished'
}
