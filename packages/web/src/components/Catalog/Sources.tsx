import type { FactSource } from '@patchyard/api'
import { t } from '../../i18n/text.ts'
import { Reported } from '../Reported/Reported.tsx'
import { Sentence } from '../Sentence/Sentence.tsx'
import { SmallTable } from '../SmallTable/SmallTable.tsx'
import { Time } from '../Time/Time.tsx'
import { Panel } from '../Panel/Panel.tsx'
import css from './Sources.module.css'

interface SourcesProps {
  readonly sources: readonly (FactSource & { readonly says?: readonly string[]; readonly of?: string | null })[]
}

/** Every fact has its source and date. */
export function Sources({ sources }: SourcesProps) {
  const withSays = sources.some(one => one.says !== undefined)
  return (
    <Panel title={t('catalog.sources')}>
      {sources.length > 0 && <p className={css.note}>{t('catalog.sourcesMore')}</p>}
      <SmallTable
        label={t('catalog.sources')}
        heads={[t('catalog.source'), t('catalog.since'), ...(withSays ? [t('cve.saysWhat')] : [])]}
        rows={sources.map(one => [
          <span key="feed">
            <Reported text={one.feed} />
            {one.of != null && (
              <span className={css.of}>
                <Sentence text="catalog.saidOfSource" parts={{ source: <Reported text={one.of} /> }} />
              </span>
            )}
          </span>,
          <Time key="since" at={one.since} />,
          ...(withSays ? [(one.says ?? []).join(', ')] : []),
        ])}
        none={t('catalog.noSource')}
      />
    </Panel>
  )
}
