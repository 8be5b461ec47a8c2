import type { Subscription } from '@patchyard/api'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useAction } from '../../api/use-api.ts'
import { ConfirmDialog } from '../../components/Dialog/ConfirmDialog.tsx'
import { t } from '../../i18n/text.ts'

export function RenameSubscription({ of, onClose }: { readonly of: Subscription; readonly onClose: () => void }) {
  const [name, setName] = useState(of.name)
  const rename = useAction('renameSubscription', ['listSubscriptions'])
  return (
    <ConfirmDialog
      title={t('subscriptions.renameTitle')}
      confirm={t('subscriptions.save')}
      busy={rename.isPending}
      error={rename.error}
      disabled={name.trim() === '' || name.trim() === of.name}
      onClose={onClose}
      onConfirm={() => rename.mutate({ params: { id: of.id }, body: { name: name.trim() } }, { onSuccess: onClose })}
    >
      <TextInput
        label={t('subscriptions.name')}
        maxLength={120}
        value={name}
        onChange={event => setName(event.currentTarget.value)}
      />
    </ConfirmDialog>
  )
}
