import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useAction } from '../../api/use-api.ts'
import { ConfirmDialog } from '../../components/Dialog/ConfirmDialog.tsx'
import { t } from '../../i18n/text.ts'

const isKey = (text: string): boolean => /^[0-9a-f]{64}$/.test(text)

/** `of`: the key that a file names; otherwise one that is pasted. */
export function TrustKey({ of = '', onClose }: { readonly of?: string; readonly onClose: () => void }) {
  const [name, setName] = useState('')
  const [text, setText] = useState(of)
  const trust = useAction('trustBundleKey', ['listBundleKeys'])
  const key = text.replace(/\s/g, '').toLowerCase()
  return (
    <ConfirmDialog
      title={t('bundles.trustTitle')}
      confirm={t('bundles.trustDo')}
      danger
      busy={trust.isPending}
      error={trust.error}
      disabled={name.trim() === '' || !isKey(key)}
      onClose={onClose}
      onConfirm={() => trust.mutate({ body: { name: name.trim(), key } }, { onSuccess: onClose })}
    >
      <p>{t('bundles.trustText')}</p>
      <TextInput
        label={t('bundles.name')}
        placeholder={t('bundles.nameExample')}
        maxLength={120}
        value={name}
        onChange={event => setName(event.currentTarget.value)}
      />
      <Textarea
        label={t('bundles.key')}
        description={t('bundles.keyMore')}
        rows={2}
        spellCheck={false}
        maxLength={200}
        readOnly={of !== ''}
        value={text}
        onChange={event => setText(event.currentTarget.value)}
      />
    </ConfirmDialog>
  )
}
