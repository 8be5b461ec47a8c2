import type { SignInResult } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Link, useLocation, useNavigate } from 'react-router'
import { usePorts } from '../../api/ports.ts'
import { useAction } from '../../api/use-api.ts'
import { Entrance } from '../../components/Entrance/Entrance.tsx'
import { Loading } from '../../components/States/Loading.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { takeReturn } from '../../frame/Session/return-to.ts'
import { SecondStepForm } from '../../frame/Session/SecondStepForm.tsx'
import { providerFailure } from './provider-failure.ts'
import { t } from '../../i18n/text.ts'

/** Where an identity provider sends people back to: its answer goes to the server, they go to the page they came from. */
export function ProviderReturnPage() {
  const { tabMemory } = usePorts()
  const { search } = useLocation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const finish = useAction('finishProviderSignIn', [])
  const [step, setStep] = useState<SignInResult | null>(null)
  const [isIn, setIn] = useState(false)

  const enter = (): void => {
    queries.clear()
    const back = takeReturn(tabMemory)
    // A tab that was opened for this alone: what waits is in another one.
    if (back === null) setIn(true)
    else void navigate(back, { replace: true })
  }
  const take = (result: SignInResult): void => (result.me === null ? setStep(result) : enter())
  const { mutate } = finish
  const hasBegun = useRef(false)
  useEffect(() => {
    // An answer is taken once.
    if (hasBegun.current) return
    hasBegun.current = true
    mutate({ body: { parameters: search === '' ? '?' : search } }, { onSuccess: take })
  })

  const home = (
    <Button component={Link} to="/" replace variant="default">
      {isIn ? t('provider.goOnHere') : t('provider.backToSignIn')}
    </Button>
  )
  if (step !== null)
    return (
      <Entrance title={t('session.signIn')}>
        <SecondStepForm begun={step} onSignedIn={enter} onBack={() => void navigate('/', { replace: true })} />
      </Entrance>
    )
  return (
    <Entrance title={t('session.signIn')}>
      {isIn ? (
        <Notice icon={IconCircleCheck} title={t('provider.done')} role="status" action={home}>
          <p>{t('provider.backToTheOtherTab')}</p>
        </Notice>
      ) : finish.isError ? (
        <Notice icon={IconAlertTriangle} title={t('provider.notSignedIn')} role="alert" action={home}>
          <p>{providerFailure(finish.error)}</p>
        </Notice>
      ) : (
        <Loading what={t('provider.answer')} />
      )}
    </Entrance>
  )
}
