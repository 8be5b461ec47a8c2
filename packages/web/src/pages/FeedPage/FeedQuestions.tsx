import type { Feed } from '@patchyard/api'
import { useNavigate } from 'react-router'
import { useAction } from '../../api/use-api.ts'
import { ConfirmDialog } from '../../components/Dialog/ConfirmDialog.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Sentence } from '../../components/Sentence/Sentence.tsx'
import { t } from '../../i18n/text.ts'
import { touchedByFeed } from '../FeedsPage/touched-by-feed.ts'

export interface AskProps {
  readonly feed: Feed
  readonly onClose: () => void
}

export function FetchAnew({ feed, onClose }: AskProps) {
  const sync = useAction('syncFeed', touchedByFeed)
  return (
    <ConfirmDialog
      title={t('feed.anewTitle')}
      confirm={t('feed.anewDo')}
      busy={sync.isPending}
      error={sync.error}
      onClose={onClose}
      onConfirm={() => sync.mutate({ params: { id: feed.id }, body: { anew: true } }, { onSuccess: onClose })}
    >
      <p>{t('feed.anewText')}</p>
    </ConfirmDialog>
  )
}

export function TurnOn({ feed, onClose }: AskProps) {
  const change = useAction('changeFeed', touchedByFeed)
  return (
    <ConfirmDialog
      title={t('feed.turnOnTitle')}
      confirm={t('feed.turnOnDo')}
      busy={change.isPending}
      error={change.error}
      onClose={onClose}
      onConfirm={() => change.mutate({ params: { id: feed.id }, body: { enabled: true } }, { onSuccess: onClose })}
    >
      <p>{t('feed.turnOnText')}</p>
    </ConfirmDialog>
  )
}

export function TurnOff({ feed, onClose }: AskProps) {
  const change = useAction('changeFeed', touchedByFeed)
  return (
    <ConfirmDialog
      title={t('feed.turnOffTitle')}
      confirm={t('feed.turnOffDo')}
      danger
      busy={change.isPending}
      error={change.error}
      onClose={onClose}
      onConfirm={() => change.mutate({ params: { id: feed.id }, body: { enabled: false } }, { onSuccess: onClose })}
    >
      <p>{t('feed.turnOffText', { records: t('feed.recordCount', { count: feed.records }) })}</p>
    </ConfirmDialog>
  )
}

export function RemoveFeed({ feed, onClose }: AskProps) {
  const navigate = useNavigate()
  const remove = useAction('deleteFeed', ['listFeeds', 'listPatches', 'getPatch'])
  return (
    <ConfirmDialog
      title={t('feed.removeTitle')}
      confirm={t('feed.removeDo')}
      danger
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate({ params: { id: feed.id } }, { onSuccess: () => void navigate('/feeds', { replace: true }) })
      }
    >
      <p>
        <Sentence
          text="feed.removeText"
          parts={{
            records: t('feed.recordCount', { count: feed.records }),
            name: <Reported text={feed.title} wrap />,
          }}
        />
      </p>
      <p>{t('feed.removePatches')}</p>
    </ConfirmDialog>
  )
}
