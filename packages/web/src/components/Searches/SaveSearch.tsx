import { Button, Switch, TextInput } from '@mantine/core'
import type { QueryEntity, SavedSearch } from '@patchyard/api'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { Buttons } from '../Form/Buttons.tsx'
import { Form } from '../Form/Form.tsx'
import { useAction } from '../../api/use-api.ts'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { Dialog } from '../Dialog/Dialog.tsx'
import { showDone } from '../notify.ts'
import { FailureLine } from '../States/FailureLine.tsx'
import type { Search } from './search.ts'

interface SaveSearchProps {
  readonly entity: QueryEntity
  readonly current: Search
  /** The one to rename or share; null: the current one is saved. */
  readonly old: SavedSearch | null
  onClose(): void
}

export function SaveSearch({ entity, current, old, onClose }: SaveSearchProps) {
  const can = useCan()
  const [address] = useSearchParams()
  const [name, setName] = useState(old?.name ?? '')
  const [isShared, setShared] = useState(old?.shared ?? false)
  const save = useAction('saveSearch', ['listSearches'])
  const change = useAction('changeSearch', ['listSearches'])
  const done = {
    onSuccess: () => {
      showDone(t('searches.saved', { name: shownText(name.trim(), 80) }))
      onClose()
    },
  }
  const submit = (): void => {
    const { query, having, status } = current
    if (old !== null) change.mutate({ params: { id: old.id }, body: { name: name.trim(), shared: isShared } }, done)
    else
      save.mutate(
        {
          body: {
            entity,
            name: name.trim(),
            query,
            ...(having === null || having.trim() === '' ? {} : { having }),
            ...(status === null ? {} : { status }),
            shared: isShared,
          },
        },
        done,
      )
  }
  return (
    <Dialog title={t(old === null ? 'searches.saveTitle' : 'searches.renameTitle')} onClose={onClose}>
      <Form onSubmit={submit}>
        <TextInput
          label={t('searches.name')}
          required
          withAsterisk={false}
          maxLength={120}
          data-autofocus
          value={name}
          onChange={event => setName(event.currentTarget.value)}
        />
        {can('search.share') && (
          <Switch
            label={t('searches.share')}
            checked={isShared}
            onChange={event => setShared(event.currentTarget.checked)}
          />
        )}
        {old === null && address.has('asOf') && <p className="quiet">{t('searches.notThen')}</p>}
        <FailureLine error={save.error ?? change.error} />
        <Buttons onBack={onClose}>
          <Button type="submit" disabled={name.trim() === ''} loading={save.isPending || change.isPending}>
            {t('searches.saveButton')}
          </Button>
        </Buttons>
      </Form>
    </Dialog>
  )
}
