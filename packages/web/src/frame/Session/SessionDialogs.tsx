import type { Me } from '@patchyard/api'
import { Dialog } from '../../components/Dialog/Dialog.tsx'
import { DemandedFactor } from '../../components/SecondFactors/DemandedFactor.tsx'
import type { Standing } from './session-standing.ts'
import { SignInForm } from './SignInForm.tsx'
import { StepUpDialog } from './StepUpDialog.tsx'
import { t } from '../../i18n/text.ts'

interface SessionDialogsProps {
  readonly me: Me
  readonly standing: Standing
  readonly asksForProof: boolean
  onProof(isProven: boolean): void
  onFactor(): void
  onSignedIn(me: Me): void
  onElsewhere(): void
}

/** What the session needs in the middle, in front of the page, so that nothing on it is lost. */
export function SessionDialogs(props: SessionDialogsProps) {
  const { me, standing } = props
  return (
    <>
      {props.asksForProof && <StepUpDialog onSettled={props.onProof} />}
      {standing === 'factorNeeded' && (
        <Dialog isFirm title={t('session.secondFactorNeeded')} onClose={() => {}}>
          <DemandedFactor onDone={props.onFactor} />
        </Dialog>
      )}
      {standing === 'ended' && (
        <Dialog isFirm isOnTop title={t('session.yourSessionHasEnded')} size="sm" onClose={() => {}}>
          <p>{t('session.signInAgainToGoOn')}</p>
          <SignInForm email={me.email} onSignedIn={props.onSignedIn} onElsewhere={props.onElsewhere} />
        </Dialog>
      )}
    </>
  )
}
