import type { TransitionTable } from './transition-table.ts'

export const jobStates = ['draft', 'disabled', 'enabled', 'completed', 'halted'] as const
export type JobState = (typeof jobStates)[number]
export const jobStateLabels: { readonly [S in JobState]: string } = {
  draft: 'Draft',
  disabled: 'Disabled',
  enabled: 'Enabled',
  completed: 'Completed',
  halted: 'Halted',
}
export const jobTransitions: TransitionTable<JobState> = {
  draft: ['disabled', 'enabled'],
  disabled: ['draft', 'enabled'],
  enabled: ['disabled', 'completed', 'halted'],
  // Retrying what failed opens the job again; its run is a new one.
  completed: ['enabled'],
  halted: ['enabled', 'disabled'],
}

export const runStates = ['due', 'planned', 'active', 'done', 'halted', 'cancelled'] as const
export type RunState = (typeof runStates)[number]
export const runStateLabels: { readonly [S in RunState]: string } = {
  due: 'Due',
  planned: 'Planned',
  active: 'Running',
  done: 'Done',
  halted: 'Halted',
  cancelled: 'Cancelled',
}
export const runTransitions: TransitionTable<RunState> = {
  due: ['planned', 'cancelled'],
  planned: ['active', 'done', 'cancelled', 'halted'],
  active: ['done', 'cancelled', 'halted'],
  done: [],
  halted: ['active', 'cancelled', 'done'],
  cancelled: [],
}
