import type { Feed } from '@patchyard/api'
import type { Column } from '../../components/DataTable/column.ts'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { t } from '../../i18n/text.ts'
import { bytes, grouped } from '../../text/numbers.ts'
import { shownText } from '../../text/shown-text.ts'
import { FeedMark } from './FeedMark.tsx'
import { dataAt } from './feed-standing.ts'
import { troubleText } from './feed-trouble.ts'

export const feedColumns: readonly Column<Feed>[] = [
  { key: 'title', header: 'column.title', sort: 'title', cell: feed => <Reported text={feed.title} /> },
  {
    key: 'feed',
    header: 'feedColumn.feed',
    sort: 'feed',
    width: 150,
    rank: 3,
    cell: feed => <Reported text={feed.feed} mono />,
  },
  { key: 'state', header: 'column.status', sort: 'state', width: 176, cell: feed => <FeedMark feed={feed} /> },
  {
    key: 'trouble',
    header: 'feedColumn.trouble',
    width: 250,
    rank: 2,
    cell: feed => <Trouble error={feed.error} />,
  },
  {
    key: 'age',
    header: 'feedColumn.age',
    width: 118,
    cell: feed => (
      <Time at={dataAt({ editionAt: feed.editionAt, at: feed.succeededAt })} as="ago" never={t('time.never')} />
    ),
  },
  {
    key: 'edition',
    header: 'feedColumn.edition',
    width: 150,
    isExtra: true,
    cell: feed => <Reported text={feed.edition} />,
  },
  {
    key: 'records',
    header: 'feedColumn.records',
    width: 100,
    align: 'end',
    rank: 2,
    cell: feed => grouped(feed.records),
  },
  {
    key: 'rejected',
    header: 'feedColumn.rejected',
    width: 94,
    align: 'end',
    rank: 3,
    cell: feed => grouped(feed.rejected),
  },
  {
    key: 'documents',
    header: 'feedColumn.documents',
    width: 130,
    align: 'end',
    rank: 3,
    cell: feed => <span title={partsText(feed)}>{documentsText(feed)}</span>,
  },
  { key: 'size', header: 'column.size', width: 96, align: 'end', isExtra: true, cell: feed => bytes(feed.bytes) },
  {
    key: 'synced',
    header: 'feedColumn.lastSync',
    sort: 'succeededAt',
    sortFirst: 'down',
    width: 118,
    rank: 2,
    cell: feed => <Time at={feed.succeededAt} as="ago" never={t('time.never')} />,
  },
  {
    key: 'next',
    header: 'feedColumn.next',
    sort: 'nextAt',
    width: 118,
    rank: 2,
    cell: feed => <Time at={feed.nextAt} as="ago" />,
  },
  {
    key: 'created',
    header: 'column.created',
    sort: 'createdAt',
    sortFirst: 'down',
    width: 190,
    isExtra: true,
    cell: feed => <Time at={feed.createdAt} />,
  },
]

/** Single documents of many may fail while the feed is well. */
const documentsText = ({ documents: { total, failed } }: Feed): string =>
  failed === 0 ? grouped(total) : t('feed.withFailed', { total: grouped(total), failed: grouped(failed) })

const partsText = ({ documents }: Feed): string =>
  t('feed.parts', {
    failed: grouped(documents.failed),
    held: grouped(documents.held),
    wanted: grouped(documents.wanted),
    total: grouped(documents.total),
  })

/** In a few words; what to do comes up under the pointer, and stands on the feed's page. */
export function Trouble({ error }: { readonly error: Feed['error'] }) {
  if (error === null) return <Reported text="" />
  const { what, todo } = troubleText(error.code)
  const shown = shownText(what, 80)
  return <bdi title={`${shown}. ${todo}`}>{shown}</bdi>
}
