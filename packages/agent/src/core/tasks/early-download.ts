import { type PackagesItem, sha256Hex, type TaskDocument, taskBlocked, trustedNow } from '@patchyard/protocol'
import { newestRoot } from '../journal/newest-root.ts'
import type { TaskRow } from '../journal/schema.ts'
import { PackageManagerError } from '../ports/package-manager.ts'
import { ProcessError } from '../ports/processes.ts'
import { DiskError } from '../ports/disk.ts'
import { hostTime, type Session } from '../session.ts'
import { taskFacts } from './begin-facts.ts'
import { noteFetched } from './fetched.ts'
import { showProgress } from './progress.ts'
import { type ItemOptions, rateOf, simulate } from './run-item.ts'
import { taskDocument } from './task-rows.ts'

/** A slow line must not keep the host's one worker from a task that is due: one package set gets this long at most. */
const LONGEST_MS = 30 * 60_000
/** Below this it is not worth to begin. */
const SHORTEST_MS = 10_000
const LOCK_WAIT_MS = 30_000

export type Early =
  /** Something was fetched, or tried. */
  | { readonly kind: 'did' }
  /** Trusted time of the next early download; null: none. */
  | { readonly kind: 'none'; readonly nextMs: number | null }

/**
 * Fetches packages of tasks that have not begun, from `options.early` on (feature J). Every rule of beginning holds but the date: standing,
 * manifest, clock, machine, profile; a blackout holds downloads back as well, for it is there for quiet. One item at a time, each tried
 * once; what fails here is fetched when the item's turn comes. `untilMs`: trusted time of what comes next, which it must not hold up.
 */
export async function fetchEarly(session: Session, options: ItemOptions, untilMs: number | null): Promise<Early> {
  const { journal } = session.ports
  const nowMs = journal.read(view => trustedNow(view.get('anchor'), hostTime(session.ports)))
  if (nowMs === null) return { kind: 'none', nextMs: null }
  let nextMs: number | null = null
  for (const row of journal.read(view => view.rows('task', { where: { ended: 0, stage: 'accepted' } }))) {
    // Parsing a document costs more than this look at its text, and nearly none wants it.
    if (!row.document.includes('"early":')) continue
    const document = taskDocument(row)
    const dateMs = earlyDate(document)
    if (dateMs === null) continue
    const tried = journal.read(view => view.get('early')?.find(one => one.task === row.task)?.items ?? [])
    const item = document.items.find(
      (one): one is PackagesItem => one.kind === 'os-packages' && !tried.includes(one.item),
    )
    if (item === undefined) continue
    if (dateMs > nowMs) {
      nextMs = Math.min(nextMs ?? dateMs, dateMs)
      continue
    }
    if (!mayFetch(session, row, document)) continue
    const leftMs = Math.min(LONGEST_MS, (untilMs ?? Number.POSITIVE_INFINITY) - nowMs)
    if (leftMs < SHORTEST_MS || journal.trouble() !== null) continue
    await fetchItem(session, row.task, document, item, options, leftMs)
    return { kind: 'did' }
  }
  return { kind: 'none', nextMs }
}

/** Spread over `spreadS`: the same moment after a restart, another one on each host. Null: no early download is wanted. */
export function earlyDate({ options, task, agent }: Pick<TaskDocument, 'options' | 'task' | 'agent'>): number | null {
  if (options?.early === undefined) return null
  const fraction = Number.parseInt(sha256Hex(`early ${task} ${agent}`).slice(0, 8), 16) / 0x1_0000_0000
  return options.early + Math.floor(fraction * (options.spreadS ?? 0) * 1000)
}

function mayFetch(session: Session, row: TaskRow, document: TaskDocument): boolean {
  return session.ports.journal.read(view => {
    const root = newestRoot(view)
    if (root === null) return false
    const here = { machine: session.machine, root, understands: session.build.understands }
    return taskBlocked({ ...taskFacts(view, hostTime(session.ports), row, document, here), notBefore: 0 }) === null
  })
}

async function fetchItem(
  session: Session,
  task: string,
  document: TaskDocument,
  item: PackagesItem,
  options: ItemOptions,
  timeoutMs: number,
): Promise<void> {
  const { journal, packages, log } = session.ports
  // First of all: a download that kills the agent is not tried for ever.
  journal.write(tx => {
    const all = (tx.get('early') ?? []).filter(one => tx.row('task', [one.task])?.ended === 0)
    const known = all.find(one => one.task === task)
    const next = { task, items: [...(known?.items ?? []), item.item] }
    tx.set('early', [...all.filter(one => one.task !== task), next])
  })
  const total = document.items.length
  showProgress(session, task, { done: 0, total, text: `downloading ahead: ${item.patch}`.slice(0, 200) })
  try {
    const plan = await simulate(session, document, item, options)
    if (plan.verdict !== 'accepted') return
    const fetched = await packages.download(plan, {
      timeoutMs,
      lockWaitMs: LOCK_WAIT_MS,
      scopeName: null,
      ...rateOf(session, document),
    })
    noteFetched(session, task, fetched.fetched ?? [])
    if (!fetched.ok)
      log.info('an early download failed', { task, item: item.item, reason: fetched.failure?.detail ?? '' })
  } catch (error) {
    if (!(error instanceof PackageManagerError || error instanceof ProcessError || error instanceof DiskError))
      throw error
    log.info('an early download failed', { task, item: item.item, reason: error.message })
  } finally {
    session.progress.delete(task)
  }
}
