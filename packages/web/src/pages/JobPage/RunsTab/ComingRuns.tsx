import type { JobDetail } from '@patchyard/api'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { t } from '../../../i18n/text.ts'
import { PreviewTable } from '../../JobWizard/schedule/PreviewTable.tsx'

/** When the job runs next, as long as its schedule goes on. */
export function ComingRuns({ job }: { readonly job: JobDetail }) {
  const { schedule, window } = job.definition
  return (
    <Panel title={t('wizard.nextRuns')}>
      {job.status !== 'enabled' && <p className="quiet">{t('jobPage.onlyOnceEnabled')}</p>}
      {schedule === null ? (
        <p>{t('wizard.noSchedule')}</p>
      ) : schedule.type === 'onDemand' ? (
        <p>{t('wizard.startsAtOnce')}</p>
      ) : (
        <PreviewTable schedule={schedule} window={window} />
      )}
    </Panel>
  )
}
