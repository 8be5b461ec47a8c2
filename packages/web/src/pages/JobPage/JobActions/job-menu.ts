import type { JobDetail } from '@patchyard/api'
import type { MenuAction } from '../../../components/ActionMenu/ActionMenu.tsx'
import { t } from '../../../i18n/text.ts'

export type JobMenuStep = 'rename' | 'clone' | 'delete'

/**
 * What is done with the job as a whole, as far as the server said that this person may. A job that ran keeps its results.
 * `mayWrite`: the person makes jobs at all, and so copies, too.
 */
export function menuFor(
  { may, runs }: Pick<JobDetail, 'may' | 'runs'>,
  mayWrite: boolean,
): readonly MenuAction<JobMenuStep>[] {
  const items: MenuAction<JobMenuStep>[] = []
  if (may.includes('job.edit')) items.push({ step: 'rename', label: t('jobMenu.rename') })
  if (mayWrite && may.includes('job.clone')) items.push({ step: 'clone', label: t('jobMenu.clone') })
  if (may.includes('job.delete')) {
    const hasRun = runs.length > 0
    items.push({
      step: 'delete',
      label: t(hasRun ? 'jobMenu.keptForever' : 'jobMenu.delete'),
      danger: !hasRun,
      isOff: hasRun,
    })
  }
  return items
}
