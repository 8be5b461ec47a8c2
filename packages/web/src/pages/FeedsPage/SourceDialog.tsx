import type { Feed, FeedKind } from '@patchyard/api'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useAction, useApi } from '../../api/use-api.ts'
import { Dialog } from '../../components/Dialog/Dialog.tsx'
import { Buttons } from '../../components/Form/Buttons.tsx'
import { Form } from '../../components/Form/Form.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { Unread } from '../../components/States/Unread.tsx'
import { t } from '../../i18n/text.ts'
import { changeRequest, createRequest, formOfSource, isWholeSource, newSource } from './source-form.ts'
import { SourceFields } from './SourceFields.tsx'
import { touchedByFeed } from './touched-by-feed.ts'

interface Props {
  readonly onClose: () => void
}

/** A repository, a mirror, a feed a second time. */
export function NewSource({ onClose }: Props) {
  const kinds = useApi('listFeedKinds')
  return (
    <Dialog title={t('feed.newTitle')} size="lg" onClose={onClose}>
      {kinds.data === undefined ? (
        <Unread of={kinds} what={t('feed.theFeed')} />
      ) : (
        <NewForm kinds={kinds.data.items} onClose={onClose} />
      )}
    </Dialog>
  )
}

function NewForm({ kinds, onClose }: Props & { readonly kinds: readonly FeedKind[] }) {
  const first = kinds.find(kind => kind.documents.every(one => one.url === null)) ?? kinds[0]
  const [form, setForm] = useState(() => (first === undefined ? null : newSource(first)))
  const navigate = useNavigate()
  const create = useAction('createFeed', touchedByFeed)
  if (form === null) return null
  return (
    <Form
      onSubmit={() =>
        create.mutate(
          { body: createRequest(form) },
          {
            onSuccess: made => {
              onClose()
              void navigate(`/feeds/${made.id}`)
            },
          },
        )
      }
    >
      <SourceFields form={form} setForm={setForm} kinds={kinds} isNew />
      <FailureLine error={create.error} />
      <Buttons onBack={onClose}>
        <Button type="submit" loading={create.isPending} disabled={!isWholeSource(form)}>
          {t('feed.create')}
        </Button>
      </Buttons>
    </Form>
  )
}

export function ChangeSource({ feed, onClose }: Props & { readonly feed: Feed }) {
  const kinds = useApi('listFeedKinds')
  const [form, setForm] = useState(() => formOfSource(feed))
  const change = useAction('changeFeed', touchedByFeed)
  return (
    <Dialog title={t('feed.changeTitle')} size="lg" onClose={onClose}>
      {kinds.data === undefined ? (
        <Unread of={kinds} what={t('feed.theFeed')} />
      ) : (
        <Form
          onSubmit={() => change.mutate({ params: { id: feed.id }, body: changeRequest(form) }, { onSuccess: onClose })}
        >
          <SourceFields form={form} setForm={setForm} kinds={kinds.data.items} isNew={false} />
          <p className="quiet">{t('feed.changeAnew')}</p>
          <FailureLine error={change.error} />
          <Buttons onBack={onClose}>
            <Button type="submit" loading={change.isPending} disabled={!isWholeSource(form)}>
              {t('feed.save')}
            </Button>
          </Buttons>
        </Form>
      )}
    </Dialog>
  )
}
