import type { JobOwnerChanged, Person } from '@patchyard/api'
import { Button } from '@mantine/core'
import { rolePermissions } from '@patchyard/domain'
import { useState } from 'react'
import { Buttons } from '../Form/Buttons.tsx'
import { FormBody } from '../Form/Form.tsx'
import { useAction } from '../../api/use-api.ts'
import { t } from '../../i18n/text.ts'
import { grouped } from '../../text/numbers.ts'
import { shownText } from '../../text/shown-text.ts'
import { Dialog } from '../Dialog/Dialog.tsx'
import { showDone } from '../notify.ts'
import { PersonPicker } from '../PersonPicker/PersonPicker.tsx'
import { SmallTable } from '../SmallTable/SmallTable.tsx'
import { FailureLine } from '../States/FailureLine.tsx'
import css from './ChangeOwner.module.css'

interface ChangeOwnerProps {
  /** Public ids; all of the jobs change or none. */
  readonly jobs: readonly string[]
  readonly onClose: () => void
  onDone?(): void
}

const mayOwn = (person: Person): boolean =>
  person.status !== 'disabled' && person.roles.some(role => rolePermissions[role].includes('job.own'))

/** First whom, then what it would mean, by the server's own look at it, then the change. */
export function ChangeOwner({ jobs, onClose, onDone }: ChangeOwnerProps) {
  const [person, setPerson] = useState<Person | null>(null)
  const look = useAction('changeJobOwner', [])
  const give = useAction('changeJobOwner', ['getJob', 'listJobs'])
  const choose = (next: Person | null): void => {
    setPerson(next)
    look.reset()
    give.reset()
    if (next !== null) look.mutate({ body: { jobs: [...jobs], owner: next.id, dryRun: true } })
  }
  const submit = (): void => {
    if (person === null) return
    give.mutate(
      { body: { jobs: [...jobs], owner: person.id } },
      {
        onSuccess: ({ owner, jobs: given }) => {
          showDone(t('jobPeople.given', { name: shownText(owner.name, 80), count: given.length }))
          onDone?.()
          onClose()
        },
      },
    )
  }
  return (
    <Dialog title={t('jobPeople.changeTitle', { count: jobs.length })} size="lg" onClose={onClose}>
      <FormBody>
        <p className="quiet">{t('jobPeople.newOwnerMore')}</p>
        <PersonPicker label={t('jobPeople.newOwner')} chosen={person} onChoose={choose} fits={mayOwn} />
        {look.data !== undefined && <Meaning of={look.data} />}
        <FailureLine error={look.error ?? give.error} />
        <Buttons onBack={onClose}>
          <Button disabled={look.data === undefined} loading={look.isPending || give.isPending} onClick={submit}>
            {t('jobPeople.give', { count: jobs.length })}
          </Button>
        </Buttons>
      </FormBody>
    </Dialog>
  )
}

function Meaning({ of }: { readonly of: JobOwnerChanged }) {
  const loses = of.jobs.some(job => job.assetsOutside > 0 || job.nowOnlyViewing.length > 0)
  const title = t('jobPeople.means', { name: shownText(of.owner.name, 80) })
  return (
    <div role="status" className={css.meaning}>
      <p>
        <strong>{title}</strong>
      </p>
      {!loses && <p>{t('jobPeople.nothingLost')}</p>}
      <SmallTable
        label={title}
        heads={[
          t('jobPeople.job'),
          t('jobPeople.before'),
          t('jobPeople.assets'),
          t('jobPeople.outside'),
          t('jobPeople.onlyView'),
        ]}
        rows={of.jobs.map(job => [
          job.name,
          job.before?.name ?? t('jobPeople.nobodyYet'),
          grouped(job.assets),
          grouped(job.assetsOutside),
          job.nowOnlyViewing.map(one => one.name).join(', '),
        ])}
        none="–"
      />
    </div>
  )
}
