import type { IdentityLink, IdentityProvider, Person } from '@patchyard/api'
import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { Buttons } from '../../components/Form/Buttons.tsx'
import { Form } from '../../components/Form/Form.tsx'
import { useAction, useList } from '../../api/use-api.ts'
import { ConfirmDialog } from '../../components/Dialog/ConfirmDialog.tsx'
import { Dialog } from '../../components/Dialog/Dialog.tsx'
import { Panel } from '../../components/Panel/Panel.tsx'
import { PersonPicker } from '../../components/PersonPicker/PersonPicker.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Sentence } from '../../components/Sentence/Sentence.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import css from '../../components/Panel/rows.module.css'
import { touchedByProvider } from './touched-by-provider.ts'

const MOST_SHOWN = 50
const PAUSE_MS = 250

/** Whose accounts at the provider are which people here. */
export function LinksPanel({ provider }: { readonly provider: IdentityProvider }) {
  const [search, setSearch] = useState('')
  const [rested] = useDebouncedValue(search.trim(), PAUSE_MS)
  const [isLinking, setLinking] = useState(false)
  const [removed, setRemoved] = useState<IdentityLink | null>(null)
  const links = useList(
    'listIdentityLinks',
    { params: { id: provider.id }, query: rested === '' ? {} : { search: rested } },
    { limit: MOST_SHOWN },
  )
  const isCut = links.total > links.rows.length
  return (
    <Panel
      title={t('provider.links')}
      aside={
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setLinking(true)}
        >
          {t('provider.linkNew')}
        </Button>
      }
    >
      <div className={css.stack}>
        <p className="quiet">{t('provider.linksMore')}</p>
        <FailureLine error={links.error} />
        {(isCut || search !== '') && (
          <TextInput
            type="search"
            aria-label={t('provider.linksSearch')}
            placeholder={t('provider.linksSearch')}
            maxLength={200}
            value={search}
            onChange={event => setSearch(event.currentTarget.value)}
          />
        )}
        {links.state === 'ready' && links.rows.length === 0 && <p>{t('provider.linksNone')}</p>}
        {links.rows.length > 0 && (
          <ul className={css.rows} aria-label={t('provider.links')}>
            {links.rows.slice(0, MOST_SHOWN).map(link => (
              <li key={link.id} className={css.row}>
                <div className={css.names}>
                  <Link to={`/people/${link.person.id}`}>
                    <Reported text={link.person.name} wrap />
                  </Link>
                  <p>
                    <Reported text={link.subject} mono wrap />
                  </p>
                  <p>
                    {t('column.lastUsed')}: <Time at={link.usedAt} as="ago" never={t('time.never')} />
                  </p>
                </div>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="gray"
                  aria-label={t('provider.unlinkOf', { name: shownText(link.person.name, 80) })}
                  onClick={() => setRemoved(link)}
                >
                  {t('provider.unlink')}
                </Button>
              </li>
            ))}
          </ul>
        )}
        {isCut && <p className="quiet">{t('provider.moreLinks', { number: links.rows.length })}</p>}
      </div>
      {isLinking && <NewLink provider={provider} onClose={() => setLinking(false)} />}
      {removed !== null && <RemoveLink link={removed} onClose={() => setRemoved(null)} />}
    </Panel>
  )
}

function NewLink({ provider, onClose }: { readonly provider: IdentityProvider; readonly onClose: () => void }) {
  const [person, setPerson] = useState<Person | null>(null)
  const [subject, setSubject] = useState('')
  const link = useAction('createIdentityLink', touchedByProvider)
  const submit = (): void => {
    if (person === null) return
    link.mutate(
      { params: { id: provider.id }, body: { person: person.id, subject: subject.trim() } },
      { onSuccess: onClose },
    )
  }
  return (
    <Dialog title={t('provider.linkTitle')} onClose={onClose}>
      <Form onSubmit={submit}>
        <p>{t('provider.linkText')}</p>
        <TextInput
          label={t('provider.subject')}
          maxLength={255}
          autoComplete="off"
          value={subject}
          onChange={event => setSubject(event.currentTarget.value)}
          data-autofocus
        />
        <PersonPicker label={t('provider.person')} chosen={person} onChoose={setPerson} />
        <FailureLine error={link.error} />
        <Buttons onBack={onClose}>
          <Button type="submit" loading={link.isPending} disabled={person === null || subject.trim() === ''}>
            {t('provider.linkDo')}
          </Button>
        </Buttons>
      </Form>
    </Dialog>
  )
}

function RemoveLink({ link, onClose }: { readonly link: IdentityLink; readonly onClose: () => void }) {
  const remove = useAction('deleteIdentityLink', touchedByProvider)
  return (
    <ConfirmDialog
      title={t('provider.unlinkTitle')}
      confirm={t('provider.unlinkDo')}
      danger
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate({ params: { id: link.id } }, { onSuccess: onClose })}
    >
      <p>
        <Sentence text="provider.unlinkText" parts={{ name: <Reported text={link.person.name} wrap /> }} />
      </p>
    </ConfirmDialog>
  )
}
