import type { Facets } from '../../api/use-api.ts'
import { t } from '../../i18n/text.ts'
import css from './Facets.module.css'
import type { FacetOf } from './facet.ts'
import { FacetGroup, type FacetGroupProps } from './FacetGroup.tsx'

interface FacetColumnProps extends Omit<FacetGroupProps, 'facet' | 'counts'> {
  readonly facets: readonly FacetOf[]
  readonly counts: Facets
}

/** Beside a list: the values of a few tokens with how often they occur. A click writes them into the query. */
export function FacetColumn({ facets, counts, ...rest }: FacetColumnProps) {
  // It scrolls, and before there are values nothing in it takes the focus.
  return (
    <aside className={css.column} aria-label={t('facet.title')} tabIndex={0}>
      {facets.map(facet => (
        <FacetGroup key={facet.title} facet={facet} counts={counts} {...rest} />
      ))}
    </aside>
  )
}
