import { LinkTabs } from '../../components/Tabs/LinkTabs.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'

/** The two kinds of profiles beside each other. */
export function ProfileTabs() {
  const can = useCan()
  const tabs = [
    ...(can('assessmentProfile.read') ? [{ to: '/profiles/assessment', label: t('profiles.assessment') }] : []),
    ...(can('configurationProfile.read')
      ? [{ to: '/profiles/configuration', label: t('profiles.configuration') }]
      : []),
  ]
  return <LinkTabs label={t('profiles.kinds')} tabs={tabs} />
}
