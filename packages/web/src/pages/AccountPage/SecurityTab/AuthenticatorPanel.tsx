import type { SecondFactors } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconCircleCheck, IconCircleOff } from '@tabler/icons-react'
import { useState } from 'react'
import { useAction } from '../../../api/use-api.ts'
import { ConfirmDialog } from '../../../components/Dialog/ConfirmDialog.tsx'
import { Dialog } from '../../../components/Dialog/Dialog.tsx'
import { showDone } from '../../../components/notify.ts'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { AuthenticatorSetUp } from '../../../components/SecondFactors/AuthenticatorSetUp.tsx'
import { RecoveryCodeList } from '../../../components/SecondFactors/RecoveryCodeList.tsx'
import { Mark } from '../../../components/Status/Mark.tsx'
import { Time } from '../../../components/Time/Time.tsx'
import css from '../account.module.css'
import { consequence } from './last-factor.ts'
import { Sentence } from '../../../components/Sentence/Sentence.tsx'
import { t } from '../../../i18n/text.ts'

export function AuthenticatorPanel({ factors }: { readonly factors: SecondFactors }) {
  const [isOpen, setOpen] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const remove = useAction('removeTotp', ['getSecondFactors'])
  const isOn = factors.totp !== null
  const last = consequence(factors)
  const close = (): void => {
    setOpen(false)
    setCodes(null)
  }
  return (
    <Panel
      title={t('account.authenticatorApp')}
      aside={
        isOn ? (
          <Mark tone="good" icon={IconCircleCheck} label={t('account.on')} />
        ) : (
          <Mark tone="quiet" icon={IconCircleOff} label={t('account.off')} />
        )
      }
    >
      <div className={css.stack}>
        <p className={css.text}>
          {factors.totp === null ? (
            t('account.whatTheAppDoes')
          ) : (
            <Sentence text="account.onSince" parts={{ at: <Time at={factors.totp.since} /> }} />
          )}
        </p>
        {isOn ? (
          <Button variant="default" onClick={() => setAsking(true)}>
            {t('account.switchOff')}
          </Button>
        ) : (
          <Button onClick={() => setOpen(true)}>{t('factors.setUpTheApp')}</Button>
        )}
      </div>
      {isOpen && (
        <Dialog
          title={codes === null ? t('factors.setUpTheApp') : t('factors.recoveryCodes')}
          isFirm={codes !== null}
          onClose={close}
        >
          {codes === null ? (
            <AuthenticatorSetUp onDone={setCodes} onBack={close} />
          ) : (
            <RecoveryCodeList codes={codes} onDone={close} />
          )}
        </Dialog>
      )}
      {isAsking && (
        <ConfirmDialog
          title={t('account.switchOffTheApp')}
          confirm={t('account.switchOff2')}
          danger
          busy={remove.isPending}
          error={remove.error}
          onClose={() => setAsking(false)}
          onConfirm={() =>
            remove.mutate(
              {},
              {
                onSuccess: () => {
                  setAsking(false)
                  showDone(t('account.theAppIsOff'))
                },
              },
            )
          }
        >
          <p>{t('account.itsCodesServeNoMore')}</p>
          {last !== null && <p>{t(last)}</p>}
        </ConfirmDialog>
      )}
    </Panel>
  )
}
