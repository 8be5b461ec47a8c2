import type { Feed } from '@patchyard/api'
import { Button, Checkbox, TextInput } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useList } from '../../api/use-api.ts'
import { CheckList } from '../../components/CheckList/CheckList.tsx'
import { CopyField } from '../../components/CopyField/CopyField.tsx'
import css from '../../components/Panel/rows.module.css'
import { Panel } from '../../components/Panel/Panel.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { exportAddress, exportCommand, type ExportForm } from './export-address.ts'

/** As many sources as one server has. */
const MOST_READ = 500

export function MakePanel() {
  const [isSome, setSome] = useState(false)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [since, setSince] = useState('')
  const [ownUse, setOwnUse] = useState(false)
  const list = useList('listFeeds', { query: { sort: 'title' } }, { limit: MOST_READ })
  const feeds = onePerFeed(list.rows)
  const mayGo = (feed: Feed): boolean => ownUse || feed.mayRedistribute
  const named = isSome ? feeds.filter(feed => chosen.has(feed.feed) && mayGo(feed)).map(feed => feed.feed) : []
  const form: ExportForm = { since, ownUse, feeds: named }
  const isWhole = !isSome || named.length > 0
  return (
    <Panel title={t('bundles.make')}>
      <div className={css.stack}>
        <p>{t('bundles.makeText')}</p>
        <TextInput
          type="date"
          label={t('bundles.since')}
          description={t('bundles.sinceMore')}
          value={since}
          onChange={event => setSince(event.currentTarget.value)}
        />
        <Checkbox
          label={t('bundles.ownUse')}
          description={t('bundles.ownUseMore')}
          checked={ownUse}
          onChange={event => setOwnUse(event.currentTarget.checked)}
        />
        <Checkbox
          label={t('bundles.someFeeds')}
          description={t('bundles.someFeedsMore')}
          checked={isSome}
          onChange={event => setSome(event.currentTarget.checked)}
        />
        {isSome && (
          <>
            <FailureLine error={list.error} />
            <CheckList
              legend={t('bundles.whichFeeds')}
              items={feeds.map(feed => ({
                value: feed.feed,
                label: shownText(feed.title, 120),
                ...(mayGo(feed) ? {} : { description: t('bundles.ownUseAlone'), isOff: true }),
              }))}
              chosen={chosen}
              onChange={setChosen}
            />
          </>
        )}
        <div>
          {isWhole ? (
            <Button
              component="a"
              href={exportAddress(form)}
              download
              leftSection={<IconDownload size={15} aria-hidden />}
            >
              {t('bundles.download')}
            </Button>
          ) : (
            <Button disabled leftSection={<IconDownload size={15} aria-hidden />}>
              {t('bundles.download')}
            </Button>
          )}
        </div>
        {isWhole && <CopyField label={t('bundles.command')} value={exportCommand(form)} />}
      </div>
    </Panel>
  )
}

/** Bundles are made of feeds, whichever sources they have here. */
const onePerFeed = (feeds: readonly Feed[]): readonly Feed[] =>
  [...new Map(feeds.toReversed().map(feed => [feed.feed, feed])).values()].reverse()
