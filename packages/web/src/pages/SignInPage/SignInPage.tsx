import type { Me } from '@patchyard/api'
import { Entrance } from '../../components/Entrance/Entrance.tsx'
import { SignInForm } from '../../frame/Session/SignInForm.tsx'

export function SignInPage({ onSignedIn }: { readonly onSignedIn: (me: Me) => void }) {
  return (
    <Entrance title="Sign in">
      <SignInForm onSignedIn={onSignedIn} />
    </Entrance>
  )
}
