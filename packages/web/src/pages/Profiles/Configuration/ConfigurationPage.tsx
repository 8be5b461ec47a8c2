import type { ConfigurationProfile } from '@patchyard/api'
import { Link, useNavigate, useParams } from 'react-router'
import { useAction, useApi } from '../../../api/use-api.ts'
import { showDone } from '../../../components/notify.ts'
import { Facts } from '../../../components/Panel/Facts.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Unread } from '../../../components/States/Unread.tsx'
import { TagList } from '../../../components/Tags/TagList.tsx'
import { Time } from '../../../components/Time/Time.tsx'
import { PageHeader } from '../../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../../frame/Session/session-context.ts'
import { t } from '../../../i18n/text.ts'
import { shownText } from '../../../text/shown-text.ts'
import { DeleteProfile } from '../DeleteProfile.tsx'
import { DocumentFacts } from '../DocumentFacts.tsx'
import css from '../Profiles.module.css'
import { touchedByProfiles } from '../touched-by-profiles.ts'
import { ConfigurationForm } from './ConfigurationForm.tsx'

export function ConfigurationPage() {
  const { id = '' } = useParams()
  const profile = useApi('getConfigurationProfile', { params: { id } })
  if (profile.data === undefined) return <Unread of={profile} what={t('profiles.theProfile')} />
  return <Loaded key={profile.data.modifiedAt} profile={profile.data} />
}

function Loaded({ profile }: { readonly profile: ConfigurationProfile }) {
  const can = useCan()
  const navigate = useNavigate()
  const change = useAction('changeConfigurationProfile', touchedByProfiles)
  const remove = useAction('deleteConfigurationProfile', touchedByProfiles)
  const mayManage = can('configurationProfile.manage')
  const params = { id: profile.id }
  return (
    <>
      <PageHeader
        title={profile.name}
        parent={{ to: '/profiles/configuration', label: t('profiles.configurationTitle') }}
        actions={
          mayManage &&
          !profile.isDefault && (
            <DeleteProfile
              profile={profile}
              action={remove}
              run={() =>
                remove.mutate(
                  { params },
                  { onSuccess: () => void navigate('/profiles/configuration', { replace: true }) },
                )
              }
            />
          )
        }
      >
        <Facts
          as="row"
          facts={[
            {
              name: t('column.priority'),
              value: profile.priority === null ? t('profiles.last') : String(profile.priority),
            },
            { name: t('column.assets'), value: t('count.asset', { count: profile.assetCount }) },
            { name: t('profiles.whoHasIt'), value: <Link to="/agents">{t('profiles.seeAgents')}</Link> },
            {
              name: t('column.tags'),
              value: <TagList tags={profile.tags} none={profile.isDefault ? t('profiles.allOthers') : '–'} />,
            },
            { name: t('column.version'), value: <Reported text={profile.version.slice(0, 12)} mono /> },
            { name: t('column.changed'), value: <Time at={profile.modifiedAt} as="ago" /> },
          ]}
        />
      </PageHeader>
      {mayManage ? (
        <ConfigurationForm
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
      ) : (
        <div className={css.alone}>
          <DocumentFacts document={profile.document} />
        </div>
      )}
    </>
  )
}
