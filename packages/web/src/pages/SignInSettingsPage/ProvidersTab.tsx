import { Button } from '@mantine/core'
import { IconLogin2, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { SearchList } from '../../components/SearchList/SearchList.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { listShape } from '../../frame/list-shape.ts'
import { t } from '../../i18n/text.ts'
import { NewProvider } from '../IdentityProviderPage/ProviderForm.tsx'
import { providerColumns } from './provider-columns.tsx'
import css from './SignInSettingsPage.module.css'

const shape = listShape(providerColumns, { defaultSort: 'title' })

export function ProvidersTab() {
  const [isCreating, setCreating] = useState(false)
  const create = (
    <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setCreating(true)}>
      {t('signInSettings.new')}
    </Button>
  )
  return (
    <>
      <div className={css.actions}>{create}</div>
      <SearchList
        route="listIdentityProviders"
        name="identityProviders"
        title="signInSettings.providers"
        noun="count.provider"
        search="signInSettings.search"
        columns={providerColumns}
        shape={shape}
        keyOf={one => one.id}
        nameOf={one => one.title}
        linkOf={one => `/sign-in-settings/providers/${one.id}`}
        empty={
          <Notice icon={IconLogin2} title={t('signInSettings.none')}>
            <p>{t('signInSettings.noneMore')}</p>
          </Notice>
        }
      />
      {isCreating && <NewProvider onClose={() => setCreating(false)} />}
    </>
  )
}
