import { ApiError, type JobDetail } from '@patchyard/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation, useParams } from 'react-router'
import { queryKey } from '../../api/query-keys.ts'
import { useApi } from '../../api/use-api.ts'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { Unread } from '../../components/States/Unread.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { t } from '../../i18n/text.ts'
import { ClosedJob } from '../JobPage/ClosedJob.tsx'
import { JobWizard } from './JobWizard.tsx'
import { KeptNotice } from './KeptNotice.tsx'
import { stateOfJob } from './state/state-of-job.ts'
import { useStart } from './use-start.ts'

/** A job that is there, in the wizard. */
export function EditJobPage() {
  const { id = '' } = useParams()
  const { key } = useLocation()
  const answer = useApi('getJob', { params: { id } })
  const [times, setTimes] = useState(0)
  const queries = useQueryClient()
  if (answer.error instanceof ApiError && answer.error.code === 'forbidden')
    return <ClosedJob reason={answer.error.message} />
  if (answer.data === undefined) return <Unread of={answer} what={t('jobPage.theJob')} />
  if (!answer.data.may.includes('job.edit')) return <NoPermission what={t('wizard.mayNotEdit')} />
  return (
    <EditJob
      key={`${id} ${times}`}
      read={answer.data}
      visit={key}
      onReload={() => {
        void queries
          .refetchQueries({ queryKey: queryKey('getJob', { params: { id } }) })
          .then(() => setTimes(times + 1))
      }}
    />
  )
}

interface EditJobProps {
  readonly read: JobDetail
  readonly visit: string
  onReload(): void
}

function EditJob({ read, visit, onReload }: EditJobProps) {
  // As it was when the page was opened: a change by somebody else is met when one saves, not under one's hands.
  const [job] = useState(read)
  const { start, times, kept, goOn, discard } = useStart({
    job: job.id,
    etag: job.revision,
    visit,
    fresh: () => ({ state: stateOfJob(job), step: 'basic' }),
  })
  return (
    <>
      <PageHeader
        title={t('wizard.editTitle', { name: job.name })}
        parent={{ to: `/jobs/${job.id}`, label: job.name }}
      />
      <JobWizard
        key={times}
        start={start}
        job={job}
        visit={visit}
        notice={kept !== null && <KeptNotice name={kept.state.name} onGoOn={goOn} onDiscard={discard} />}
        onReload={onReload}
      />
    </>
  )
}
