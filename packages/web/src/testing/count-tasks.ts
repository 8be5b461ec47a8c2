import type { TaskCounts } from '@patchyard/api'
import { type TaskState, taskIsOpen } from '@patchyard/domain'

export function countTasks(states: readonly TaskState[]): TaskCounts {
  const count = (state: TaskState): number => states.filter(one => one === state).length
  return {
    total: states.length,
    open: states.filter(taskIsOpen).length,
    succeeded: count('succeeded'),
    partial: count('partial'),
    failed: count('failed'),
    expired: count('expired'),
    cancelled: count('cancelled'),
    skipped: count('skipped'),
    unknown: count('unknown'),
  }
}
