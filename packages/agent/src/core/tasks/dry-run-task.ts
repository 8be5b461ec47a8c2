import { type EventData, type PackagesItem, type RollbackItem, type TaskDocument, toText } from '@patchyard/protocol'
import { recordEvent } from '../journal/record-event.ts'
import type { DryRun } from '../ports/dry-run.ts'
import type { PlannedPackage } from '../ports/package-manager.ts'
import { hostTime, type Session } from '../session.ts'
import { endItem } from './item-rows.ts'
import { type ItemEnd, refusedEnd } from './outcomes.ts'
import type { Say } from './item-gate.ts'
import { engineEnd, expectedFailure, type ItemOptions, SIMULATE_MS } from './run-item.ts'

/** Whether the task only tells what it would do (`options.dryRun`). */
export const isDryRun = (document: TaskDocument): boolean => document.options?.dryRun === true

/**
 * The whole task at once: its items mean something else together than one by one. Nothing is installed, fetched or kept; one event tells the
 * plan, and each item ends as skipped, or as failed with what the package manager has against it. Asked again after a crash it is simply done
 * again.
 */
export async function runDryRun(
  session: Session,
  task: string,
  document: TaskDocument,
  options: ItemOptions,
  say: Say,
): Promise<void> {
  const { journal, packages } = session.ports
  say('asking the package manager what it would do')
  const installs = document.items.filter((one): one is PackagesItem => one.kind === 'os-packages')
  const additions = journal.read(view => view.get('scan')?.additions ?? [])
  const told =
    installs.length === 0
      ? null
      : await packages
          .dryRun(
            installs.map(({ patch, packages: changes }) => ({ patch, packages: changes })),
            {
              timeoutMs: SIMULATE_MS,
              allowUnauthenticated: options.allowUnauthenticated,
              whenGone: document.options?.whenGone ?? 'newest',
              knownAdditions: additions,
            },
          )
          .catch(expectedFailure)
  const ends = new Map<number, ItemEnd>()
  installs.forEach((one, index) => {
    const verdict = told === null || told instanceof Error ? undefined : told.items[index]
    ends.set(one.item, told instanceof Error ? engineEnd(told) : endOf(verdict))
  })
  for (const one of document.items) {
    if (one.kind === 'rollback') ends.set(one.item, await rollbackVerdict(session, one, options))
    else if (one.kind !== 'os-packages') ends.set(one.item, notTried)
  }
  journal.write(tx => {
    const row = tx.row('task', [task])
    if (row === null) return
    const host = hostTime(session.ports)
    if (told !== null && !(told instanceof Error))
      tx.put('task', recordEvent(tx, host, row, 'dryRun', dryRunData(told)))
    for (const { item } of document.items) {
      if (tx.row('item', [task, item])?.stage !== 'ended') endItem(tx, host, task, item, ends.get(item) ?? notTried)
    }
  })
}

const notTried: ItemEnd = { outcome: 'skipped', code: 'dry_run', rc: null, output: '' }

function endOf(verdict: DryRun['items'][number] | undefined): ItemEnd {
  switch (verdict?.verdict) {
    case 'alreadyInstalled':
      return { outcome: 'ok', code: 'already_installed', rc: null, output: '' }
    case 'refused':
      return refusedEnd(verdict)
    default:
      return notTried
  }
}

async function rollbackVerdict(session: Session, item: RollbackItem, options: ItemOptions): Promise<ItemEnd> {
  const plan = await session.ports.packages
    .simulateRollback(
      { patch: item.patch, packages: item.packages },
      { timeoutMs: SIMULATE_MS, allowUnauthenticated: options.allowUnauthenticated },
    )
    .catch(expectedFailure)
  if (plan instanceof Error) return engineEnd(plan)
  if (plan.verdict === 'refused') return refusedEnd(plan)
  if (plan.verdict === 'alreadyInstalled') return { outcome: 'ok', code: 'already_installed', rc: null, output: '' }
  const output = [
    ...plan.changes.map(one => `${one.name}:${one.arch} back from ${one.from ?? ''} to ${one.to}\n`),
    ...plan.removals.map(one => `${one.name}:${one.arch} ${one.version} removed when nothing needs it\n`),
    ...plan.left.map(one => `${one.name}:${one.arch} stays: ${one.why}\n`),
  ]
  return { ...notTried, output: output.join('') }
}

/** Well below what an event may hold (256 KiB), whatever names a host has. */
const MOST_BYTES = 128 * 1024
const MOST_CHANGES = 1000

/** As it travels: cut to the lengths of the protocol, with a count of what was left out. */
export function dryRunData(told: DryRun): EventData<'dryRun'> {
  let left = MOST_BYTES
  let more = 0
  const fitting = (changes: readonly PlannedPackage[]) =>
    changes.flatMap(({ name, arch, from, to }, index) => {
      const one = {
        name: toText(name, 200),
        arch: toText(arch, 32),
        from: from === null ? null : toText(from, 200),
        to: toText(to, 200),
      }
      left -= JSON.stringify(one).length
      if (left >= 0 && index < MOST_CHANGES) return [one]
      more += 1
      return []
    })
  const added = fitting(told.added)
  const changed = fitting(told.changed)
  const names = (list: readonly string[], most: number, bytes: number) =>
    list.slice(0, most).map(one => toText(one, bytes))
  return {
    digest: told.digest,
    added,
    changed,
    more,
    held: names(told.held, 200, 240),
    replaced: told.replaced.slice(0, 200).map(one => ({
      name: toText(one.name, 200),
      arch: toText(one.arch, 32),
      planned: toText(one.planned, 200),
      to: toText(one.to, 200),
    })),
    services: names(told.services, 200, 256),
    reboot: names(told.reboot, 20, 200),
    downloadBytes: told.downloadBytes,
    growthBytes: told.growthBytes,
    disk: told.disk.slice(0, 8).map(one => ({ ...one, path: toText(one.path, 200) })),
    oneWay: told.items
      .flatMap(({ patch, wayBack }) => {
        const [reason] = wayBack?.reasons ?? []
        return reason === undefined
          ? []
          : [{ patch: toText(patch, 200), code: reason.code, detail: toText(reason.detail, 200) }]
      })
      .slice(0, 200),
    refusals: told.refusals.slice(0, 50).map(({ code, package: name, detail }) => ({
      code,
      package: name === null ? null : toText(name, 240),
      detail: toText(detail, 200),
    })),
  }
}
