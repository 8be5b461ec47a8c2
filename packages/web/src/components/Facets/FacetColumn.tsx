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
  return (
    <aside className={css.column} aria-label={t('facet.title')}>
      {facets.map(facet => (
        <FacetGroup key={facet.title} facet={facet} counts={counts} {...rest} />
      ))}
    </aside>
  )
}
