import type { IdentityProvider } from '@patchyard/api'
import { Button, Checkbox, PasswordInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { Buttons } from '../../components/Form/Buttons.tsx'
import { Form } from '../../components/Form/Form.tsx'
import { useAction } from '../../api/use-api.ts'
import { Dialog } from '../../components/Dialog/Dialog.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { t } from '../../i18n/text.ts'
import {
  changeRequest,
  createRequest,
  formOfProvider,
  isWholeProvider,
  newProvider,
  type ProviderForm,
} from './provider-form.ts'
import { touchedByProvider } from './touched-by-provider.ts'

interface Props {
  readonly onClose: () => void
}

export function NewProvider({ onClose }: Props) {
  const [form, setForm] = useState(newProvider)
  const navigate = useNavigate()
  const create = useAction('createIdentityProvider', touchedByProvider)
  return (
    <ProviderDialog
      title={t('provider.newTitle')}
      confirm={t('provider.create')}
      form={form}
      setForm={setForm}
      hasSecret={false}
      busy={create.isPending}
      error={create.error}
      onClose={onClose}
      onSubmit={() =>
        create.mutate(
          { body: createRequest(form) },
          { onSuccess: made => void navigate(`/sign-in-settings/providers/${made.id}`) },
        )
      }
    />
  )
}

export function EditProvider({ provider, onClose }: Props & { readonly provider: IdentityProvider }) {
  const [form, setForm] = useState(() => formOfProvider(provider))
  const change = useAction('changeIdentityProvider', touchedByProvider)
  return (
    <ProviderDialog
      title={t('provider.editTitle')}
      confirm={t('provider.save')}
      form={form}
      setForm={setForm}
      hasSecret={provider.hasSecret}
      busy={change.isPending}
      error={change.error}
      onClose={onClose}
      onSubmit={() => change.mutate({ params: { id: provider.id }, body: changeRequest(form) }, { onSuccess: onClose })}
    />
  )
}

interface DialogProps extends Props {
  readonly title: string
  readonly confirm: string
  readonly form: ProviderForm
  readonly setForm: (form: ProviderForm) => void
  readonly hasSecret: boolean
  readonly busy: boolean
  readonly error: unknown
  readonly onSubmit: () => void
}

function ProviderDialog({ title, confirm, form, setForm, hasSecret, busy, error, onClose, onSubmit }: DialogProps) {
  const submit = (): void => {
    onSubmit()
  }
  const text = (name: 'title' | 'issuer' | 'clientId' | 'scopes' | 'groupClaim') => ({
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value }),
  })
  const must = { required: true, withAsterisk: false } as const
  return (
    <Dialog title={title} size="lg" onClose={onClose}>
      <Form onSubmit={submit}>
        <TextInput
          label={t('provider.name')}
          description={t('provider.nameMore')}
          maxLength={120}
          data-autofocus
          {...must}
          {...text('title')}
        />
        <TextInput
          type="url"
          label={t('provider.issuer')}
          description={t('provider.issuerMore')}
          placeholder="https://login.example.org/realms/staff"
          maxLength={500}
          {...must}
          {...text('issuer')}
        />
        <TextInput label={t('provider.clientId')} maxLength={500} autoComplete="off" {...must} {...text('clientId')} />
        <PasswordInput
          label={t('provider.clientSecret')}
          description={t(hasSecret ? 'provider.secretKept' : 'provider.secretNew')}
          maxLength={1000}
          autoComplete="new-password"
          disabled={form.dropsSecret}
          value={form.clientSecret}
          onChange={event => setForm({ ...form, clientSecret: event.currentTarget.value })}
        />
        {hasSecret && (
          <Checkbox
            label={t('provider.dropSecret')}
            checked={form.dropsSecret}
            onChange={event => setForm({ ...form, dropsSecret: event.currentTarget.checked })}
          />
        )}
        <TextInput
          label={t('provider.scopes')}
          description={t('provider.scopesMore')}
          maxLength={500}
          {...must}
          {...text('scopes')}
        />
        <TextInput
          label={t('provider.groupClaim')}
          description={t('provider.groupClaimMore')}
          maxLength={200}
          {...text('groupClaim')}
        />
        <Checkbox
          label={t('provider.shown')}
          description={t('provider.shownMore')}
          checked={form.shown}
          onChange={event => setForm({ ...form, shown: event.currentTarget.checked })}
        />
        <FailureLine error={error} />
        <Buttons onBack={onClose}>
          <Button type="submit" loading={busy} disabled={!isWholeProvider(form)}>
            {confirm}
          </Button>
        </Buttons>
      </Form>
    </Dialog>
  )
}
