import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Buttons } from '../../components/Form/Buttons.tsx'
import { Form, FormBody } from '../../components/Form/Form.tsx'
import { useAction } from '../../api/use-api.ts'
import { CopyField } from '../../components/CopyField/CopyField.tsx'
import { Dialog } from '../../components/Dialog/Dialog.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { localText } from '../../text/instant-text.ts'
import { t } from '../../i18n/text.ts'

/** Makes a subscription; the link for its administrator is shown once. */
export function CreateSubscription({ onClose }: { readonly onClose: () => void }) {
  const [form, setForm] = useState({ name: '', admin: '', email: '' })
  const create = useAction('createSubscription', ['listSubscriptions'])
  const submit = (): void => {
    create.mutate({
      body: { name: form.name.trim(), administrator: { name: form.admin.trim(), email: form.email.trim() } },
    })
  }
  if (create.data !== undefined) {
    const { link, linkEndsAt } = create.data
    return (
      <Dialog title={t('subscriptions.made')} size="lg" isFirm={link !== null} onClose={onClose}>
        <FormBody>
          {link === null ? (
            <p>{t('subscriptions.hasAccount', { email: form.email.trim() })}</p>
          ) : (
            <CopyField
              label={t('subscriptions.link')}
              value={link}
              hint={t('subscriptions.linkMore', { at: linkEndsAt === null ? '' : localText(Date.parse(linkEndsAt)) })}
            />
          )}
          <Buttons>
            <Button onClick={onClose}>{t('keys.iHaveIt')}</Button>
          </Buttons>
        </FormBody>
      </Dialog>
    )
  }
  const isWhole = [form.name, form.admin, form.email].every(text => text.trim() !== '')
  return (
    <Dialog title={t('subscriptions.new')} onClose={onClose}>
      <Form onSubmit={submit}>
        <TextInput
          label={t('subscriptions.name')}
          required
          withAsterisk={false}
          maxLength={120}
          value={form.name}
          onChange={event => setForm({ ...form, name: event.currentTarget.value })}
          data-autofocus
        />
        <TextInput
          label={t('subscriptions.adminName')}
          required
          withAsterisk={false}
          maxLength={120}
          value={form.admin}
          onChange={event => setForm({ ...form, admin: event.currentTarget.value })}
        />
        <TextInput
          type="email"
          label={t('subscriptions.adminEmail')}
          description={t('subscriptions.adminEmailMore')}
          required
          withAsterisk={false}
          maxLength={254}
          value={form.email}
          onChange={event => setForm({ ...form, email: event.currentTarget.value })}
        />
        <FailureLine error={create.error} />
        <Buttons onBack={onClose}>
          <Button type="submit" loading={create.isPending} disabled={!isWhole}>
            {t('subscriptions.create')}
          </Button>
        </Buttons>
      </Form>
    </Dialog>
  )
}
