import { Button } from '@mantine/core'
import { IconLogin2 } from '@tabler/icons-react'
import { Navigate, useSearchParams } from 'react-router'
import { usePorts } from '../../api/ports.ts'
import { useAction, useApi } from '../../api/use-api.ts'
import { Entrance } from '../../components/Entrance/Entrance.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { keepReturn } from '../../frame/Session/return-to.ts'
import css from '../../frame/Session/SignInForm.module.css'
import { shownText } from '../../text/shown-text.ts'
import { t } from '../../i18n/text.ts'

/**
 * `/sign-in?provider=ID`: the link to one identity provider, also to one that the sign-in page does not offer. It begins with a
 * click, never by itself: a link in a mail shall not sign anybody in unseen.
 */
export function ProviderStartPage() {
  const { leaveFor, tabMemory } = usePorts()
  const [search] = useSearchParams()
  const provider = search.get('provider') ?? ''
  const shown = useApi('listSignInProviders')
  const start = useAction('startProviderSignIn', [])
  if (!/^[0-9a-f-]{36}$/.test(provider)) return <Navigate to="/" replace />
  const go = (): void => {
    // A tab that was opened for this alone leads back to the one that waits, not on.
    if (search.get('tab') !== 'new') keepReturn(tabMemory, { pathname: '/', search: '' })
    start.mutate({ body: { provider } }, { onSuccess: ({ url }) => leaveFor(url) })
  }
  const title = shown.data?.items.find(one => one.id === provider)?.title
  return (
    <Entrance title={t('session.signIn')}>
      <div className={css.form}>
        <p className={css.text}>{t('provider.goOnThere')}</p>
        <Button size="sm" leftSection={<IconLogin2 size={17} aria-hidden />} loading={start.isPending} onClick={go}>
          {title === undefined
            ? t('session.signInAtTheProvider')
            : t('session.signInWith', { title: shownText(title, 60) })}
        </Button>
        <FailureLine error={start.error} />
      </div>
    </Entrance>
  )
}
