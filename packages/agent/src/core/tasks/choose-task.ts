import { type Blocked, type HostTime, type Root, taskBlocked, trustedNow } from '@patchyard/protocol'
import type { TaskRow } from '../journal/schema.ts'
import { newestRoot } from '../journal/newest-root.ts'
import type { JournalView } from '../ports/journal.ts'
import { hostTime, type Session } from '../session.ts'
import { blackoutEnd } from '../profile/profile-rules.ts'
import { taskFacts } from './begin-facts.ts'
import { taskDocument } from './task-rows.ts'

/** What to do about the tasks that have not begun. */
export type Choice =
  | { readonly kind: 'begin'; readonly task: string }
  /** Never again: too late, its director is no longer one, or the profile says that this host is not patched. */
  | { readonly kind: 'drop'; readonly task: string; readonly code: 'expired' | 'director' | 'patching_off' }
  /** Nothing may begin now. `nextMs`: trusted time of the earliest date that changes this by itself; null: there is none. */
  | {
      readonly kind: 'none'
      readonly nextMs: number | null
      readonly waiting: readonly { task: string; reason: Blocked }[]
    }

/** Oldest date first; the order of equal ones is that of their ids, so that two looks choose alike. */
export function chooseTask(view: JournalView, session: Session, root: Root | null = newestRoot(view)): Choice {
  const waiting: { task: string; reason: Blocked; dateMs: number | null }[] = []
  if (root === null) return { kind: 'none', nextMs: null, waiting }
  const host = hostTime(session.ports)
  const here = { machine: session.machine, root, understands: session.build.understands }
  const accepted = view
    .rows('task', { where: { ended: 0, stage: 'accepted' } })
    .map(row => ({ row, document: taskDocument(row) }))
    .sort((a, b) => a.document.notBefore - b.document.notBefore || byId(a.row, b.row))
  for (const { row, document } of accepted) {
    const reason = taskBlocked(taskFacts(view, host, row, document, here))
    if (reason === null) return { kind: 'begin', task: row.task }
    if (reason === 'startBefore') return { kind: 'drop', task: row.task, code: 'expired' }
    if (reason === 'director') return { kind: 'drop', task: row.task, code: 'director' }
    if (reason === 'patching') return { kind: 'drop', task: row.task, code: 'patching_off' }
    waiting.push({ task: row.task, reason, dateMs: dateOf(view, host, reason, document.notBefore) })
  }
  const dates = waiting.flatMap(one => (one.dateMs === null ? [] : [one.dateMs]))
  return { kind: 'none', nextMs: dates.length === 0 ? null : Math.min(...dates), waiting }
}

/** When this reason ends by itself; null: it has no date. */
function dateOf(view: JournalView, host: HostTime, reason: Blocked, notBefore: number): number | null {
  if (reason === 'notBefore') return notBefore
  const profile = view.get('work')?.settings.profile
  const nowMs = trustedNow(view.get('anchor'), host)
  return reason === 'blackout' && profile !== undefined && nowMs !== null ? blackoutEnd(profile, nowMs) : null
}

function byId(a: TaskRow, b: TaskRow): number {
  return a.task < b.task ? -1 : 1
}
