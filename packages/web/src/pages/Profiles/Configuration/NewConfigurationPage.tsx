import { useNavigate } from 'react-router'
import { useAction } from '../../../api/use-api.ts'
import { showDone } from '../../../components/notify.ts'
import { NoPermission } from '../../../components/States/NoPermission.tsx'
import { PageHeader } from '../../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../../frame/Session/session-context.ts'
import { t } from '../../../i18n/text.ts'
import { shownText } from '../../../text/shown-text.ts'
import { touchedByProfiles } from '../touched-by-profiles.ts'
import { ConfigurationForm } from './ConfigurationForm.tsx'

export function NewConfigurationPage() {
  const can = useCan()
  const navigate = useNavigate()
  const create = useAction('createConfigurationProfile', touchedByProfiles)
  if (!can('configurationProfile.manage')) return <NoPermission what={t('profiles.configurationMore')} />
  return (
    <>
      <PageHeader
        title={t('profiles.newConfiguration')}
        parent={{ to: '/profiles/configuration', label: t('profiles.configurationTitle') }}
      />
      <ConfigurationForm
        profile={null}
        save={t('profiles.create')}
        busy={create.isPending}
        error={create.error}
        onSave={({ tags = [], ...body }) =>
          create.mutate(
            { body: { ...body, tags } },
            {
              onSuccess: profile => {
                showDone(t('profiles.made', { name: shownText(profile.name, 80) }))
                void navigate('/profiles/configuration')
              },
            },
          )
        }
      />
    </>
  )
}
