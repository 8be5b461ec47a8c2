import type { JobDetail } from '@patchyard/api'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { useAction } from '../../../api/use-api.ts'
import { ConfirmDialog } from '../../../components/Dialog/ConfirmDialog.tsx'
import { type JobStep, stepsFor } from '../chosen-run.ts'
import { JobMenu } from './JobMenu.tsx'
import { questionOf, stepLabels } from './job-questions.ts'
import { touchedByJob } from './touched-by-job.ts'
import { t } from '../../../i18n/text.ts'

const routeOf = { enable: 'enableJob', disable: 'disableJob', cancel: 'cancelJob', retry: 'retryJob' } as const

/** What can be done with the job now; each asks first and says what it touches. */
export function JobActions({ job }: { readonly job: JobDetail }) {
  const [asked, setAsked] = useState<JobStep | null>(null)
  return (
    <>
      {stepsFor(job).map(step => (
        <Button key={step} variant={step === 'enable' ? 'filled' : 'default'} onClick={() => setAsked(step)}>
          {t('common.stepAsked', { step: t(stepLabels[step]) })}
        </Button>
      ))}
      {job.may.includes('job.edit') && (
        <Button component={Link} to={`/jobs/${job.id}/edit`} variant={job.status === 'draft' ? 'filled' : 'default'}>
          {t('jobPage.edit')}
        </Button>
      )}
      <JobMenu job={job} />
      {asked !== null && <Question key={asked} step={asked} job={job} onClose={() => setAsked(null)} />}
    </>
  )
}

interface QuestionProps {
  readonly step: JobStep
  readonly job: JobDetail
  onClose(): void
}

function Question({ step, job, onClose }: QuestionProps) {
  const action = useAction(routeOf[step], touchedByJob)
  const question = questionOf(step, job)
  const input = step === 'retry' ? { params: { id: job.id }, body: {} } : { params: { id: job.id } }
  return (
    <ConfirmDialog
      title={question.title}
      confirm={question.confirm}
      danger={question.isDangerous}
      busy={action.isPending}
      error={action.error}
      onClose={onClose}
      onConfirm={() => action.mutate(input, { onSuccess: onClose })}
    >
      {question.sentences.map(sentence => (
        <p key={sentence}>{sentence}</p>
      ))}
    </ConfirmDialog>
  )
}
