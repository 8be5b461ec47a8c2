import { Button } from '@mantine/core'
import { IconPlus, IconRadar2 } from '@tabler/icons-react'
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
import { assessmentColumns } from './assessment-columns.tsx'

const shape = listShape(assessmentColumns, { defaultSort: 'name' })
/** As many as the API takes at once. */
const MOST = 200

export function AssessmentProfilesPage() {
  const can = useCan()
  const bulk = useAction('bulkAssessmentProfiles', touchedByProfiles)
  if (!can('assessmentProfile.read')) return <NoPermission what={t('profiles.assessmentMore')} />
  const mayManage = can('assessmentProfile.manage')
  return (
    <>
      <PageHeader
        title={t('profiles.assessmentTitle')}
        actions={
          mayManage && (
            <Button component={Link} to="/profiles/assessment/new" leftSection={<IconPlus size={15} aria-hidden />}>
              {t('profiles.newAssessment')}
            </Button>
          )
        }
      />
      <ProfileTabs />
      <SearchList
        route="listAssessmentProfiles"
        name="assessmentProfiles"
        title="profiles.assessmentTitle"
        noun="count.profile"
        search="profiles.search"
        columns={assessmentColumns}
        shape={shape}
        csv={can('export.csv') ? 'exportAssessmentProfiles' : undefined}
        keyOf={profile => profile.id}
        nameOf={profile => profile.name}
        linkOf={profile => `/profiles/assessment/${profile.id}`}
        most={MOST}
        renderBulk={
          mayManage
            ? selected =>
                (['enable', 'disable', 'delete'] as const).map(action => (
                  <ProfileBulk
                    key={action}
                    action={action}
                    profiles={[...selected.values()]}
                    run={ids => bulk.mutateAsync({ body: { ids, action } })}
                  />
                ))
            : null
        }
        empty={<Notice icon={IconRadar2} title={t('profiles.none')} />}
      />
    </>
  )
}
