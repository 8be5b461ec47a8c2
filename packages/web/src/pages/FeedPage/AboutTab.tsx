import type { Feed, FeedKind } from '@patchyard/api'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api/use-api.ts'
import { type Fact, Facts } from '../../components/Panel/Facts.tsx'
import { Panel } from '../../components/Panel/Panel.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { useMay } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { localText } from '../../text/instant-text.ts'
import { shownText } from '../../text/shown-text.ts'
import { feedGives } from '../FeedsPage/feed-gives.ts'
import { intervalText } from '../FeedsPage/interval.ts'
import { ChangeSource } from '../FeedsPage/SourceDialog.tsx'
import css from '../PeoplePage/people.module.css'
import { useShownFeed } from './feed-context.ts'

export function AboutTab() {
  const feed = useShownFeed()
  const kinds = useApi('listFeedKinds')
  const kind = kinds.data?.items.find(one => one.feed === feed.feed)
  return (
    <div className={css.grid}>
      <TermsPanel feed={feed} kind={kind} />
      <SettingsPanel feed={feed} kind={kind} />
    </div>
  )
}

interface PanelProps {
  readonly feed: Feed
  /** Absent while it is read, and of a feed that this version no longer has. */
  readonly kind: FeedKind | undefined
}

function TermsPanel({ feed, kind }: PanelProps) {
  const gives = feedGives(feed.feed)
  return (
    <Panel title={t('feed.terms')}>
      <Facts
        facts={[
          ...(gives === null ? [] : [{ name: t('feed.gives'), value: gives }]),
          { name: t('feed.publisher'), value: <Reported text={kind?.publisher ?? ''} wrap /> },
          { name: t('feed.licence'), value: <Reported text={feed.licence} wrap instead={t('feed.noLicence')} /> },
          {
            name: t('feed.attribution'),
            value: <Reported text={feed.attribution} wrap instead={t('feed.noAttribution')} />,
          },
          {
            name: t('feed.redistribute'),
            value: t(feed.mayRedistribute ? 'feed.mayRedistribute' : 'feed.mayNotRedistribute'),
          },
        ]}
      />
    </Panel>
  )
}

function SettingsPanel({ feed, kind }: PanelProps) {
  const may = useMay()
  const [isChanging, setChanging] = useState(false)
  return (
    <Panel
      title={t('feed.settings')}
      aside={
        may('operator') && (
          <Button size="compact-sm" variant="default" onClick={() => setChanging(true)}>
            {t('feed.change')}
          </Button>
        )
      }
    >
      <Facts
        facts={[
          { name: t('feed.kind'), value: <Reported text={feed.feed} mono wrap /> },
          ...addressFacts({ feed, kind }),
          ...Object.entries(feed.options).map(([name, value]) => ({
            name: shownText(name, 60),
            value: <Reported text={value} mono wrap />,
          })),
          { name: t('feed.every'), value: intervalText(feed.intervalS) },
          {
            name: t('feed.origin'),
            value: feed.isDefault ? t('feed.byServer') : t('feed.added', { at: localText(Date.parse(feed.createdAt)) }),
          },
        ]}
      />
      {feed.addresses === null && <p className="quiet">{t('feed.addressesHidden')}</p>}
      {isChanging && <ChangeSource feed={feed} onClose={() => setChanging(false)} />}
    </Panel>
  )
}

/** Where each document comes from: the operator's address, else the feed's own. Others than operators are not told. */
function addressFacts({ feed: { addresses }, kind }: PanelProps): Fact[] {
  if (addresses === null) return []
  return (kind?.documents ?? []).map(({ name, url }) => ({
    name: t('feed.addressOf', { name: shownText(name, 60) }),
    value: <Reported text={addresses[name] ?? url ?? ''} mono wrap instead={t('feed.namedElsewhere')} />,
  }))
}
