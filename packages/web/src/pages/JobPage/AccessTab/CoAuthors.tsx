import type { JobDetail, Person } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconEye, IconPencil, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { Buttons } from '../../../components/Form/Buttons.tsx'
import { FormBody } from '../../../components/Form/Form.tsx'
import { useAction } from '../../../api/use-api.ts'
import { ConfirmDialog } from '../../../components/Dialog/ConfirmDialog.tsx'
import { Dialog } from '../../../components/Dialog/Dialog.tsx'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { PersonPicker } from '../../../components/PersonPicker/PersonPicker.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Sentence } from '../../../components/Sentence/Sentence.tsx'
import { FailureLine } from '../../../components/States/FailureLine.tsx'
import { Mark } from '../../../components/Status/Mark.tsx'
import { useCan } from '../../../frame/Session/session-context.ts'
import { t } from '../../../i18n/text.ts'
import { shownText } from '../../../text/shown-text.ts'
import css from '../../../components/Panel/rows.module.css'
import { PersonNames } from './PersonNames.tsx'

type CoAuthor = JobDetail['coAuthors'][number]
const touched = ['getJob', 'listJobs'] as const

/** Who is named beside the owner, and what each may. */
export function CoAuthors({ job }: { readonly job: JobDetail }) {
  const can = useCan()
  const [isAdding, setAdding] = useState(false)
  const [removed, setRemoved] = useState<CoAuthor | null>(null)
  const mayChange = job.may.includes('job.editAccess')
  return (
    <Panel
      title={t('jobPeople.coAuthors')}
      aside={
        mayChange &&
        can('person.read') && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            {t('jobPeople.add')}
          </Button>
        )
      }
    >
      <div className={css.stack}>
        {job.coAuthors.length === 0 ? (
          <p>{t('jobPeople.noCoAuthor')}</p>
        ) : (
          <ul className={css.rows} aria-label={t('jobPeople.coAuthors')}>
            {job.coAuthors.map(person => (
              <li key={person.id} className={css.row}>
                <PersonNames person={person} />
                {person.mayEdit ? (
                  <Mark tone="good" icon={IconPencil} label={t('jobPeople.mayEdit')} />
                ) : (
                  <Mark tone="quiet" icon={IconEye} label={t('jobPeople.mayView')} />
                )}
                {mayChange && (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="gray"
                    aria-label={t('jobPeople.removeOf', { name: shownText(person.name, 80) })}
                    onClick={() => setRemoved(person)}
                  >
                    {t('jobPeople.remove')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        <p className="quiet">{t('jobPeople.coAuthorsMore')}</p>
      </div>
      {isAdding && <Add job={job} onClose={() => setAdding(false)} />}
      {removed !== null && <Remove job={job} person={removed} onClose={() => setRemoved(null)} />}
    </Panel>
  )
}

function Add({ job, onClose }: { readonly job: JobDetail; readonly onClose: () => void }) {
  const [person, setPerson] = useState<Person | null>(null)
  const add = useAction('addCoAuthor', touched)
  const taken = new Set([job.ownedBy?.id, ...job.coAuthors.map(one => one.id)])
  return (
    <Dialog title={t('jobPeople.addTitle')} onClose={onClose}>
      <FormBody>
        <p>{t('jobPeople.addText')}</p>
        <PersonPicker
          label={t('jobPeople.person')}
          chosen={person}
          onChoose={setPerson}
          fits={one => one.status !== 'disabled' && !taken.has(one.id)}
        />
        <FailureLine error={add.error} />
        <Buttons onBack={onClose}>
          <Button
            loading={add.isPending}
            disabled={person === null}
            onClick={() => {
              if (person !== null)
                add.mutate({ params: { id: job.id }, body: { person: person.id } }, { onSuccess: onClose })
            }}
          >
            {t('jobPeople.addDo')}
          </Button>
        </Buttons>
      </FormBody>
    </Dialog>
  )
}

interface RemoveProps {
  readonly job: JobDetail
  readonly person: CoAuthor
  readonly onClose: () => void
}

function Remove({ job, person, onClose }: RemoveProps) {
  const remove = useAction('removeCoAuthor', touched)
  return (
    <ConfirmDialog
      title={t('jobPeople.removeTitle')}
      confirm={t('jobPeople.remove')}
      danger
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate({ params: { id: job.id, person: person.id } }, { onSuccess: onClose })}
    >
      <p>
        <Sentence text="jobPeople.removeText" parts={{ name: <Reported text={person.name} wrap /> }} />
      </p>
    </ConfirmDialog>
  )
}
