import type { OneTimeLinkInfo, SignInResult } from '@patchyard/api'
import { Button, PasswordInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useAction, useApi } from '../../api/use-api.ts'
import { Entrance } from '../../components/Entrance/Entrance.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Sentence } from '../../components/Sentence/Sentence.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { Loading } from '../../components/States/Loading.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { SecondStepForm } from '../../frame/Session/SecondStepForm.tsx'
import css from '../../frame/Session/SignInForm.module.css'
import { LEAST_PASSWORD } from '../../frame/Session/least-password.ts'
import { tokenOf } from '../FirstAdminPage/first-admin-token.ts'
import { t } from '../../i18n/text.ts'

/** Opened by a one-time link: of an invitation, of an administrator who resets, of the host's `admin reset`. */
export function SetPasswordPage() {
  const location = useLocation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [token] = useState(() => tokenOf(location))
  const [step, setStep] = useState<SignInResult | null>(null)
  const info = useApi('inspectOneTimeLink', { body: { token } }, { enabled: token.length >= 20 })

  // The token shall not stay in the address bar and the history, where it would be copied along.
  useEffect(() => {
    if (tokenOf(location) !== '') void navigate('/set-password', { replace: true })
  }, [location, navigate])

  const enter = (): void => {
    queries.clear()
    void navigate('/', { replace: true })
  }
  const take = (result: SignInResult): void => (result.me === null ? setStep(result) : enter())
  if (step !== null)
    return (
      <Entrance title={t('session.signIn')}>
        <p className={css.text}>{t('session.passwordIsSetNowTheSecond')}</p>
        <SecondStepForm begun={step} onSignedIn={enter} onBack={() => void navigate('/', { replace: true })} />
      </Entrance>
    )
  return (
    <Entrance title={t('session.setAPassword')}>
      {info.data !== undefined ? (
        <PasswordOfLink token={token} info={info.data} onResult={take} />
      ) : token.length < 20 ? (
        <p className={css.text}>{t('session.openTheLinkAgain')}</p>
      ) : info.isError ? (
        <>
          <FailureLine error={info.error} />
          <p className={css.text}>{t('session.askForANewLink')}</p>
        </>
      ) : (
        <Loading what={t('session.forWhomTheLinkIs')} />
      )}
    </Entrance>
  )
}

interface PasswordOfLinkProps {
  readonly token: string
  readonly info: OneTimeLinkInfo
  onResult(result: SignInResult): void
}

function PasswordOfLink({ token, info, onResult }: PasswordOfLinkProps) {
  const [password, setPassword] = useState('')
  const use = useAction('useOneTimeLink', [])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    use.mutate({ body: { token, password } }, { onSuccess: onResult })
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <p className={css.text}>
        <Sentence
          text={info.kind === 'adminReset' ? 'session.linkOfReset' : 'session.linkOfPassword'}
          parts={{
            name: <Reported text={info.name ?? ''} wrap />,
            email: <Reported text={info.email ?? ''} wrap />,
            end: <Time at={info.expiresAt} />,
          }}
        />
      </p>
      {/* For password managers: whose password this is. */}
      <input type="hidden" autoComplete="username" value={info.email ?? ''} readOnly />
      <PasswordInput
        label={t('session.newPassword')}
        description={t('session.atLeastCharactersASentenceIs', { leastPassword: LEAST_PASSWORD })}
        required
        withAsterisk={false}
        autoComplete="new-password"
        minLength={LEAST_PASSWORD}
        maxLength={256}
        value={password}
        onChange={event => setPassword(event.currentTarget.value)}
      />
      <FailureLine error={use.error} />
      <Button type="submit" size="sm" loading={use.isPending}>
        {t('session.setItAndSignIn')}
      </Button>
    </form>
  )
}
