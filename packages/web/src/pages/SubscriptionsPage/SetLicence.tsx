import type { Subscription } from '@patchyard/api'
import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useAction } from '../../api/use-api.ts'
import { ConfirmDialog } from '../../components/Dialog/ConfirmDialog.tsx'
import { licenceKinds } from '../../components/Licence/licence-kinds.ts'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { formOf, type LicenceForm, licenceRequest } from './licence-form.ts'

/** Free, Trial or Full, with its number of assets and its end. */
export function SetLicence({ of, onClose }: { readonly of: Subscription; readonly onClose: () => void }) {
  const [form, setForm] = useState<LicenceForm>(() => formOf(of.licence))
  const set = useAction('setLicence', ['listSubscriptions', 'getLicence'])
  const body = licenceRequest(form)
  const isFree = form.kind === 'free'
  return (
    <ConfirmDialog
      title={t('subscriptions.licenceTitle', { name: shownText(of.name, 80) })}
      confirm={t('subscriptions.save')}
      danger={isFree && of.licence.kind !== 'free'}
      busy={set.isPending}
      error={set.error}
      disabled={body === null}
      onClose={onClose}
      onConfirm={() => {
        if (body !== null) set.mutate({ params: { id: of.id }, body }, { onSuccess: onClose })
      }}
    >
      <NativeSelect
        label={t('subscriptions.kind')}
        description={isFree ? t('subscriptions.freeMore') : undefined}
        value={form.kind}
        data={(['free', 'trial', 'full'] as const).map(value => ({
          value,
          label: t(licenceKinds[value]),
        }))}
        onChange={event => setForm({ ...form, kind: event.currentTarget.value as LicenceForm['kind'] })}
      />
      {!isFree && (
        <>
          <TextInput
            label={t('subscriptions.limit')}
            description={t('subscriptions.limitMore')}
            inputMode="numeric"
            value={form.limit}
            error={
              form.limit.trim() !== '' && licenceRequest({ ...form, kind: 'full', lastDay: '' }) === null
                ? t('subscriptions.limitWrong')
                : undefined
            }
            onChange={event => setForm({ ...form, limit: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label={t('subscriptions.ends')}
            description={t('subscriptions.endsMore')}
            value={form.lastDay}
            onChange={event => setForm({ ...form, lastDay: event.currentTarget.value })}
          />
        </>
      )}
    </ConfirmDialog>
  )
}
