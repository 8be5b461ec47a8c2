import type { Feed, FeedDocument } from '@patchyard/api'
import {
  type Icon,
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconHandStop,
  IconHourglass,
  IconLoader2,
} from '@tabler/icons-react'
import { Mark, type Tone } from '../../components/Status/Mark.tsx'
import { type TextKey, t } from '../../i18n/text.ts'
import { grouped } from '../../text/numbers.ts'
import { type FeedStanding, feedStanding } from './feed-standing.ts'

type Look = readonly [Tone, Icon, TextKey]

const looks: { readonly [S in FeedStanding]: Look } = {
  never: ['quiet', IconCircleDashed, 'feedState.never'],
  ok: ['good', IconCircleCheck, 'feedState.ok'],
  syncing: ['busy', IconLoader2, 'feedState.syncing'],
  failed: ['danger', IconAlertTriangle, 'feedState.failed'],
  held: ['warning', IconHandStop, 'feedState.held'],
  disabled: ['quiet', IconBan, 'feedState.off'],
}

interface FeedMarkProps {
  readonly feed: Pick<Feed, 'state' | 'enabled' | 'progress'>
  readonly look?: 'plain' | 'pill'
}

export function FeedMark({ feed, look = 'plain' }: FeedMarkProps) {
  const [tone, icon, label] = looks[feedStanding(feed)]
  const words =
    feed.progress === null || feed.progress.wanted === 0
      ? t(label)
      : t('feedState.syncingOf', { done: grouped(feed.progress.done), wanted: grouped(feed.progress.wanted) })
  return <Mark tone={tone} icon={icon} label={words} look={look} />
}

const documentLooks: { readonly [S in FeedDocument['state']]: Look } = {
  wanted: ['quiet', IconHourglass, 'feedState.wanted'],
  ok: ['good', IconCircleCheck, 'feedState.ok'],
  failed: ['danger', IconAlertTriangle, 'feedState.failed'],
  held: ['warning', IconHandStop, 'feedState.held'],
  gone: ['quiet', IconCircleMinus, 'feedState.gone'],
}

export function DocumentMark({ state }: Pick<FeedDocument, 'state'>) {
  const [tone, icon, label] = documentLooks[state]
  return <Mark tone={tone} icon={icon} label={t(label)} />
}
