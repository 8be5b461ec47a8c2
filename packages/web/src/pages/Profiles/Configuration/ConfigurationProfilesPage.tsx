import { Button } from '@mantine/core'
import { IconAdjustments, IconPlus } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useAction } from '../../../api/use-api.ts'
import { SearchList } from '../../../components/SearchList/SearchList.tsx'
import { NoPermission } from '../../../components/States/NoPermission.tsx'
import { Notice } from '../../../components/States/Notice.tsx'
import { listShape } from '../../../frame/list-shape.ts'
import { PageHeader } from '../../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../../frame/Session/session-context.ts'
import { t } from '../../../i18n/text.ts'
import { ProfileBulk } from '../ProfileBulk.tsx'
import { ProfileTabs } from '../ProfileTabs.tsx'
import { touchedByProfiles } from '../touched-by-profiles.ts'
import { configurationColumns } from './configuration-columns.tsx'
import { OrderProfiles } from './OrderProfiles.tsx'

const shape = listShape(configurationColumns, { defaultSort: 'priority' })
/** As many as the API takes at once. */
const MOST = 200

export function ConfigurationProfilesPage() {
  const can = useCan()
  const bulk = useAction('bulkConfigurationProfiles', touchedByProfiles)
  if (!can('configurationProfile.read')) return <NoPermission what={t('profiles.configurationMore')} />
  const mayManage = can('configurationProfile.manage')
  return (
    <>
      <PageHeader
        title={t('profiles.configurationTitle')}
        actions={
          mayManage && (
            <>
              <OrderProfiles />
              <Button
                component={Link}
                to="/profiles/configuration/new"
                leftSection={<IconPlus size={15} aria-hidden />}
              >
                {t('profiles.newConfiguration')}
              </Button>
            </>
          )
        }
      />
      <ProfileTabs />
      <SearchList
        route="listConfigurationProfiles"
        name="configurationProfiles"
        title="profiles.configurationTitle"
        noun="count.profile"
        search="profiles.search"
        columns={configurationColumns}
        shape={shape}
        csv={can('export.csv') ? 'exportConfigurationProfiles' : undefined}
        keyOf={profile => profile.id}
        nameOf={profile => profile.name}
        linkOf={profile => `/profiles/configuration/${profile.id}`}
        most={MOST}
        renderBulk={
          mayManage
            ? selected => (
                <ProfileBulk
                  action="delete"
                  profiles={[...selected.values()]}
                  run={ids => bulk.mutateAsync({ body: { ids, action: 'delete' } })}
                />
              )
            : null
        }
        empty={<Notice icon={IconAdjustments} title={t('profiles.none')} />}
      />
    </>
  )
}
