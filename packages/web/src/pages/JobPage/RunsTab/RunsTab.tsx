import type { Run } from '@patchyard/api'
import { Link } from 'react-router'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { ProgressCell } from '../../../components/Progress/ProgressCell.tsx'
import { SmallTable } from '../../../components/SmallTable/SmallTable.tsx'
import { Mark } from '../../../components/Status/Mark.tsx'
import { runMark } from '../../../components/Status/state-marks.ts'
import { Time } from '../../../components/Time/Time.tsx'
import { t } from '../../../i18n/text.ts'
import { localText } from '../../../text/instant-text.ts'
import { runsInOrder } from '../chosen-run.ts'
import { useJobOnPage } from '../job-context.ts'
import { ComingRuns } from './ComingRuns.tsx'
import css from './RunsTab.module.css'

/** Every run of the job with its state, newest first, and those to come. */
export function RunsTab() {
  const { job } = useJobOnPage()
  const runs = runsInOrder(job.runs)
  return (
    <div className={css.page}>
      <ComingRuns job={job} />
      <Panel title={t('jobPage.runs', { count: runs.length })}>
        <SmallTable
          label={t('jobPage.runs', { count: runs.length })}
          look="whole"
          heads={[
            t('jobPage.run'),
            t('column.status'),
            t('column.began'),
            t('column.ends'),
            t('column.progress'),
            t('jobPage.leftOut'),
            t('jobPage.version'),
          ]}
          numbers={[5, 6]}
          rows={runs.map(run => [
            <Link key="run" to={`/jobs/${job.id}?run=${run.id}`}>
              {nameOf(run)}
            </Link>,
            <Mark key="status" {...runMark(run.status)} />,
            <Time key="began" at={run.startedAt} never={t('jobPage.notYet')} />,
            <Time key="ended" at={run.endedAt} />,
            <ProgressCell key="progress" tasks={run.tasks} />,
            String(run.leftOut.length),
            String(run.specVersion),
          ])}
          none={t('jobPage.theJobHasNotRunYet')}
        />
      </Panel>
    </div>
  )
}

const nameOf = (run: Run): string => {
  const at = localText(Date.parse(run.nominalAt))
  return run.retryOf === null ? at : t('jobPage.retryAt', { at })
}
