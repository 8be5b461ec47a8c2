import type { FactorWay, Me, SignInResult } from '@patchyard/api'
import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useAction } from '../../api/use-api.ts'
import { usePasskeySignIn } from '../../api/use-passkeys.ts'
import { CodeInput, RecoveryCodeInput } from '../../components/SecondFactors/CodeInput.tsx'
import { useFirstFocus } from '../../components/SecondFactors/use-first-focus.ts'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import css from './SignInForm.module.css'
import { type TextKey, t } from '../../i18n/text.ts'

interface SecondStepFormProps {
  readonly begun: SignInResult
  onSignedIn(me: Me): void
  onBack(): void
}

const order: readonly FactorWay[] = ['passkey', 'totp', 'recoveryCode']
const switches: { readonly [W in FactorWay]: TextKey } = {
  passkey: 'session.useAPasskey',
  totp: 'session.useTheAuthenticatorApp',
  recoveryCode: 'session.useARecoveryCode',
}

/** The password was right; now the second factor, by one of the ways that the person has. */
export function SecondStepForm({ begun, onSignedIn, onBack }: SecondStepFormProps) {
  const ways = order.filter(way => begun.methods.includes(way))
  const [way, setWay] = useState<FactorWay>(ways[0] ?? 'totp')
  const [code, setCode] = useState('')
  const byCode = useAction('signInWithSecondFactor', [])
  const byPasskey = usePasskeySignIn()
  const button = useFirstFocus<HTMLButtonElement>(way === 'passkey')
  const step = begun.step ?? ''
  const done = (result: SignInResult): void => {
    if (result.me !== null) onSignedIn(result.me)
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (way === 'passkey') byPasskey.mutate(step, { onSuccess: done })
    else {
      const given = way === 'totp' ? { code } : { recoveryCode: code.trim() }
      byCode.mutate({ body: { step, ...given } }, { onSuccess: done })
    }
  }
  const change = (next: FactorWay): void => {
    setWay(next)
    setCode('')
    byCode.reset()
    byPasskey.reset()
  }
  return (
    <form className={css.form} onSubmit={submit} aria-label={t('session.secondStep')}>
      {way === 'passkey' && <p className={css.text}>{t('session.confirmWithYourPasskey')}</p>}
      {way === 'totp' && <CodeInput value={code} onChange={setCode} />}
      {way === 'recoveryCode' && <RecoveryCodeInput value={code} onChange={setCode} />}
      <FailureLine error={way === 'passkey' ? byPasskey.error : byCode.error} />
      <Button type="submit" size="sm" loading={byCode.isPending || byPasskey.isPending} ref={button}>
        {way === 'passkey' ? t('session.useThePasskey') : t('session.signIn')}
      </Button>
      <div className={css.other}>
        {ways
          .filter(other => other !== way)
          .map(other => (
            <Button key={other} variant="subtle" size="xs" onClick={() => change(other)}>
              {t(switches[other])}
            </Button>
          ))}
        <Button variant="subtle" color="gray" size="xs" onClick={onBack}>
          {t('session.startAgain')}
        </Button>
      </div>
    </form>
  )
}
