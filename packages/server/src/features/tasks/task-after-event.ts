import {
  assertTransition,
  failureReasons,
  type ItemState,
  skipReasons,
  type TaskState,
  taskEndsByServer,
  taskTransitions,
} from '@patchyard/domain'
import { type AgentEvent, stageOfNumber } from '@patchyard/protocol'
import type { ItemRecord, TaskRecord } from '../../storage/ports/task-record.ts'

/**
 * What one event of an agent makes of its task. Pure. Events are facts about the past and are never refused for coming
 * late: a task that the server had given up (timed out, cancelled) goes on when the agent proves that it had begun. A
 * task that ended by an agent's word or a scan stays as it is.
 */
export function taskAfterEvent(task: TaskRecord, event: AgentEvent, nowMs: number): TaskRecord {
  if (!mayStillChange(task.state)) return task
  // Nothing happened after it was told here, whatever a host's clock says.
  const at = Math.min(event.at ?? event.wall, nowMs)
  switch (event.kind) {
    case 'accepted':
      return task.state === 'planned' || task.state === 'sent'
        ? move(task, 'received', nowMs, { receivedAtMs: nowMs, sentAtMs: task.sentAtMs ?? nowMs })
        : task
    case 'refused':
      return endNotBegun(task, 'failed', 'refused_by_agent', nowMs)
    case 'dropped':
      if (event.data.code === 'director') return task
      if (event.data.code === 'patching_off') return endNotBegun(task, 'cancelled', 'patching_off', nowMs)
      return event.data.code === 'cancelled'
        ? endNotBegun(task, 'cancelled', 'cancelled', nowMs)
        : endNotBegun(task, 'expired', 'window_closed', nowMs)
    case 'begin':
      return move(task, 'downloading', nowMs, { beganAtMs: task.beganAtMs ?? at })
    case 'itemBegin': {
      const stage = stageOfNumber(event.data.item)
      if (stage !== 'patch') return move(task, stage === 'pre' ? 'preActions' : 'postActions', nowMs)
      return move(withItem(task, event.data.item, { state: 'installing', beganAtMs: at }), 'patching', nowMs)
    }
    case 'itemEnd': {
      const ended = withItem(task, event.data.item, {
        ...itemEnd(event.data.outcome, event.data.code),
        exitCode: event.data.rc ?? null,
        output: event.data.output ?? null,
        endedAtMs: at,
      })
      return { ...ended, verifyAfterMs: later(task.verifyAfterMs, at) }
    }
    case 'dryRun':
      // Kept as an event; the items that follow say what became of each.
      return task
    case 'pending':
      return move(task, event.data.code === 'user' ? 'waitingUser' : 'rebootPending', nowMs)
    case 'reboot':
      return move(task, 'rebooting', nowMs, { rebooted: true, verifyAfterMs: later(task.verifyAfterMs, at) })
    case 'end':
      if (task.items.length === 0) return endOfActions(task, event.data, nowMs)
      // The agent scans after its last change and before it says `end`: that scan is the one that decides.
      return move(task, 'verifying', nowMs, {
        verifyAfterMs: task.verifyAfterMs ?? at,
        reason: endReason(event.data.code),
      })
  }
}

/** A task of actions alone: no scan can tell what they did, so the agent's word is the end. */
function endOfActions(
  task: TaskRecord,
  { outcome, code }: Extract<AgentEvent, { kind: 'end' }>['data'],
  nowMs: number,
): TaskRecord {
  const reason = endReason(code) ?? (outcome === 'failed' || outcome === 'partial' ? 'action_failed' : null)
  const ended = move(task, 'verifying', nowMs)
  const state =
    outcome !== 'skipped'
      ? outcome
      : reason === 'cancelled'
        ? 'cancelled'
        : reason === 'window_closed'
          ? 'expired'
          : 'skipped'
  return { ...ended, state, reason, endedAtMs: nowMs }
}

const later = (a: number | null, b: number): number => (a === null ? b : Math.max(a, b))

function mayStillChange(state: TaskState): boolean {
  return taskTransitions[state].length > 0 || endedWithoutAgent(state)
}

/** Nobody knew better when the server wrote it: Timed Out, Cancelled, Unknown. The agent's own word replaces it. */
function endedWithoutAgent(state: TaskState): boolean {
  return taskEndsByServer.includes(state) || state === 'unknown'
}

function move(task: TaskRecord, to: TaskState, nowMs: number, changes: Partial<TaskRecord> = {}): TaskRecord {
  if (task.state !== to && !endedWithoutAgent(task.state)) {
    assertTransition('task', taskTransitions, task.state === 'planned' ? 'sent' : task.state, to)
  }
  return { ...task, ...changes, state: to, changedAtMs: nowMs, endedAtMs: null }
}

/** Ends of tasks whose agent says that nothing was begun. */
function endNotBegun(
  task: TaskRecord,
  state: 'failed' | 'cancelled' | 'expired',
  reason: string,
  nowMs: number,
): TaskRecord {
  if (task.beganAtMs !== null) return task
  const items = task.items.map(item =>
    item.state === 'pending' ? { ...item, state: 'skipped' as const, reason } : item,
  )
  return { ...task, state, reason, items, changedAtMs: nowMs, endedAtMs: nowMs }
}

function withItem(task: TaskRecord, n: number, changes: Partial<ItemRecord>): TaskRecord {
  return { ...task, items: task.items.map(item => (item.n === n ? { ...item, ...changes } : item)) }
}

/** Nothing was done because nothing was to do: somebody was faster, or another item of the task brought it along. */
const ALREADY_INSTALLED = 'already_installed'

/** Codes that say more than "skipped". */
const skippedAs: { readonly [code: string]: ItemState } = {
  [ALREADY_INSTALLED]: 'alreadyInstalled',
  superseded: 'superseded',
  not_applicable: 'notApplicable',
  not_installed: 'notApplicable',
}

function itemEnd(outcome: string, code: string | undefined): { state: ItemState; reason: string | null } {
  switch (outcome) {
    case 'ok':
    case 'recovered':
      return { state: code === ALREADY_INSTALLED ? 'alreadyInstalled' : 'installed', reason: null }
    case 'skipped':
      return { state: skippedAs[code ?? ''] ?? 'skipped', reason: knownReason(code) ?? 'cancelled' }
    case 'unknown':
      return { state: 'failed', reason: 'outcome_unknown' }
    default:
      return { state: 'failed', reason: knownReason(code) ?? 'install_failed' }
  }
}

/** An agent may be newer than this server: a reason that is not on the list is not shown as one. */
function knownReason(code: string | undefined): string | null {
  if (code === undefined) return null
  return Object.hasOwn(skipReasons, code) || Object.hasOwn(failureReasons, code) ? code : null
}

function endReason(code: string | undefined): string | null {
  if (code === 'cancelled') return 'cancelled'
  if (code === 'expired') return 'window_closed'
  if (code === 'stopped') return 'stopped_after_failure'
  if (code === 'aborted') return 'job_aborted'
  return knownReason(code)
}
