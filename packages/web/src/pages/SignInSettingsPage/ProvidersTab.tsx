import { IconLogin2 } from '@tabler/icons-react'
import { SearchList } from '../../components/SearchList/SearchList.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { listShape } from '../../frame/list-shape.ts'
import { t } from '../../i18n/text.ts'
import { providerColumns } from './provider-columns.tsx'

const shape = listShape(providerColumns, { defaultSort: 'title' })

export function ProvidersTab() {
  return (
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
  )
}
