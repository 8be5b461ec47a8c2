import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useAction } from '../../api/use-api.ts'
import { Entrance } from '../../components/Entrance/Entrance.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import css from './FirstAdminPage.module.css'
import { LEAST_PASSWORD } from '../../frame/Session/least-password.ts'
import { tokenOf } from './first-admin-token.ts'
import { t } from '../../i18n/text.ts'

/** Opened by the link that a new server prints: makes the first person, who then is signed in. */
export function FirstAdminPage() {
  const location = useLocation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [linked] = useState(() => tokenOf(location))
  const [typed, setTyped] = useState('')
  const token = linked === '' ? typed.trim() : linked
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const create = useAction('createFirstAdmin', [])

  // The token shall not stay in the address bar and the history, where it would be copied along.
  useEffect(() => {
    if (tokenOf(location) !== '') void navigate('/first-admin', { replace: true })
  }, [location, navigate])

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    create.mutate(
      { body: { token, email: email.trim(), name: name.trim(), password } },
      {
        onSuccess: () => {
          queries.clear()
          void navigate('/', { replace: true })
        },
      },
    )
  }
  return (
    <Entrance title={t('session.welcomeToPatchyard')}>
      <form className={css.form} onSubmit={submit}>
        <p className={css.text}>{t('session.thisServerIsNewMakeIts')}</p>
        {linked === '' && (
          <TextInput
            label={t('session.oneTimeToken')}
            description={t('session.fromTheLinkThatTheServer')}
            required
            withAsterisk={false}
            autoComplete="off"
            spellCheck={false}
            minLength={20}
            maxLength={200}
            value={typed}
            onChange={event => setTyped(event.currentTarget.value)}
          />
        )}
        <TextInput
          label={t('session.yourName')}
          required
          withAsterisk={false}
          autoComplete="name"
          maxLength={120}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('session.eMailAddress')}
          type="email"
          description={t('session.youSignInWithIt')}
          required
          withAsterisk={false}
          autoComplete="username"
          maxLength={254}
          value={email}
          onChange={event => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('session.password')}
          description={t('session.atLeastCharactersASentenceIs', { leastPassword: LEAST_PASSWORD })}
          required
          withAsterisk={false}
          autoComplete="new-password"
          minLength={LEAST_PASSWORD}
          maxLength={256}
          value={password}
          onChange={event => setPassword(event.currentTarget.value)}
        />
        <FailureLine error={create.error} />
        <Button type="submit" size="sm" loading={create.isPending}>
          {t('session.makeTheFirstAdministrator')}
        </Button>
      </form>
    </Entrance>
  )
}
