import { Outlet } from 'react-router'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { LinkTabs } from '../../components/Tabs/LinkTabs.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'

/** By whose word people come in, and what is demanded of them. */
export function SignInSettingsPage() {
  const can = useCan()
  if (!can('signIn.manage')) return <NoPermission what={t('signInSettings.forWhom')} />
  return (
    <>
      <PageHeader title={t('signInSettings.title')} />
      <LinkTabs
        label={t('signInSettings.title')}
        tabs={[
          { to: '/sign-in-settings', label: t('signInSettings.providers') },
          { to: '/sign-in-settings/rules', label: t('signInSettings.rules') },
        ]}
      />
      <Outlet />
    </>
  )
}
