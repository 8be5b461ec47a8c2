import { jobKinds, jobPlatforms } from '@patchyard/domain'
import { useLocation, useSearchParams } from 'react-router'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { readDraft } from './job-draft.ts'
import { JobWizard } from './JobWizard.tsx'
import { KeptNotice } from './KeptNotice.tsx'
import { suggestedName } from './review/review-text.ts'
import { newState, stateOfDraft } from './state/wizard-state.ts'
import { useStart } from './use-start.ts'

/** A job from nothing, from what was chosen on another page, or from what was left unfinished in this tab. */
export function NewJobPage() {
  const can = useCan()
  const { key } = useLocation()
  if (!can('job.write')) return <NoPermission what={t('newJob.makingJobsNeedsARoleThat')} />
  return <NewJob key={key} visit={key} />
}

function NewJob({ visit }: { readonly visit: string }) {
  const handed = readDraft(useLocation().state)
  const [address] = useSearchParams()
  const platform = jobPlatforms.find(one => one === address.get('platform')) ?? 'linux'
  const kind = jobKinds.find(one => one === address.get('kind')) ?? 'deployment'
  const isHanded = handed.assets.length + handed.patches.length > 0
  const { start, times, kept, goOn, discard } = useStart({
    job: null,
    etag: null,
    visit,
    fresh: () => ({
      state: isHanded ? stateOfDraft(handed, platform, suggestedName(handed)) : newState(platform, kind),
      step: 'basic',
    }),
  })
  return (
    <>
      <PageHeader
        title={t(start.state.definition.kind === 'rollback' ? 'wizard.newRollbackJob' : 'newJob.newDeploymentJob')}
        parent={{ to: '/jobs', label: t('newJob.jobs') }}
      />
      <JobWizard
        key={times}
        start={start}
        job={null}
        visit={visit}
        notice={kept !== null && <KeptNotice name={kept.state.name} onGoOn={goOn} onDiscard={discard} />}
        onReload={() => {}}
      />
    </>
  )
}
