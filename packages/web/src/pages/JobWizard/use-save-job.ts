import { ApiError, type JobDetail } from '@patchyard/api'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useAction } from '../../api/use-api.ts'
import { showDone, showFailure } from '../../components/notify.ts'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { savedDefinition, type WizardState } from './state/wizard-state.ts'

const touched = ['listJobs', 'getJob'] as const

/** Somebody else changed the job after it was read. */
export const isStale = (error: unknown): boolean => error instanceof ApiError && error.status === 412

interface Ends {
  onRefused(error: unknown): void
  onSaved(): void
}

/** Saves what the wizard holds: definition and name first, then who may open it, then, if wanted, the start. */
export function useSaveJob(job: JobDetail | null) {
  const navigate = useNavigate()
  const create = useAction('createJob', touched)
  const replace = useAction('replaceJobDefinition', touched)
  const enable = useAction('enableJob', touched)
  const add = useAction('addCoAuthor', touched)
  const remove = useAction('removeCoAuthor', touched)
  const [isPending, setPending] = useState(false)
  const [error, setError] = useState<unknown>(null)

  const write = async (state: WizardState, starts: boolean): Promise<JobDetail> => {
    const definition = savedDefinition(state)
    const { preActions, postActions } = definition
    const body = {
      ...definition,
      preActions: [...preActions],
      postActions: [...postActions],
      name: state.name.trim(),
    }
    // A new job is enabled when its co-authors are named: none of them then reads of a start and may not look.
    if (job === null) return create.mutateAsync({ body: { ...body, enable: starts && state.coAuthors.length === 0 } })
    return replace.mutateAsync({ params: { id: job.id }, body, ifMatch: `"${job.revision}"` })
  }

  const name = async (saved: JobDetail, { coAuthors }: WizardState): Promise<void> => {
    const before = new Set(saved.coAuthors.map(one => one.id))
    const wanted = new Set(coAuthors.map(one => one.id))
    for (const { id } of coAuthors)
      if (!before.has(id)) await add.mutateAsync({ params: { id: saved.id }, body: { person: id } })
    for (const id of before) if (!wanted.has(id)) await remove.mutateAsync({ params: { id: saved.id, person: id } })
  }

  const run = (state: WizardState, starts: boolean, { onRefused, onSaved }: Ends): void => {
    setPending(true)
    setError(null)
    void (async () => {
      try {
        const saved = await write(state, starts)
        onSaved()
        // The job is there from here on: what fails now is said beside it.
        try {
          await name(saved, state)
          if (starts && saved.status !== 'enabled' && saved.status !== 'completed')
            await enable.mutateAsync({ params: { id: saved.id } })
          showDone(t(starts ? 'wizard.savedEnabled' : 'wizard.saved', { name: shownText(saved.name, 80) }))
        } catch (failure) {
          showFailure(t('wizard.savedPartly', { name: shownText(saved.name, 80) }), failure)
        }
        await navigate(`/jobs/${saved.id}`, { replace: true })
      } catch (failure) {
        setError(failure)
        onRefused(failure)
      } finally {
        setPending(false)
      }
    })()
  }
  return { run, isPending, error, reset: () => setError(null) }
}
