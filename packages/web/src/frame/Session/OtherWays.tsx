import type { SignInResult } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconExternalLink, IconFingerprint, IconLogin2 } from '@tabler/icons-react'
import { useLocation } from 'react-router'
import { usePorts } from '../../api/ports.ts'
import { useAction, useApi } from '../../api/use-api.ts'
import { usePasskeySignIn } from '../../api/use-passkeys.ts'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { shownText } from '../../text/shown-text.ts'
import { keepReturn } from './return-to.ts'
import css from './SignInForm.module.css'
import { t } from '../../i18n/text.ts'

interface OtherWaysProps {
  onResult(result: SignInResult): void
  readonly onElsewhere?: () => void
}

/** Signing in without a password here: a passkey alone, or at an identity provider. */
export function OtherWays({ onResult, onElsewhere }: OtherWaysProps) {
  const { passkeys, leaveFor, tabMemory } = usePorts()
  const location = useLocation()
  const providers = useApi('listSignInProviders')
  const passkey = usePasskeySignIn()
  const start = useAction('startProviderSignIn', [])
  const found = providers.data?.items ?? []
  if (!passkeys.isAvailable() && found.length === 0) return null

  const go = (provider: string): void => {
    keepReturn(tabMemory, location)
    start.mutate({ body: { provider } }, { onSuccess: ({ url }) => leaveFor(url) })
  }
  return (
    <div className={css.other}>
      {passkeys.isAvailable() && (
        <Button
          variant="default"
          size="sm"
          leftSection={<IconFingerprint size={17} aria-hidden />}
          loading={passkey.isPending}
          onClick={() => passkey.mutate(null, { onSuccess: onResult })}
        >
          {t('session.signInWithPasskey')}
        </Button>
      )}
      {found.map(({ id, title }) => {
        const label = t('session.signInWith', { title: shownText(title, 60) })
        return onElsewhere === undefined ? (
          <Button
            key={id}
            variant="default"
            size="sm"
            leftSection={<IconLogin2 size={17} aria-hidden />}
            loading={start.isPending && start.variables.body?.provider === id}
            onClick={() => go(id)}
          >
            {label}
          </Button>
        ) : (
          <Button
            key={id}
            variant="default"
            size="sm"
            component="a"
            href={`/sign-in?provider=${id}&tab=new`}
            target="_blank"
            rel="noopener"
            leftSection={<IconExternalLink size={17} aria-hidden />}
          >
            {label}
          </Button>
        )
      })}
      {onElsewhere !== undefined && found.length > 0 && (
        <>
          <p className={css.text}>{t('session.providersOpenAnotherTab')}</p>
          <Button variant="subtle" size="sm" onClick={onElsewhere}>
            {t('session.iAmSignedInThere')}
          </Button>
        </>
      )}
      <FailureLine error={passkey.error ?? start.error} />
    </div>
  )
}
