import { ApiError, type Me } from '@patchyard/api'
import { useQueryClient } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react'
import { failureText } from '../../api/failure-text.ts'
import { queryKey } from '../../api/query-keys.ts'
import type { StepUp } from '../../api/step-up.ts'
import { useAction, useApi } from '../../api/use-api.ts'
import { Failed } from '../../components/States/Failed.tsx'
import { Loading } from '../../components/States/Loading.tsx'
import { SignInPage } from '../../pages/SignInPage/SignInPage.tsx'
import { MeContext } from './session-context.ts'
import type { SessionStanding } from './session-standing.ts'
import { t } from '../../i18n/text.ts'

const meKey = queryKey('me', {})
// None of these stands on the page that most people see first.
const SessionDialogs = lazy(async () => ({ default: (await import('./SessionDialogs.tsx')).SessionDialogs }))
const DemandedPage = lazy(async () => ({ default: (await import('./DemandedPage.tsx')).DemandedPage }))
const SuspendedPage = lazy(async () => ({ default: (await import('./SuspendedPage.tsx')).SuspendedPage }))

interface SessionGateProps {
  readonly standing: SessionStanding
  readonly stepUp: StepUp
  readonly children: ReactNode
}

/**
 * Shows its children to people who are signed in and have what their subscription demands, and the way there to others.
 * When a session ends in the middle, a dialog asks for it and everything on the page stays.
 */
export function SessionGate({ standing, stepUp, children }: SessionGateProps) {
  const me = useApi('me')
  const again = useAction('me', [])
  const queries = useQueryClient()
  const now = useSyncExternalStore(standing.subscribe, standing.now)
  const isAsked = useSyncExternalStore(stepUp.subscribe, stepUp.isAsking)

  const goOn = (): void => {
    standing.set('open')
    void queries.invalidateQueries()
  }
  const welcome = (person: Me): void => {
    // What a subscription demands before anything else, only the server says: so ask it anew.
    if (me.data === undefined) return goOn()
    // Answers read for one person or subscription are never shown to another.
    const isSame = me.data.id === person.id && me.data.subscription.id === person.subscription.id
    if (!isSame) queries.clear()
    queries.setQueryData(meKey, person)
    standing.set('open')
    // Whoever just signed in has proven who they are; but nothing that another one began is done for them.
    stepUp.settle(isSame)
    void queries.invalidateQueries({ predicate: query => query.queryKey[0] !== 'me' })
  }

  const loading = <Loading what={t('session.whoYouAre')} />
  if (me.data === undefined) {
    if (me.error instanceof ApiError && me.error.code === 'second_factor_needed')
      return (
        <Suspense fallback={loading}>
          <DemandedPage asksForProof={isAsked} onProof={stepUp.settle} onDone={goOn} />
        </Suspense>
      )
    if (me.isError && failureText(me.error).kind === 'signedOut') return <SignInPage onSignedIn={welcome} />
    if (me.isError) return <Failed error={me.error} onRetry={() => void me.refetch()} />
    return loading
  }
  if (me.data.subscription.suspended || now === 'suspended')
    return (
      <Suspense fallback={loading}>
        <SuspendedPage me={me.data} />
      </Suspense>
    )
  return (
    <MeContext value={me.data}>
      {children}
      {(isAsked || now !== 'open') && (
        <Suspense>
          <SessionDialogs
            me={me.data}
            standing={now}
            asksForProof={isAsked}
            onProof={stepUp.settle}
            onFactor={goOn}
            onSignedIn={welcome}
            onElsewhere={() => again.mutate({}, { onSuccess: welcome })}
          />
        </Suspense>
      )}
    </MeContext>
  )
}
