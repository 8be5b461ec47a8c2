import type { TaskCounts } from '@patchyard/api'
import { progressParts, progressSentence } from './progress-parts.ts'
import css from './ProgressBar.module.css'

/** Outcomes side by side; the same in words for those who do not see or tell apart the colours. */
export function ProgressBar({
  tasks,
  size = 'small',
}: {
  readonly tasks: TaskCounts
  readonly size?: 'small' | 'large'
}) {
  const sentence = progressSentence(tasks)
  return (
    <div className={css.bar} data-size={size} role="img" aria-label={sentence} title={sentence}>
      {progressParts(tasks).map(part => (
        <span
          key={part.key}
          className={css.part}
          data-tone={part.tone}
          data-part={part.key}
          style={{ flexGrow: part.count }}
        />
      ))}
    </div>
  )
}
