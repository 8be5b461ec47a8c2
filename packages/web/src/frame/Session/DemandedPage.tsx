import { Entrance } from '../../components/Entrance/Entrance.tsx'
import { DemandedFactor } from '../../components/SecondFactors/DemandedFactor.tsx'
import { StepUpDialog } from './StepUpDialog.tsx'
import { t } from '../../i18n/text.ts'

interface DemandedPageProps {
  readonly asksForProof: boolean
  onProof(isProven: boolean): void
  onDone(): void
}

/** Signed in, but nothing opens before there is a second factor. */
export function DemandedPage({ asksForProof, onProof, onDone }: DemandedPageProps) {
  return (
    <Entrance title={t('session.secondFactorNeeded')}>
      <DemandedFactor onDone={onDone} />
      {asksForProof && <StepUpDialog onSettled={onProof} />}
    </Entrance>
  )
}
