import { LinkTabs } from '../../components/Tabs/LinkTabs.tsx'
import { t } from '../../i18n/text.ts'

/** The keys, and how they come onto machines. */
export const KeyTabs = () => (
  <LinkTabs
    label={t('keys.parts')}
    tabs={[
      { to: '/activation-keys', label: t('keys.tabKeys') },
      { to: '/activation-keys/installing', label: t('keys.tabInstalling') },
    ]}
  />
)
