import type { Person } from '@patchyard/api'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useAction } from '../../api/use-api.ts'
import { ActionMenu, type MenuAction } from '../../components/ActionMenu/ActionMenu.tsx'
import { ConfirmDialog } from '../../components/Dialog/ConfirmDialog.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Sentence } from '../../components/Sentence/Sentence.tsx'
import { t } from '../../i18n/text.ts'
import { LinkMade } from '../PeoplePage/LinkMade.tsx'
import { TouchedOf } from './TouchedOf.tsx'
import { touchedByPerson } from './touched-by-person.ts'

interface AskProps {
  readonly person: Person
  readonly onClose: () => void
}

function Rename({ person, onClose }: AskProps) {
  const [name, setName] = useState(person.name)
  const change = useAction('changePerson', touchedByPerson)
  return (
    <ConfirmDialog
      title={t('people.renameTitle')}
      confirm={t('people.save')}
      busy={change.isPending}
      error={change.error}
      disabled={name.trim() === '' || name.trim() === person.name}
      onClose={onClose}
      onConfirm={() =>
        change.mutate({ params: { id: person.id }, body: { name: name.trim() } }, { onSuccess: onClose })
      }
    >
      <TextInput
        label={t('people.name')}
        maxLength={120}
        value={name}
        onChange={event => setName(event.currentTarget.value)}
      />
    </ConfirmDialog>
  )
}

function NewLink({ person, onClose }: AskProps) {
  const link = useAction('linkPerson', touchedByPerson)
  if (link.data !== undefined) return <LinkMade made={link.data} onClose={onClose} />
  return (
    <ConfirmDialog
      title={t('people.newLinkTitle')}
      confirm={t('people.newLinkDo')}
      busy={link.isPending}
      error={link.error}
      onClose={onClose}
      onConfirm={() => link.mutate({ params: { id: person.id } })}
    >
      <p>{t('people.newLinkText')}</p>
    </ConfirmDialog>
  )
}

function RemoveFactors({ person, onClose }: AskProps) {
  const remove = useAction('removePersonSecondFactors', touchedByPerson)
  return (
    <ConfirmDialog
      title={t('people.factorsTitle')}
      confirm={t('people.factorsDo')}
      danger
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate({ params: { id: person.id } }, { onSuccess: onClose })}
    >
      <p>
        <Sentence text="people.factorsText" parts={{ name: <Reported text={person.name} wrap /> }} />
      </p>
    </ConfirmDialog>
  )
}

function Disable({ person, onClose }: AskProps) {
  const disable = useAction('disablePerson', touchedByPerson)
  return (
    <ConfirmDialog
      title={t('people.disableTitle')}
      confirm={t('people.disableDo')}
      danger
      busy={disable.isPending}
      error={disable.error}
      onClose={onClose}
      onConfirm={() => disable.mutate({ params: { id: person.id } }, { onSuccess: onClose })}
    >
      <p>
        <Sentence text="people.disableText" parts={{ name: <Reported text={person.name} wrap /> }} />
      </p>
      <TouchedOf person={person} />
    </ConfirmDialog>
  )
}

function Enable({ person, onClose }: AskProps) {
  const enable = useAction('enablePerson', touchedByPerson)
  return (
    <ConfirmDialog
      title={t('people.enableTitle')}
      confirm={t('people.enableDo')}
      busy={enable.isPending}
      error={enable.error}
      onClose={onClose}
      onConfirm={() => enable.mutate({ params: { id: person.id } }, { onSuccess: onClose })}
    >
      <p>{t('people.enableText')}</p>
    </ConfirmDialog>
  )
}

function Remove({ person, onClose }: AskProps) {
  const navigate = useNavigate()
  const remove = useAction('removePerson', ['listPeople', 'listRoles', 'listJobs'])
  return (
    <ConfirmDialog
      title={t('people.removeTitle')}
      confirm={t('people.removeDo')}
      danger
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate({ params: { id: person.id } }, { onSuccess: () => void navigate('/people', { replace: true }) })
      }
    >
      <p>
        <Sentence text="people.removeText" parts={{ name: <Reported text={person.name} wrap /> }} />
      </p>
      <TouchedOf person={person} />
    </ConfirmDialog>
  )
}

const questions = { Rename, NewLink, RemoveFactors, Disable, Enable, Remove } as const

type Step = keyof typeof questions

const actionsFor = (person: Person, isSelf: boolean): readonly MenuAction<Step>[] => [
  { step: 'Rename', label: t('people.rename') },
  { step: 'NewLink', label: t('people.newLink') },
  ...(isSelf ? [] : actionsForOthers(person)),
]

const actionsForOthers = ({ status }: Person): readonly MenuAction<Step>[] => [
  { step: 'RemoveFactors', label: t('people.factors') },
  status === 'disabled'
    ? { step: 'Enable', label: t('people.enable'), isApart: true }
    : { step: 'Disable', label: t('people.disable'), danger: true, isApart: true },
  { step: 'Remove', label: t('people.remove'), danger: true },
]

/** What an administrator does with a person. What would shut oneself out is not offered. */
export const PersonActions = ({ person, isSelf }: { readonly person: Person; readonly isSelf: boolean }) => (
  <ActionMenu
    label={t('people.actions')}
    actions={actionsFor(person, isSelf)}
    renderDialog={(step, close) => {
      const Asked = questions[step]
      return <Asked person={person} onClose={close} />
    }}
  />
)
