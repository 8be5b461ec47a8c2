import { IconLogin2 } from '@tabler/icons-react'
import { SearchList } from '../../components/SearchList/SearchList.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { listShape } from '../../frame/list-shape.ts'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { providerColumns } from './provider-columns.tsx'

const shape = listShape(providerColumns, { defaultSort: 'title' })

export function ProvidersTab() {
  const can = useCan()
  return (
    <SearchList
      route="listIdentityProviders"
      csv={can('export.csv') ? 'exportIdentityProviders' : undefined}
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
