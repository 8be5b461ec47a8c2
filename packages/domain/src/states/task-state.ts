import type { TransitionTable } from './transition-table.ts'

/** Where one asset stands in one run. Names are those of the API; {@link taskStateLabels} are those people read. */
export const taskStates = [
  'planned',
  'sent',
  'received',
  'blocked',
  'waitingUser',
  'downloading',
  'preActions',
  'patching',
  'postActions',
  'rebootPending',
  'rebooting',
  'verifying',
  'succeeded',
  'partial',
  'failed',
  'expired',
  'cancelled',
  'skipped',
  'unknown',
] as const
export type TaskState = (typeof taskStates)[number]

export const taskStateLabels: { readonly [S in TaskState]: string } = {
  planned: 'Pending',
  sent: 'Job Sent',
  received: 'Job Received',
  blocked: 'Execution Blocked',
  waitingUser: 'Waiting for User',
  downloading: 'Downloading',
  preActions: 'Pre-actions',
  patching: 'Patching',
  postActions: 'Post-actions',
  rebootPending: 'Pending Reboot',
  rebooting: 'Rebooting',
  verifying: 'Verifying',
  succeeded: 'Completed',
  partial: 'Partially Completed',
  failed: 'Failed',
  expired: 'Timed Out',
  cancelled: 'Cancelled',
  skipped: 'Skipped',
  unknown: 'Unknown',
}

const ended = ['succeeded', 'partial', 'failed', 'expired', 'cancelled', 'unknown'] as const
const working = [
  'blocked',
  'waitingUser',
  'downloading',
  'preActions',
  'patching',
  'postActions',
  'rebootPending',
  'rebooting',
  'verifying',
] as const

/**
 * Events of an agent may arrive late and several at once, so every state of work can follow every earlier one, and
 * verification can follow any of them; what cannot happen is a way back from an end, or work before receipt.
 * `expired` and `cancelled` are the server's own verdicts for tasks that an agent never began; when the agent's
 * journal later proves the opposite, that truth is taken (`late`): results are never refused for coming late.
 */
export const taskTransitions: TransitionTable<TaskState> = {
  planned: ['sent', 'skipped', 'cancelled', 'expired', 'failed'],
  sent: ['received', ...working, ...ended, 'skipped'],
  received: [...working, ...ended, 'skipped'],
  blocked: [...working.filter(s => s !== 'blocked'), ...ended, 'skipped'],
  waitingUser: [...working.filter(s => s !== 'waitingUser'), ...ended],
  downloading: [...working.filter(s => s !== 'downloading'), ...ended],
  preActions: [...working.filter(s => s !== 'preActions'), ...ended],
  patching: [...working.filter(s => s !== 'patching'), ...ended],
  postActions: [...working.filter(s => s !== 'postActions'), ...ended],
  rebootPending: [...working.filter(s => s !== 'rebootPending'), ...ended],
  rebooting: [...working.filter(s => s !== 'rebooting'), ...ended],
  verifying: [...working.filter(s => s !== 'verifying'), ...ended],
  succeeded: [],
  partial: [],
  failed: [],
  expired: [],
  cancelled: [],
  skipped: [],
  // A rescan or a person settles what the agent could not tell (security contract: UNKNOWN → SUCCEEDED | FAILED only).
  unknown: ['succeeded', 'failed'],
}

/** Ends that an agent's later proof may replace: nobody knew better when they were written. */
export const taskEndsByServer: readonly TaskState[] = ['expired', 'cancelled']

export const taskIsOpen = (state: TaskState): boolean => taskTransitions[state].length > 0 && state !== 'unknown'
