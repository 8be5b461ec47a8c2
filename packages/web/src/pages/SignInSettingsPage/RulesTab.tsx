import { Button } from '@mantine/core'
import { IconCircleDashed, IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useAction, useApi } from '../../api/use-api.ts'
import { ConfirmDialog } from '../../components/Dialog/ConfirmDialog.tsx'
import { Panel } from '../../components/Panel/Panel.tsx'
import { factorCount } from '../../components/SecondFactors/factor-count.ts'
import { Unread } from '../../components/States/Unread.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { t } from '../../i18n/text.ts'
import css from './SignInSettingsPage.module.css'

/** What the subscription demands of sign-ins with a password. */
export function RulesTab() {
  const rules = useApi('getSignInRules')
  const [isAsking, setAsking] = useState(false)
  if (rules.data === undefined) return <Unread of={rules} what={t('signInSettings.theRules')} />
  const isDemanded = rules.data.secondFactor
  return (
    <div className={css.rules}>
      <Panel title={t('signInSettings.secondFactor')}>
        <div className={css.stack}>
          <Mark
            tone={isDemanded ? 'good' : 'quiet'}
            icon={isDemanded ? IconShieldCheck : IconCircleDashed}
            label={t(isDemanded ? 'signInSettings.demanded' : 'signInSettings.notDemanded')}
          />
          <p className="quiet">
            {t('signInSettings.secondFactorMore')} {t('signInSettings.notConcerned')}
          </p>
          <Button variant={isDemanded ? 'default' : 'filled'} onClick={() => setAsking(true)}>
            {t(isDemanded ? 'signInSettings.release' : 'signInSettings.demand')}
          </Button>
        </div>
      </Panel>
      {isAsking && <Question isDemanded={isDemanded} onClose={() => setAsking(false)} />}
    </div>
  )
}

function Question({ isDemanded, onClose }: { readonly isDemanded: boolean; readonly onClose: () => void }) {
  const own = useApi('getSecondFactors', {}, { enabled: !isDemanded })
  const set = useAction('setSignInRules', ['getSignInRules', 'getSecondFactors', 'me'])
  return (
    <ConfirmDialog
      title={t(isDemanded ? 'signInSettings.releaseTitle' : 'signInSettings.demandTitle')}
      confirm={t(isDemanded ? 'signInSettings.releaseDo' : 'signInSettings.demandDo')}
      danger={isDemanded}
      busy={set.isPending}
      error={set.error}
      onClose={onClose}
      onConfirm={() => set.mutate({ body: { secondFactor: !isDemanded } }, { onSuccess: onClose })}
    >
      <p>{t(isDemanded ? 'signInSettings.releaseText' : 'signInSettings.demandText')}</p>
      {own.data !== undefined && factorCount(own.data) === 0 && <p>{t('signInSettings.demandOwn')}</p>}
    </ConfirmDialog>
  )
}
