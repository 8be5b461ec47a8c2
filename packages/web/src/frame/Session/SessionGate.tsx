import type { Me } from '@patchyard/api'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useSyncExternalStore } from 'react'
import { failureText } from '../../api/failure-text.ts'
import { queryKey } from '../../api/query-keys.ts'
import { useApi } from '../../api/use-api.ts'
import { Dialog } from '../../components/Dialog/Dialog.tsx'
import { Failed } from '../../components/States/Failed.tsx'
import { Loading } from '../../components/States/Loading.tsx'
import { SignInPage } from '../../pages/SignInPage/SignInPage.tsx'
import { MeContext } from './session-context.ts'
import type { SessionEnd } from './session-end.ts'
import { SignInForm } from './SignInForm.tsx'
import { t } from '../../i18n/text.ts'

const meKey = queryKey('me', {})

/**
 * Shows its children to people who are signed in, and the sign-in page to others. When a session ends in the middle,
 * the password is asked for in a dialog and everything on the page stays.
 */
export function SessionGate({ end, children }: { readonly end: SessionEnd; readonly children: ReactNode }) {
  const me = useApi('me')
  const queries = useQueryClient()
  const isEnded = useSyncExternalStore(end.subscribe, end.isEnded)

  const welcome = (person: Me): void => {
    // Answers read for one person are never shown to another.
    if (me.data !== undefined && me.data.id !== person.id) queries.clear()
    queries.setQueryData(meKey, person)
    end.set(false)
    void queries.invalidateQueries({ predicate: query => query.queryKey[0] !== 'me' })
  }

  if (me.data === undefined) {
    if (me.isError && failureText(me.error).kind === 'signedOut') return <SignInPage onSignedIn={welcome} />
    if (me.isError) return <Failed error={me.error} onRetry={() => void me.refetch()} />
    return <Loading what={t('session.whoYouAre')} />
  }
  return (
    <MeContext value={me.data}>
      {children}
      {isEnded && (
        <Dialog isFirm isOnTop title={t('session.yourSessionHasEnded')} size="sm" onClose={() => {}}>
          <p>{t('session.signInAgainToGoOn')}</p>
          <SignInForm email={me.data.email} onSignedIn={welcome} />
        </Dialog>
      )}
    </MeContext>
  )
}
