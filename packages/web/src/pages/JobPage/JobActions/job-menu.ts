import type { JobDetail } from '@patchyard/api'
import type { MenuAction } from '../../../components/ActionMenu/ActionMenu.tsx'
import { t } from '../../../i18n/text.ts'

export type JobMenuStep = 'rename' | 'delete'

/** What is done with the job as a whole, as far as the server said that this person may. A job that ran keeps its results. */
export function menuFor({ may, runs }: Pick<JobDetail, 'may' | 'runs'>): readonly MenuAction<JobMenuStep>[] {
  const items: MenuAction<JobMenuStep>[] = []
  if (may.includes('job.edit')) items.push({ step: 'rename', label: t('jobMenu.rename') })
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
