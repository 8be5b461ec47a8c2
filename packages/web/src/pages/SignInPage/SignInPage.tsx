import type { Me } from '@patchyard/api'
import { Entrance } from '../../components/Entrance/Entrance.tsx'
import { SignInForm } from '../../frame/Session/SignInForm.tsx'
import { t } from '../../i18n/text.ts'

export function SignInPage({ onSignedIn }: { readonly onSignedIn: (me: Me) => void }) {
  return (
    <Entrance title={t('session.signIn')}>
      <SignInForm onSignedIn={onSignedIn} />
    </Entrance>
  )
}
