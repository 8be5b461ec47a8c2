import { LinkTabs } from '../../components/Tabs/LinkTabs.tsx'
import { t } from '../../i18n/text.ts'

/** Names that are no product, and what people said of names. */
export const ProgramTabs = () => (
  <LinkTabs
    label={t('programs.parts')}
    tabs={[
      { to: '/programs', label: t('programs.unmatched') },
      { to: '/programs/mappings', label: t('programs.mappings') },
    ]}
  />
)
