import type { GroupMapping, IdentityProvider } from '@patchyard/api'
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Buttons } from '../../components/Form/Buttons.tsx'
import { Form } from '../../components/Form/Form.tsx'
import { useAction } from '../../api/use-api.ts'
import { Dialog } from '../../components/Dialog/Dialog.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { useTags } from '../../components/Tags/use-tags.ts'
import { t } from '../../i18n/text.ts'
import { AccessFields } from '../PeoplePage/AccessFields.tsx'
import { accessOfNew, isWhole } from '../PeoplePage/access-form.ts'
import { accessOfMapping, mappingOf, tagsOfMapping, withMapping } from './group-mapping.ts'
import { touchedByProvider } from './touched-by-provider.ts'

interface GroupDialogProps {
  readonly provider: IdentityProvider
  /** null: a group that gives nothing yet. */
  readonly mapping: GroupMapping | null
  readonly onClose: () => void
}

/** Roles, grants and scope of a group. */
export function GroupDialog({ provider, mapping, onClose }: GroupDialogProps) {
  const { byId } = useTags()
  const [group, setGroup] = useState(mapping?.group ?? '')
  const [form, setForm] = useState(() =>
    mapping === null
      ? accessOfNew
      : accessOfMapping(mapping, tagsOfMapping(mapping.scopeTags, byId, t('provider.goneTag'))),
  )
  const change = useAction('changeIdentityProvider', touchedByProvider)
  const isTaken = provider.mapping.some(one => one.group === group.trim() && one.group !== mapping?.group)
  const submit = (): void => {
    const list = withMapping(provider.mapping, mapping?.group ?? null, mappingOf(group, form))
    change.mutate({ params: { id: provider.id }, body: { mapping: list } }, { onSuccess: onClose })
  }
  return (
    <Dialog title={t('provider.groupTitle')} size="lg" onClose={onClose}>
      <Form onSubmit={submit}>
        <TextInput
          label={t('provider.groupField')}
          required
          withAsterisk={false}
          maxLength={256}
          value={group}
          error={isTaken ? t('provider.groupTaken') : undefined}
          onChange={event => setGroup(event.currentTarget.value)}
          data-autofocus
        />
        <AccessFields form={form} onChange={setForm} />
        <p>{t('provider.groupActs')}</p>
        <FailureLine error={change.error} />
        <Buttons onBack={onClose}>
          <Button type="submit" loading={change.isPending} disabled={group.trim() === '' || isTaken || !isWhole(form)}>
            {t('provider.save')}
          </Button>
        </Buttons>
      </Form>
    </Dialog>
  )
}
