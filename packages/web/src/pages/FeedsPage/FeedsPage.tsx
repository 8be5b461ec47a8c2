import { Button } from '@mantine/core'
import { IconPlus, IconRss } from '@tabler/icons-react'
import { useState } from 'react'
import { useApi } from '../../api/use-api.ts'
import { SearchList } from '../../components/SearchList/SearchList.tsx'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { listShape } from '../../frame/list-shape.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan, useMay } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { FeedNote } from './FeedNote.tsx'
import { FeedTabs } from './FeedTabs.tsx'
import { feedColumns } from './feed-columns.tsx'
import { NewSource } from './SourceDialog.tsx'
import { useSyncProgress } from './use-sync-progress.ts'

const shape = listShape(feedColumns, { defaultSort: 'title' })

export function FeedsPage() {
  const can = useCan()
  if (!can('patch.read')) return <NoPermission what={t('feeds.forWhom')} />
  return <Open />
}

function Open() {
  const may = useMay()
  const [isAdding, setAdding] = useState(false)
  const kinds = useApi('listFeedKinds')
  useSyncProgress()
  const mayChange = may('operator')
  return (
    <>
      <PageHeader
        title={t('feeds.feeds')}
        actions={
          mayChange && (
            <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setAdding(true)}>
              {t('feeds.add')}
            </Button>
          )
        }
      >
        {kinds.data?.syncing === false && <FeedNote tone="quiet">{t('feeds.fetchesNothing')}</FeedNote>}
      </PageHeader>
      <FeedTabs />
      <SearchList
        route="listFeeds"
        csv={may('export.csv') ? 'exportFeeds' : undefined}
        name="feeds"
        title="feeds.feeds"
        noun="feeds.listed"
        search="feeds.search"
        columns={feedColumns}
        shape={shape}
        keyOf={feed => feed.id}
        nameOf={feed => feed.title}
        linkOf={feed => `/feeds/${feed.id}`}
        empty={
          <Notice icon={IconRss} title={t('feeds.none')}>
            <p>{t('feeds.noneMore')}</p>
          </Notice>
        }
      />
      {isAdding && <NewSource onClose={() => setAdding(false)} />}
    </>
  )
}
