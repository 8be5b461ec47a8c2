import type { TaskCounts } from '@patchyard/api'
import { grouped } from '../../text/numbers.ts'
import { ProgressBar } from './ProgressBar.tsx'
import css from './ProgressCell.module.css'
import { endedOf } from './progress-parts.ts'
import { t } from '../../i18n/text.ts'

/** In a table: the bar and how many of how many. */
export function ProgressCell({ tasks }: { readonly tasks: TaskCounts }) {
  if (tasks.total === 0) return <span className="quiet">{t('common.notStarted')}</span>
  const bad = tasks.failed + tasks.expired + tasks.partial + tasks.unknown
  return (
    <span className={css.cell}>
      <span className={css.bar}>
        <ProgressBar tasks={tasks} />
      </span>
      <span className={css.count}>
        {t('progress.of', { ended: endedOf(tasks), all: tasks.total })}
        {bad > 0 && <span className={css.bad}>{t('common.withProblems', { bad: grouped(bad) })}</span>}
      </span>
    </span>
  )
}
