import type { ProveWays } from '@patchyard/api'
import { Button, PasswordInput } from '@mantine/core'
import { IconExternalLink, IconFingerprint } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useAction, useApi } from '../../api/use-api.ts'
import { usePasskeyProof } from '../../api/use-passkeys.ts'
import { Dialog } from '../../components/Dialog/Dialog.tsx'
import { CodeInput } from '../../components/SecondFactors/CodeInput.tsx'
import { Unread } from '../../components/States/Unread.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import css from './SignInForm.module.css'
import { t } from '../../i18n/text.ts'

interface StepUpDialogProps {
  onSettled(isProven: boolean): void
}

/** In front of whatever asked for something dangerous: prove that it is you, then it is done. Going back changes nothing. */
export function StepUpDialog({ onSettled }: StepUpDialogProps) {
  const ways = useApi('getProveWays')
  return (
    <Dialog isOnTop title={t('session.proveThatItIsYou')} size="sm" onClose={() => onSettled(false)}>
      <div className={css.form}>
        <p className={css.text}>{t('session.thisCanDoMuchHarm')}</p>
        {ways.data !== undefined ? (
          <Ways ways={ways.data.ways} onSettled={onSettled} />
        ) : (
          <Unread of={ways} what={t('session.yourWaysToProve')} />
        )}
      </div>
    </Dialog>
  )
}

function Ways({ ways, onSettled }: StepUpDialogProps & { readonly ways: ProveWays['ways'] }) {
  const byPasskey = usePasskeyProof()
  const proven = (): void => onSettled(true)
  return (
    <>
      {ways.includes('passkey') && (
        <>
          <Button
            size="sm"
            leftSection={<IconFingerprint size={17} aria-hidden />}
            loading={byPasskey.isPending}
            onClick={() => byPasskey.mutate(null, { onSuccess: proven })}
            data-autofocus
          >
            {t('session.useThePasskey')}
          </Button>
          <FailureLine error={byPasskey.error} />
        </>
      )}
      {ways.includes('totp') && <TypedProof kind="code" onProven={proven} />}
      {ways.includes('password') && <TypedProof kind="password" onProven={proven} />}
      {ways.includes('identityProvider') && <ProviderProof onProven={proven} />}
      {ways.length === 0 && <p className={css.text}>{t('session.noWayToProve')}</p>}
      <Button variant="default" size="sm" onClick={() => onSettled(false)}>
        {t('common.goBack')}
      </Button>
    </>
  )
}

function TypedProof({ kind, onProven }: { readonly kind: 'password' | 'code'; readonly onProven: () => void }) {
  const [text, setText] = useState('')
  const prove = useAction('proveSession', [])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    prove.mutate({ body: kind === 'code' ? { code: text } : { password: text } }, { onSuccess: onProven })
  }
  return (
    <form className={css.form} onSubmit={submit}>
      {kind === 'code' ? (
        <CodeInput value={text} onChange={setText} />
      ) : (
        <PasswordInput
          label={t('session.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          maxLength={256}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          data-autofocus
        />
      )}
      <FailureLine error={prove.error} />
      <Button type="submit" size="sm" loading={prove.isPending}>
        {t('session.prove')}
      </Button>
    </form>
  )
}

/** In another tab, so that what is half done here stays. */
function ProviderProof({ onProven }: { readonly onProven: () => void }) {
  const start = useAction('startProviderProof', [])
  if (start.data === undefined)
    return (
      <>
        <Button size="sm" loading={start.isPending} onClick={() => start.mutate({})} data-autofocus>
          {t('session.askTheProvider')}
        </Button>
        <FailureLine error={start.error} />
      </>
    )
  return (
    <>
      <Button
        size="sm"
        component="a"
        href={start.data.url}
        target="_blank"
        rel="noopener"
        leftSection={<IconExternalLink size={17} aria-hidden />}
      >
        {t('session.openTheProvider')}
      </Button>
      <p className={css.text}>{t('session.comeBackHereAfterwards')}</p>
      <Button variant="default" size="sm" onClick={onProven}>
        {t('session.iHaveProvenItThere')}
      </Button>
    </>
  )
}
