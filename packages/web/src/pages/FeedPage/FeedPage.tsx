import type { Feed } from '@patchyard/api'
import { Outlet, useParams } from 'react-router'
import { useApi } from '../../api/use-api.ts'
import { Facts } from '../../components/Panel/Facts.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { Unread } from '../../components/States/Unread.tsx'
import { LinkTabs } from '../../components/Tabs/LinkTabs.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { grouped } from '../../text/numbers.ts'
import { shownText } from '../../text/shown-text.ts'
import { dataAt } from '../FeedsPage/feed-standing.ts'
import { FeedMark } from '../FeedsPage/FeedMark.tsx'
import { FeedNote } from '../FeedsPage/FeedNote.tsx'
import { troubleText } from '../FeedsPage/feed-trouble.ts'
import { useSyncProgress } from '../FeedsPage/use-sync-progress.ts'
import { FeedActions } from './FeedActions.tsx'

export function FeedPage() {
  const can = useCan()
  if (!can('patch.read')) return <NoPermission what={t('feeds.forWhom')} />
  return <Open />
}

function Open() {
  const { id = '' } = useParams()
  const feed = useApi('getFeed', { params: { id } })
  useSyncProgress()
  if (feed.data === undefined) return <Unread of={feed} what={t('feed.theFeed')} />
  return <Loaded feed={feed.data} />
}

function Loaded({ feed }: { readonly feed: Feed }) {
  return (
    <>
      <PageHeader
        title={feed.title}
        parent={{ to: '/feeds', label: t('feeds.feeds') }}
        marks={<FeedMark feed={feed} look="pill" />}
        actions={<FeedActions feed={feed} />}
      >
        <Facts
          as="row"
          facts={[
            {
              name: t('feedColumn.age'),
              value: (
                <Time
                  at={dataAt({ editionAt: feed.editionAt, at: feed.succeededAt })}
                  as="ago"
                  never={t('time.never')}
                />
              ),
            },
            { name: t('feedColumn.edition'), value: <Reported text={feed.edition} wrap /> },
            { name: t('feedColumn.records'), value: grouped(feed.records) },
            { name: t('feedColumn.rejected'), value: grouped(feed.rejected) },
            { name: t('feedColumn.lastSync'), value: <Time at={feed.succeededAt} never={t('time.never')} /> },
            { name: t('feedColumn.next'), value: <Time at={feed.nextAt} /> },
          ]}
        />
        {feed.error !== null && <TroubleNote feed={feed} error={feed.error} />}
      </PageHeader>
      <LinkTabs
        label={t('feed.partsOf')}
        tabs={[
          { to: `/feeds/${feed.id}`, label: t('feed.documents'), count: feed.documents.total },
          { to: `/feeds/${feed.id}/about`, label: t('feed.about') },
        ]}
      />
      <Outlet context={feed} />
    </>
  )
}

function TroubleNote({ feed, error }: { readonly feed: Feed; readonly error: NonNullable<Feed['error']> }) {
  const { what, todo } = troubleText(error.code)
  return (
    <FeedNote tone={feed.state === 'held' ? 'warning' : 'danger'} title={shownText(what, 120)}>
      <p>{todo}</p>
      {error.detail !== null && error.detail !== '' && (
        <p className="quiet">
          <Reported text={t('feed.serverSays', { detail: error.detail })} wrap />
        </p>
      )}
    </FeedNote>
  )
}
