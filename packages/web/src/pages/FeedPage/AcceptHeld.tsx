import { useAction, useList } from '../../api/use-api.ts'
import { ConfirmDialog } from '../../components/Dialog/ConfirmDialog.tsx'
import { SmallTable } from '../../components/SmallTable/SmallTable.tsx'
import { Failed } from '../../components/States/Failed.tsx'
import { Loading } from '../../components/States/Loading.tsx'
import { t } from '../../i18n/text.ts'
import { grouped } from '../../text/numbers.ts'
import { touchedByFeed } from '../FeedsPage/touched-by-feed.ts'
import type { AskProps } from './FeedQuestions.tsx'
import { heldDocuments } from './held-documents.ts'

const MOST_READ = 500
const MOST_SHOWN = 20

export function AcceptHeld({ feed, onClose }: AskProps) {
  // "held" stands in the state of those that are meant; what has it in its name only is left out below.
  const list = useList(
    'listFeedDocuments',
    { params: { id: feed.id }, query: { search: 'held', sort: 'state' } },
    { limit: MOST_READ },
  )
  const accept = useAction('acceptFeed', [...touchedByFeed, 'listPatches', 'getPatch'])
  const held = heldDocuments(list.rows)
  const gone = held.reduce((sum, one) => sum + one.gone, 0)
  return (
    <ConfirmDialog
      title={t('feed.acceptTitle')}
      confirm={t('feed.acceptDo')}
      danger
      busy={accept.isPending}
      error={accept.error}
      disabled={held.length === 0}
      onClose={onClose}
      onConfirm={() => accept.mutate({ params: { id: feed.id } }, { onSuccess: onClose })}
    >
      {list.state === 'loading' && <Loading what={t('feed.theFeed')} />}
      {list.state === 'failed' && <Failed error={list.error} onRetry={list.retry} />}
      {list.state === 'ready' && held.length === 0 && <p>{t('feed.acceptNone')}</p>}
      {held.length > 0 && (
        <>
          <p>{t('feed.acceptText', { count: held.length, gone: t('feed.recordCount', { count: gone }) })}</p>
          {(list.hasMore || held.length > MOST_SHOWN) && <p>{t('feed.acceptAtLeast')}</p>}
          <SmallTable
            label={t('feed.documents')}
            heads={[t('feedColumn.document'), t('feed.knownNow'), t('feed.wouldBe'), t('feed.wouldGo')]}
            numbers={[1, 2, 3]}
            rows={held
              .slice(0, MOST_SHOWN)
              .map(one => [one.name, grouped(one.before), grouped(one.now), grouped(one.gone)])}
            none={t('feed.acceptNone')}
            look="whole"
          />
          <p>{t('feed.acceptCheck')}</p>
        </>
      )}
    </ConfirmDialog>
  )
}
