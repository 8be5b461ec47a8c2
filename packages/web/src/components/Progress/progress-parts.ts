import type { TaskCounts } from '@patchyard/api'
import { counted } from '../../text/counted.ts'
import type { Tone } from '../Status/Mark.tsx'

export interface ProgressPart {
  readonly key: string
  readonly label: string
  readonly count: number
  readonly tone: Tone
}

/** Outcomes of a run's tasks in the order of the bar; those without a task are left out. */
export function progressParts(tasks: TaskCounts): ProgressPart[] {
  const parts: ProgressPart[] = [
    { key: 'succeeded', label: 'completed', count: tasks.succeeded, tone: 'good' },
    { key: 'partial', label: 'partly completed', count: tasks.partial, tone: 'warning' },
    { key: 'failed', label: 'failed', count: tasks.failed, tone: 'danger' },
    { key: 'expired', label: 'timed out', count: tasks.expired, tone: 'danger' },
    { key: 'unknown', label: 'unknown', count: tasks.unknown, tone: 'warning' },
    { key: 'cancelled', label: 'cancelled', count: tasks.cancelled, tone: 'quiet' },
    { key: 'skipped', label: 'skipped', count: tasks.skipped, tone: 'quiet' },
    { key: 'open', label: 'open', count: tasks.open, tone: 'busy' },
  ]
  return parts.filter(part => part.count > 0)
}

export const endedOf = (tasks: TaskCounts): number => tasks.total - tasks.open

/** What failed in the wide sense: everything that a retry would take up. */
export const notWellOf = (tasks: TaskCounts): number =>
  tasks.partial + tasks.failed + tasks.expired + tasks.unknown + tasks.cancelled

/** The bar in words: "3 of 5 tasks ended: 2 completed, 1 failed, 2 open". */
export function progressSentence(tasks: TaskCounts): string {
  if (tasks.total === 0) return 'no tasks'
  const parts = progressParts(tasks).map(part => `${part.count} ${part.label}`)
  return `${endedOf(tasks)} of ${counted(tasks.total, 'task')} ended: ${parts.join(', ')}`
}
