import { NoPermission } from '../../components/States/NoPermission.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useMay } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { FeedTabs } from '../FeedsPage/FeedTabs.tsx'
import css from '../PeoplePage/people.module.css'
import own from './BundlesPage.module.css'
import { BringPanel } from './BringPanel.tsx'
import { BroughtPanel } from './BroughtPanel.tsx'
import { OwnKeyPanel, TrustedKeysPanel } from './KeyPanels.tsx'
import { MakePanel } from './MakePanel.tsx'

/** For servers without a network: the catalog as a file, out of here and into here. */
export function BundlesPage() {
  const may = useMay()
  if (!may('operator')) return <NoPermission what={t('bundles.forWhom')} />
  return (
    <>
      <PageHeader title={t('feeds.offline')} parent={{ to: '/feeds', label: t('feeds.feeds') }}>
        <p className={`quiet ${own.intro}`}>{t('bundles.intro')}</p>
      </PageHeader>
      <FeedTabs />
      <div className={css.grid}>
        <div className={own.column}>
          <MakePanel />
          <OwnKeyPanel />
        </div>
        <div className={own.column}>
          <BringPanel />
          <TrustedKeysPanel />
          <BroughtPanel />
        </div>
      </div>
    </>
  )
}
