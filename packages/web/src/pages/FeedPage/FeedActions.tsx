import type { Feed } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useAction, useApi } from '../../api/use-api.ts'
import { ActionMenu, type MenuAction } from '../../components/ActionMenu/ActionMenu.tsx'
import { showDone, showFailure } from '../../components/notify.ts'
import { useMay } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { ChangeSource } from '../FeedsPage/SourceDialog.tsx'
import { touchedByFeed } from '../FeedsPage/touched-by-feed.ts'
import { AcceptHeld } from './AcceptHeld.tsx'
import { type FeedStep, feedSteps } from './feed-steps.ts'
import { FetchAnew, RemoveFeed, TurnOff, TurnOn } from './FeedQuestions.tsx'

const dialogs = {
  accept: AcceptHeld,
  anew: FetchAnew,
  change: ChangeSource,
  turnOn: TurnOn,
  turnOff: TurnOff,
  remove: RemoveFeed,
} as const satisfies { [S in FeedStep]: unknown }

const actions: { readonly [S in FeedStep]: () => MenuAction<S> } = {
  accept: () => ({ step: 'accept', label: t('feed.accept') }),
  anew: () => ({ step: 'anew', label: t('feed.anew') }),
  change: () => ({ step: 'change', label: t('feed.change') }),
  turnOn: () => ({ step: 'turnOn', label: t('feed.turnOn') }),
  turnOff: () => ({ step: 'turnOff', label: t('feed.turnOff') }),
  remove: () => ({ step: 'remove', label: t('feed.remove'), danger: true, isApart: true }),
}

/** What operators do with a feed. */
export function FeedActions({ feed }: { readonly feed: Feed }) {
  const may = useMay()
  const kinds = useApi('listFeedKinds')
  if (!may('operator')) return null
  const fetches = kinds.data?.syncing ?? false
  return (
    <>
      {fetches && feed.enabled && <SyncNow feed={feed} />}
      <ActionMenu
        label={t('feed.actions')}
        actions={feedSteps(feed, fetches).map(step => actions[step]())}
        renderDialog={(step, close) => {
          const Asked = dialogs[step]
          return <Asked feed={feed} onClose={close} />
        }}
      />
    </>
  )
}

function SyncNow({ feed }: { readonly feed: Feed }) {
  const sync = useAction('syncFeed', touchedByFeed)
  return (
    <Button
      leftSection={<IconRefresh size={15} aria-hidden />}
      loading={sync.isPending || feed.progress !== null}
      onClick={() =>
        sync.mutate(
          { params: { id: feed.id }, body: {} },
          {
            onSuccess: () => showDone(t('feed.syncing')),
            onError: error => showFailure(t('feed.sync'), error),
          },
        )
      }
    >
      {t('feed.sync')}
    </Button>
  )
}
