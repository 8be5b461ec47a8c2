import { LinkTabs } from '../../components/Tabs/LinkTabs.tsx'
import { useMay } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'

/** Operators bring and make bundles; for everybody else there is one list. */
export function FeedTabs() {
  const may = useMay()
  if (!may('operator')) return null
  return (
    <LinkTabs
      label={t('feeds.feeds')}
      tabs={[
        { to: '/feeds', label: t('feeds.feeds') },
        { to: '/feeds/offline', label: t('feeds.offline') },
      ]}
    />
  )
}
