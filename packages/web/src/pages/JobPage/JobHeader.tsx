import type { JobDetail, Run } from '@patchyard/api'
import { NativeSelect } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { Facts } from '../../components/Panel/Facts.tsx'
import { ProgressBar } from '../../components/Progress/ProgressBar.tsx'
import { ProgressLegend } from '../../components/Progress/ProgressLegend.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { jobMark, runMark } from '../../components/Status/state-marks.ts'
import { Time } from '../../components/Time/Time.tsx'
import { useNow } from '../../components/Time/use-now.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { counted } from '../../text/counted.ts'
import { durationText, localText } from '../../text/instant-text.ts'
import { runsInOrder } from './chosen-run.ts'
import { JobActions } from './JobActions/JobActions.tsx'
import css from './JobHeader.module.css'

export function JobHeader({ job, run }: { readonly job: JobDetail; readonly run: Run | null }) {
  return (
    <PageHeader
      title={job.name}
      parent={{ to: '/jobs', label: 'Jobs' }}
      marks={<Mark {...jobMark(job.status)} look="pill" />}
      actions={<JobActions job={job} />}
    >
      <Facts
        as="row"
        facts={[
          {
            name: 'Deploys',
            value: `${counted(job.patchCount, 'patch', 'patches')} on ${counted(job.assetCount, 'asset')}`,
          },
          { name: 'Owner', value: <Reported text={job.owner} /> },
          ...(run === null
            ? [{ name: 'Created', value: <Time at={job.createdAt} /> }]
            : [
                { name: 'Run', value: <Mark {...runMark(run.status)} /> },
                { name: 'Began', value: <Time at={run.startedAt} never="Not yet" /> },
                { name: run.endedAt === null ? 'Running for' : 'Took', value: <RunLength run={run} /> },
              ]),
        ]}
      />
      {job.runs.length > 1 && <RunChoice job={job} run={run} />}
      {run !== null && run.tasks.total > 0 && (
        <div className={css.progress}>
          <ProgressBar tasks={run.tasks} size="large" />
          <ProgressLegend tasks={run.tasks} />
        </div>
      )}
    </PageHeader>
  )
}

function RunLength({ run }: { readonly run: Run }) {
  const now = useNow()
  if (run.startedAt === null) return '–'
  return durationText((run.endedAt === null ? now : Date.parse(run.endedAt)) - Date.parse(run.startedAt))
}

function RunChoice({ job, run }: { readonly job: JobDetail; readonly run: Run | null }) {
  const [, setAddress] = useSearchParams()
  const runs = runsInOrder(job.runs)
  return (
    <NativeSelect
      size="xs"
      label="Run"
      className={css.choice ?? ''}
      value={run?.id ?? ''}
      data={runs.map((one, i) => ({
        value: one.id,
        label: `${runs.length - i}: ${localText(Date.parse(one.nominalAt))}${one.retryOf === null ? '' : ' (retry)'}`,
      }))}
      onChange={event => setAddress({ run: event.currentTarget.value }, { replace: true })}
    />
  )
}
