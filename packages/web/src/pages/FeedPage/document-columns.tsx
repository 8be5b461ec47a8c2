import type { FeedDocument } from '@patchyard/api'
import type { Column } from '../../components/DataTable/column.ts'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { t } from '../../i18n/text.ts'
import { bytes, grouped } from '../../text/numbers.ts'
import { Trouble } from '../FeedsPage/feed-columns.tsx'
import { dataAt } from '../FeedsPage/feed-standing.ts'
import { DocumentMark } from '../FeedsPage/FeedMark.tsx'
import { Rejections } from './Rejections.tsx'

export const documentColumns: readonly Column<FeedDocument>[] = [
  { key: 'part', header: 'column.name', sort: 'part', cell: one => <Reported text={one.part} /> },
  { key: 'state', header: 'column.status', sort: 'state', width: 130, cell: one => <DocumentMark state={one.state} /> },
  { key: 'trouble', header: 'feedColumn.trouble', width: 200, rank: 2, cell: one => <Note document={one} /> },
  {
    key: 'age',
    header: 'feedColumn.age',
    sort: 'takenAt',
    sortFirst: 'down',
    width: 118,
    cell: one => <Time at={dataAt({ editionAt: one.editionAt, at: one.takenAt })} as="ago" never={t('time.never')} />,
  },
  {
    key: 'edition',
    header: 'feedColumn.edition',
    width: 150,
    isExtra: true,
    cell: one => <Reported text={one.edition} />,
  },
  { key: 'records', header: 'feedColumn.records', width: 100, align: 'end', cell: one => grouped(one.records) },
  {
    key: 'rejected',
    header: 'feedColumn.rejected',
    sort: 'rejected',
    sortFirst: 'down',
    width: 110,
    align: 'end',
    cell: one => <Rejections of={one} />,
  },
  {
    key: 'changes',
    header: 'feedColumn.changes',
    width: 220,
    rank: 3,
    cell: one =>
      t('feed.changesOf', {
        added: grouped(one.added),
        changed: grouped(one.changed),
        removed: grouped(one.removed),
      }),
  },
  {
    key: 'size',
    header: 'column.size',
    sort: 'bytes',
    sortFirst: 'down',
    width: 96,
    align: 'end',
    rank: 2,
    cell: one => bytes(one.bytes),
  },
  {
    key: 'fetched',
    header: 'feedColumn.fetched',
    width: 118,
    rank: 3,
    cell: one => <Time at={one.fetchedAt} as="ago" never={t('time.never')} />,
  },
  {
    key: 'document',
    header: 'feedColumn.document',
    width: 130,
    isExtra: true,
    cell: one => <Reported text={one.document} mono />,
  },
  {
    key: 'sha256',
    header: 'feedColumn.sha256',
    width: 180,
    isExtra: true,
    cell: one => <Reported text={one.sha256 ?? ''} mono />,
  },
]

/** Of what is held, how much of it is left; otherwise what went wrong. */
function Note({ document: { held, error } }: { readonly document: FeedDocument }) {
  if (held === null) return <Trouble error={error} />
  if (held.accepted) return t('feed.heldAccepted')
  return t('feed.heldOf', { now: grouped(held.now), before: grouped(held.before) })
}
