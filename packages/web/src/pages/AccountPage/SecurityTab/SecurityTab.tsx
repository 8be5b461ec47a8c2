import { useApi } from '../../../api/use-api.ts'
import { Unread } from '../../../components/States/Unread.tsx'
import css from '../account.module.css'
import { AuthenticatorPanel } from './AuthenticatorPanel.tsx'
import { PasskeysPanel } from './PasskeysPanel.tsx'
import { PasswordPanel } from './PasswordPanel.tsx'
import { RecoveryCodesPanel } from './RecoveryCodesPanel.tsx'
import { t } from '../../../i18n/text.ts'

/** Password and second factors. What is dangerous here asks for a fresh proof by itself. */
export function SecurityTab() {
  const factors = useApi('getSecondFactors')
  if (factors.data === undefined) return <Unread of={factors} what={t('account.yourWaysIn')} />
  return (
    <div className={css.grid}>
      <AuthenticatorPanel factors={factors.data} />
      <PasskeysPanel factors={factors.data} />
      <RecoveryCodesPanel factors={factors.data} />
      <PasswordPanel hasPassword={factors.data.hasPassword} />
    </div>
  )
}
