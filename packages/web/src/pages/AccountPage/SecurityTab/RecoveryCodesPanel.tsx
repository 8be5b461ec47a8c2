import type { SecondFactors } from '@patchyard/api'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useAction } from '../../../api/use-api.ts'
import { ConfirmDialog } from '../../../components/Dialog/ConfirmDialog.tsx'
import { Dialog } from '../../../components/Dialog/Dialog.tsx'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { factorCount } from '../../../components/SecondFactors/factor-count.ts'
import { RecoveryCodeList } from '../../../components/SecondFactors/RecoveryCodeList.tsx'
import css from '../account.module.css'
import { t } from '../../../i18n/text.ts'

/** Stand in for a lost device, each once. */
export function RecoveryCodesPanel({ factors }: { readonly factors: SecondFactors }) {
  const [isAsking, setAsking] = useState(false)
  const renew = useAction('renewRecoveryCodes', ['getSecondFactors'])
  const hasFactor = factorCount(factors) > 0
  const codes = renew.data?.codes
  const close = (): void => {
    setAsking(false)
    renew.reset()
  }
  const make = (): void => renew.mutate({}, { onSuccess: () => setAsking(false) })
  return (
    <Panel title={t('factors.recoveryCodes')}>
      <div className={css.stack}>
        <p className={css.text}>
          {hasFactor ? t('account.codesLeft', { count: factors.recoveryCodesLeft }) : t('account.codesNeedAFactor')}
        </p>
        {hasFactor && (
          <Button variant="default" onClick={() => setAsking(true)}>
            {t('account.newCodes')}
          </Button>
        )}
      </div>
      {isAsking && (
        <ConfirmDialog
          title={t('account.makeNewCodes')}
          confirm={t('account.makeThem')}
          busy={renew.isPending}
          error={renew.error}
          onClose={close}
          onConfirm={make}
        >
          <p>{t('account.oldCodesEnd', { count: factors.recoveryCodesLeft })}</p>
        </ConfirmDialog>
      )}
      {codes !== undefined && (
        <Dialog title={t('factors.recoveryCodes')} isFirm onClose={close}>
          <RecoveryCodeList codes={codes} onDone={close} />
        </Dialog>
      )}
    </Panel>
  )
}
