import type { Me, SignInResult } from '@patchyard/api'
import { useState } from 'react'
import css from './SignInForm.module.css'
import { OtherWays } from './OtherWays.tsx'
import { PasswordForm } from './PasswordForm.tsx'
import { SecondStepForm } from './SecondStepForm.tsx'

interface SignInFormProps {
  /** Known when a session ended. */
  readonly email?: string
  onSignedIn(me: Me): void
  /** Where a session ended: identity providers are asked in another tab, so that nothing on this page is lost. */
  onElsewhere?(): void
}

/** All ways in: password with a second step where there is one, passkey, identity providers. */
export function SignInForm({ email, onSignedIn, onElsewhere }: SignInFormProps) {
  const [step, setStep] = useState<SignInResult | null>(null)
  const take = (result: SignInResult): void => {
    if (result.me !== null) onSignedIn(result.me)
    else setStep(result)
  }
  if (step !== null) return <SecondStepForm begun={step} onSignedIn={onSignedIn} onBack={() => setStep(null)} />
  return (
    <div className={css.form}>
      <PasswordForm {...(email === undefined ? {} : { email })} onResult={take} />
      <OtherWays onResult={take} {...(onElsewhere === undefined ? {} : { onElsewhere })} />
    </div>
  )
}
