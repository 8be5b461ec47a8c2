import { Outlet } from 'react-router'
import { LinkTabs } from '../../components/Tabs/LinkTabs.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { t } from '../../i18n/text.ts'

/** Who one is here, how one signs in, and where one is signed in. */
export function AccountPage() {
  return (
    <>
      <PageHeader title={t('account.myAccount')} />
      <LinkTabs
        label={t('account.myAccount')}
        tabs={[
          { to: '/account', label: t('account.whoAmI') },
          { to: '/account/security', label: t('account.signingIn') },
          { to: '/account/sessions', label: t('account.sessions') },
        ]}
      />
      <Outlet />
    </>
  )
}
