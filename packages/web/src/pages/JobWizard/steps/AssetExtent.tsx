import { Link } from 'react-router'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { FailureLine } from '../../../components/States/FailureLine.tsx'
import { t } from '../../../i18n/text.ts'
import { shownText } from '../../../text/shown-text.ts'
import css from './Extent.module.css'
import { FEW_ASSETS, useChosenAssets } from './use-asset-query.ts'

/** How many assets the choice comes to now, and the first of them. Who is meant in a run is decided when it is planned. */
export function AssetExtent() {
  const { query, list } = useChosenAssets()
  const isKnown = query !== null && list.state === 'ready'
  return (
    <Panel title={t('wizard.whatItComesTo')}>
      <div
        className={css.extent}
        role="status"
        aria-busy={query !== null && (list.state === 'loading' || list.isStale)}
      >
        <p className={css.count}>
          {query === null
            ? t('wizard.nobodyYet')
            : isKnown
              ? t('count.asset', { count: list.total })
              : t('table.reading')}
        </p>
        <p className="quiet">
          {isKnown && list.total > 0
            ? t(list.total > FEW_ASSETS ? 'wizard.amongThem' : 'wizard.theseAre', {
                names: list.rows
                  .slice(0, FEW_ASSETS)
                  .map(asset => shownText(asset.name, 60))
                  .join(', '),
              })
            : t('wizard.countMore')}
        </p>
        <FailureLine error={query === null ? null : list.error} />
      </div>
      {isKnown && list.total > 0 && (
        <Link to={`/assets?${new URLSearchParams({ query })}`} target="_blank" rel="noreferrer">
          {t('wizard.openList')}
        </Link>
      )}
    </Panel>
  )
}
