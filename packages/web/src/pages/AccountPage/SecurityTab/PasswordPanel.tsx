import { Button, PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { Form } from '../../../components/Form/Form.tsx'
import { useAction } from '../../../api/use-api.ts'
import { showDone } from '../../../components/notify.ts'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { FailureLine } from '../../../components/States/FailureLine.tsx'
import { LEAST_PASSWORD } from '../../../frame/Session/least-password.ts'
import css from '../account.module.css'
import { t } from '../../../i18n/text.ts'

export function PasswordPanel({ hasPassword }: { readonly hasPassword: boolean }) {
  const [oldPassword, setOld] = useState('')
  const [newPassword, setNew] = useState('')
  const change = useAction('changePassword', ['listSessions'])
  const submit = (): void => {
    change.mutate(
      { body: { oldPassword, newPassword } },
      {
        onSuccess: () => {
          setOld('')
          setNew('')
          showDone(t('account.passwordChanged'))
        },
      },
    )
  }
  if (!hasPassword)
    return (
      <Panel title={t('session.password')}>
        <p className={css.text}>{t('account.noPassword')}</p>
      </Panel>
    )
  return (
    <Panel title={t('session.password')}>
      <Form onSubmit={submit}>
        <PasswordInput
          label={t('account.oldPassword')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          maxLength={256}
          value={oldPassword}
          onChange={event => setOld(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('session.newPassword')}
          description={t('session.atLeastCharactersASentenceIs', { leastPassword: LEAST_PASSWORD })}
          autoComplete="new-password"
          required
          withAsterisk={false}
          minLength={LEAST_PASSWORD}
          maxLength={256}
          value={newPassword}
          onChange={event => setNew(event.currentTarget.value)}
        />
        <p className={css.text}>{t('account.endsOtherSessions')}</p>
        <FailureLine error={change.error} />
        <div>
          <Button type="submit" loading={change.isPending}>
            {t('account.changeThePassword')}
          </Button>
        </div>
      </Form>
    </Panel>
  )
}
