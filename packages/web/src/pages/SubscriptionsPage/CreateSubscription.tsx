import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useAction } from '../../api/use-api.ts'
import { CopyField } from '../../components/CopyField/CopyField.tsx'
import { Dialog } from '../../components/Dialog/Dialog.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { localText } from '../../text/instant-text.ts'
import { t } from '../../i18n/text.ts'
import css from './SubscriptionsPage.module.css'

/** Makes a subscription; the link for its administrator is shown once. */
export function CreateSubscription({ onClose }: { readonly onClose: () => void }) {
  const [form, setForm] = useState({ name: '', admin: '', email: '' })
  const create = useAction('createSubscription', ['listSubscriptions'])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    create.mutate({
      body: { name: form.name.trim(), administrator: { name: form.admin.trim(), email: form.email.trim() } },
    })
  }
  if (create.data !== undefined) {
    const { link, linkEndsAt } = create.data
    return (
      <Dialog title={t('subscriptions.made')} size="lg" isFirm={link !== null} onClose={onClose}>
        <div className={css.form}>
          {link === null ? (
            <p className={css.text}>{t('subscriptions.hasAccount', { email: form.email.trim() })}</p>
          ) : (
            <CopyField
              label={t('subscriptions.link')}
              value={link}
              hint={t('subscriptions.linkMore', { at: linkEndsAt === null ? '' : localText(Date.parse(linkEndsAt)) })}
            />
          )}
          <div className={css.buttons}>
            <Button onClick={onClose}>{t('keys.iHaveIt')}</Button>
          </div>
        </div>
      </Dialog>
    )
  }
  const isWhole = [form.name, form.admin, form.email].every(text => text.trim() !== '')
  return (
    <Dialog title={t('subscriptions.new')} onClose={onClose}>
      <form className={css.form} onSubmit={submit}>
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
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('common.goBack')}
          </Button>
          <Button type="submit" loading={create.isPending} disabled={!isWhole}>
            {t('subscriptions.create')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
