import type { JobDetail, Run } from '@patchyard/api'
import { NativeSelect } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { NeedsOwner } from '../../components/JobOwner/NeedsOwner.tsx'
import { Facts } from '../../components/Panel/Facts.tsx'
import { ProgressBar } from '../../components/Progress/ProgressBar.tsx'
import { ProgressLegend } from '../../components/Progress/ProgressLegend.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { jobMark, runMark } from '../../components/Status/state-marks.ts'
import { Time } from '../../components/Time/Time.tsx'
import { useNow } from '../../components/Time/use-now.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { durationText, localText } from '../../text/instant-text.ts'
import { missingText } from '../JobWizard/review/missing-text.ts'
import { capital, patchesText } from '../JobWizard/review/review-text.ts'
import { stateOfJob } from '../JobWizard/state/state-of-job.ts'
import { runsInOrder } from './chosen-run.ts'
import { statusReasons } from './status-reasons.ts'
import { JobActions } from './JobActions/JobActions.tsx'
import css from './JobHeader.module.css'
import { t } from '../../i18n/text.ts'

export function JobHeader({ job, run }: { readonly job: JobDetail; readonly run: Run | null }) {
  const reason = statusReasons.get(job.statusReason ?? '')
  return (
    <PageHeader
      title={job.name}
      parent={{ to: '/jobs', label: t('jobPage.jobs') }}
      marks={
        <>
          <Mark {...jobMark(job.status)} look="pill" />
          {job.needsOwner && <NeedsOwner look="pill" />}
        </>
      }
      actions={<JobActions job={job} />}
    >
      <Facts
        as="row"
        facts={[
          {
            name: t('jobPage.deploys'),
            value: t('jobPage.on', { patchCount: capital(patchesText(stateOfJob(job))), assetCount: assetsText(job) }),
          },
          {
            name: t('jobPage.schedule'),
            value: <Reported text={job.schedule ?? ''} instead={t('schedule.none')} wrap />,
          },
          ...(job.nextRunAt === null ? [] : [{ name: t('jobPage.nextRun'), value: <Time at={job.nextRunAt} /> }]),
          {
            name: t('jobPage.owner'),
            value: <Reported text={job.ownedBy?.name.trim() || (job.owner ?? '')} instead={t('jobPeople.nobodyYet')} />,
          },
          ...(run === null
            ? [{ name: t('jobPage.created'), value: <Time at={job.createdAt} /> }]
            : [
                { name: t('jobPage.run'), value: <Mark {...runMark(run.status)} /> },
                { name: t('jobPage.began'), value: <Time at={run.startedAt} never={t('jobPage.notYet')} /> },
                {
                  name: run.endedAt === null ? t('jobPage.runningFor') : t('jobPage.took'),
                  value: <RunLength run={run} />,
                },
              ]),
        ]}
      />
      {job.missing.length > 0 && <p className={css.why}>{t('jobPage.lacks', { missing: missingText(job.missing) })}</p>}
      {job.needsOwner && <p className={css.why}>{t('jobPeople.needsOwnerMore')}</p>}
      {reason !== undefined && <p className={css.why}>{t(reason)}</p>}
      {run?.sentence !== undefined && run.sentence !== null && (
        <p className={css.why}>
          <Reported text={run.sentence} wrap />
        </p>
      )}
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

/** Those named one by one, and the tags that bring others. */
function assetsText({ assetCount, tags }: JobDetail): string {
  const single = t('count.asset', { count: assetCount })
  if (tags.length === 0) return single
  const tagged = t('count.tag', { count: tags.length })
  return assetCount === 0 ? tagged : t('wizard.and', { names: tagged, last: single })
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
      label={t('jobPage.run')}
      className={css.choice ?? ''}
      value={run?.id ?? ''}
      data={runs.map((one, i) => ({
        value: one.id,
        label: t(one.retryOf === null ? 'jobPage.runOf' : 'jobPage.retryOf', {
          n: runs.length - i,
          at: localText(Date.parse(one.nominalAt)),
        }),
      }))}
      onChange={event => setAddress({ run: event.currentTarget.value }, { replace: true })}
    />
  )
}
