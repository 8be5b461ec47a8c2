import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useAction } from '../../api/use-api.ts'
import { Entrance } from '../../components/Entrance/Entrance.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import css from './FirstAdminPage.module.css'
import { tokenOf } from './first-admin-token.ts'

const LEAST_PASSWORD = 12

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
    <Entrance title="Welcome to Patchyard">
      <form className={css.form} onSubmit={submit}>
        <p className={css.text}>
          This server is new. Make its first administrator: you can invite machines and other people afterwards.
        </p>
        {linked === '' && (
          <TextInput
            label="One-time token"
            description="From the link that the server printed at its start. It ends after 15 minutes."
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
          label="Your name"
          required
          withAsterisk={false}
          autoComplete="name"
          maxLength={120}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
        />
        <TextInput
          label="E-mail address"
          type="email"
          description="You sign in with it."
          required
          withAsterisk={false}
          autoComplete="username"
          maxLength={254}
          value={email}
          onChange={event => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          description={`At least ${LEAST_PASSWORD} characters; a sentence is easier to keep in mind than symbols.`}
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
          Make the first administrator
        </Button>
      </form>
    </Entrance>
  )
}
