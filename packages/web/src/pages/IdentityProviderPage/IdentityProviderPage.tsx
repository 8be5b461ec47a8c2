import type { IdentityProvider } from '@patchyard/api'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useParams } from 'react-router'
import { useApi } from '../../api/use-api.ts'
import { CopyField } from '../../components/CopyField/CopyField.tsx'
import { Facts } from '../../components/Panel/Facts.tsx'
import { Panel } from '../../components/Panel/Panel.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Unread } from '../../components/States/Unread.tsx'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import pageCss from '../PeoplePage/people.module.css'
import { ProviderStanding } from '../SignInSettingsPage/provider-columns.tsx'
import { CheckProvider } from './CheckProvider.tsx'
import { GroupsPanel } from './GroupsPanel.tsx'
import { LinksPanel } from './LinksPanel.tsx'
import css from '../../components/Panel/rows.module.css'
import { ProviderActions } from './ProviderActions.tsx'
import { EditProvider } from './ProviderForm.tsx'

export function IdentityProviderPage() {
  const can = useCan()
  const { id = '' } = useParams()
  const mayManage = can('signIn.manage')
  const provider = useApi('getIdentityProvider', { params: { id } }, { enabled: mayManage })
  if (!mayManage) return <NoPermission what={t('signInSettings.forWhom')} />
  if (provider.data === undefined) return <Unread of={provider} what={t('provider.theProvider')} />
  return <Loaded provider={provider.data} />
}

const parent = { to: '/sign-in-settings', label: t('signInSettings.providers') }

function Loaded({ provider }: { readonly provider: IdentityProvider }) {
  return (
    <>
      <PageHeader
        title={provider.title}
        parent={parent}
        marks={<ProviderStanding of={provider} look="pill" />}
        actions={<ProviderActions provider={provider} />}
      />
      <div className={pageCss.grid}>
        <SettingsPanel provider={provider} />
        <GroupsPanel provider={provider} />
        <LinksPanel provider={provider} />
      </div>
    </>
  )
}

function SettingsPanel({ provider }: { readonly provider: IdentityProvider }) {
  const [isEditing, setEditing] = useState(false)
  // The sign-in page takes the provider from its address, also where its button is not shown.
  const link = `${provider.redirectUri.replace(/\/callback$/, '')}?provider=${provider.id}`
  return (
    <Panel
      title={t('provider.settings')}
      aside={
        <Button size="compact-sm" variant="default" onClick={() => setEditing(true)}>
          {t('provider.edit')}
        </Button>
      }
    >
      <div className={css.stack}>
        <Facts
          facts={[
            { name: t('provider.issuer'), value: <Reported text={provider.issuer} wrap /> },
            { name: t('provider.clientId'), value: <Reported text={provider.clientId} mono wrap /> },
            {
              name: t('provider.clientSecret'),
              value: t(provider.hasSecret ? 'provider.secretSet' : 'provider.secretNone'),
            },
            { name: t('provider.scopes'), value: <Reported text={provider.scopes} mono wrap /> },
            {
              name: t('provider.groupClaim'),
              value: <Reported text={provider.groupClaim ?? ''} mono wrap instead={t('provider.noGroupClaim')} />,
            },
          ]}
        />
        <CopyField label={t('provider.redirectUri')} value={provider.redirectUri} hint={t('provider.redirectMore')} />
        {!provider.shown && <CopyField label={t('provider.link')} value={link} />}
        <CheckProvider provider={provider} />
      </div>
      {isEditing && <EditProvider provider={provider} onClose={() => setEditing(false)} />}
    </Panel>
  )
}
