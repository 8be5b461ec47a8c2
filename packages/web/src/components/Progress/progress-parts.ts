import type { TaskCounts } from '@patchyard/api'
import type { Tone } from '../Status/Mark.tsx'
import { type TextKey, t } from '../../i18n/text.ts'

export interface ProgressPart {
  readonly key: string
  readonly label: TextKey
  readonly count: number
  readonly tone: Tone
}

/** Outcomes of a run's tasks in the order of the bar; those without a task are left out. */
export function progressParts(tasks: TaskCounts): ProgressPart[] {
  const parts: ProgressPart[] = [
    { key: 'succeeded', label: 'progress.succeeded', count: tasks.succeeded, tone: 'good' },
    { key: 'partial', label: 'progress.partial', count: tasks.partial, tone: 'warning' },
    { key: 'failed', label: 'progress.failed', count: tasks.failed, tone: 'danger' },
    { key: 'expired', label: 'progress.expired', count: tasks.expired, tone: 'danger' },
    { key: 'unknown', label: 'progress.unknown', count: tasks.unknown, tone: 'warning' },
    { key: 'cancelled', label: 'progress.cancelled', count: tasks.cancelled, tone: 'quiet' },
    { key: 'skipped', label: 'progress.skipped', count: tasks.skipped, tone: 'quiet' },
    { key: 'open', label: 'progress.open', count: tasks.open, tone: 'busy' },
  ]
  return parts.filter(part => part.count > 0)
}

export const endedOf = (tasks: TaskCounts): number => tasks.total - tasks.open

/** What failed in the wide sense: everything that a retry would take up. */
export const notWellOf = (tasks: TaskCounts): number =>
  tasks.partial + tasks.failed + tasks.expired + tasks.unknown + tasks.cancelled

/** The bar in words: "3 of 5 tasks ended: 2 completed, 1 failed, 2 open". */
export function progressSentence(tasks: TaskCounts): string {
  if (tasks.total === 0) return t('count.task', { count: 0 })
  const parts = progressParts(tasks).map(part => t('progress.part', { number: part.count, label: t(part.label) }))
  return t('progress.sentence', {
    ended: endedOf(tasks),
    all: t('count.task', { count: tasks.total }),
    parts: parts.join(', '),
  })
}
