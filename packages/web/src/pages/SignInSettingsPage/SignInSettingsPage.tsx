import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { Outlet, useMatch } from 'react-router'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { LinkTabs } from '../../components/Tabs/LinkTabs.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { NewProvider } from '../IdentityProviderPage/ProviderForm.tsx'

/** By whose word people come in, and what is demanded of them. */
export function SignInSettingsPage() {
  const can = useCan()
  const isList = useMatch('/sign-in-settings') !== null
  const [isCreating, setCreating] = useState(false)
  if (!can('signIn.manage')) return <NoPermission what={t('signInSettings.forWhom')} />
  return (
    <>
      <PageHeader
        title={t('signInSettings.title')}
        actions={
          isList && (
            <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setCreating(true)}>
              {t('signInSettings.new')}
            </Button>
          )
        }
      />
      <LinkTabs
        label={t('signInSettings.title')}
        tabs={[
          { to: '/sign-in-settings', label: t('signInSettings.providers') },
          { to: '/sign-in-settings/rules', label: t('signInSettings.rules') },
        ]}
      />
      <Outlet />
      {isCreating && <NewProvider onClose={() => setCreating(false)} />}
    </>
  )
}
