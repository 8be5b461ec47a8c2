import type { AssessmentProfile } from '@patchyard/api'
import { useNavigate, useParams } from 'react-router'
import { useAction, useApi } from '../../../api/use-api.ts'
import { showDone } from '../../../components/notify.ts'
import { Facts } from '../../../components/Panel/Facts.tsx'
import { Unread } from '../../../components/States/Unread.tsx'
import { TagList } from '../../../components/Tags/TagList.tsx'
import { Time } from '../../../components/Time/Time.tsx'
import { PageHeader } from '../../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../../frame/Session/session-context.ts'
import { t } from '../../../i18n/text.ts'
import { shownText } from '../../../text/shown-text.ts'
import { DeleteProfile } from '../DeleteProfile.tsx'
import { touchedByProfiles } from '../touched-by-profiles.ts'
import { AssessmentForm } from './AssessmentForm.tsx'
import { ProfileMark, ScanInterval } from './assessment-columns.tsx'

export function AssessmentPage() {
  const { id = '' } = useParams()
  const profile = useApi('getAssessmentProfile', { params: { id } })
  if (profile.data === undefined) return <Unread of={profile} what={t('profiles.theProfile')} />
  return <Loaded key={profile.data.modifiedAt} profile={profile.data} />
}

function Loaded({ profile }: { readonly profile: AssessmentProfile }) {
  const can = useCan()
  const navigate = useNavigate()
  const change = useAction('changeAssessmentProfile', touchedByProfiles)
  const remove = useAction('deleteAssessmentProfile', touchedByProfiles)
  const mayManage = can('assessmentProfile.manage')
  const params = { id: profile.id }
  return (
    <>
      <PageHeader
        title={profile.name}
        parent={{ to: '/profiles/assessment', label: t('profiles.assessmentTitle') }}
        marks={<ProfileMark enabled={profile.enabled} />}
        actions={
          mayManage &&
          !profile.isDefault && (
            <DeleteProfile
              profile={profile}
              action={remove}
              run={() =>
                remove.mutate({ params }, { onSuccess: () => void navigate('/profiles/assessment', { replace: true }) })
              }
            />
          )
        }
      >
        <Facts
          as="row"
          facts={[
            { name: t('column.scansEvery'), value: <ScanInterval profile={profile} /> },
            { name: t('column.assets'), value: t('count.asset', { count: profile.assetCount }) },
            {
              name: t('column.tags'),
              value: <TagList tags={profile.tags} none={profile.isDefault ? t('profiles.allOthers') : '–'} />,
            },
            { name: t('column.created'), value: <Time at={profile.createdAt} /> },
            { name: t('column.changed'), value: <Time at={profile.modifiedAt} as="ago" /> },
          ]}
        />
      </PageHeader>
      {mayManage && (
        <AssessmentForm
          profile={profile}
          save={t('profiles.save')}
          busy={change.isPending}
          error={change.error}
          onSave={body =>
            change.mutate(
              { params, body },
              { onSuccess: saved => showDone(t('profiles.saved', { name: shownText(saved.name, 80) })) },
            )
          }
        />
      )}
    </>
  )
}
