import type { SignInResult } from '@patchyard/api'
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useAction } from '../../api/use-api.ts'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import css from './SignInForm.module.css'
import { t } from '../../i18n/text.ts'

interface PasswordFormProps {
  readonly email?: string
  onResult(result: SignInResult): void
}

export function PasswordForm({ email: known, onResult }: PasswordFormProps) {
  const [email, setEmail] = useState(known ?? '')
  const [password, setPassword] = useState('')
  const signIn = useAction('signIn', [])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    signIn.mutate({ body: { email: email.trim(), password } }, { onSuccess: onResult })
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <TextInput
        label={t('session.eMailAddress')}
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        maxLength={254}
        value={email}
        onChange={event => setEmail(event.currentTarget.value)}
        data-autofocus={known === undefined || undefined}
      />
      <PasswordInput
        label={t('session.password')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        maxLength={256}
        value={password}
        onChange={event => setPassword(event.currentTarget.value)}
        data-autofocus={known !== undefined || undefined}
      />
      <FailureLine error={signIn.error} />
      <Button type="submit" size="sm" loading={signIn.isPending}>
        {t('session.signIn')}
      </Button>
    </form>
  )
}
