import type { TransitionTable } from '@patchyard/domain'

/**
 * Life of a task on the agent. Every arrow is one transaction of the journal, written before what it announces is done
 * (agent-protocol §7.3). The server's states (domain/states/task-state.ts) are derived from the events, not from these.
 */
export const taskStages = [
  'accepted',
  'running',
  'verifying',
  'rebootPending',
  'rebooting',
  'ended',
  'dropped',
  'refused',
] as const
export type TaskStage = (typeof taskStages)[number]

export const taskStageTable: TransitionTable<TaskStage> = {
  /** Document verified and kept; nothing begun. */
  accepted: ['running', 'dropped'],
  /** Items go on, or are about to be judged after a crash. */
  running: ['verifying'],
  /** Items are over; a scan will tell, and whether a reboot is due. */
  verifying: ['rebootPending', 'ended'],
  /**
   * A reboot is due and not announced: other tasks that may begin go first, so that one reboot is for all, and people are told. Back to the
   * scan when the host was rebooted by somebody else; ends without a reboot when the time for it is over.
   */
  rebootPending: ['rebooting', 'verifying', 'ended'],
  /** The reboot was announced; back to the scan after it, or when it does not happen. */
  rebooting: ['verifying'],
  ended: [],
  /** Back when a new director lists again what a stolen one made us drop (agent-protocol §8); it never began. */
  dropped: ['accepted'],
  refused: [],
}

/** Life of one item. An item without a row is pending. */
export const itemStages = ['begun', 'installing', 'ended'] as const
export type ItemStage = (typeof itemStages)[number]

export const itemStageTable: TransitionTable<ItemStage> = {
  /** Announced; the package manager was only asked what it would do, or fetches packages; an action waits. Safe to do again. */
  begun: ['installing', 'ended'],
  /** The package manager, or an action, may have changed the host. Never done again: after a crash the database is asked. */
  installing: ['ended'],
  ended: [],
}

export type ItemOutcome = 'ok' | 'failed' | 'skipped' | 'recovered' | 'unknown'
