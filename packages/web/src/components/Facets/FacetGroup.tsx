import { check, type Entity } from '@patchyard/query'
import { useId, useState } from 'react'
import { type Facets, useApi } from '../../api/use-api.ts'
import type { FindRoute } from '../../api/find-routes.ts'
import { t } from '../../i18n/text.ts'
import { hasTerm, withoutTerms } from '../../query/facet-terms.ts'
import { type Asked, askedOf } from '../../query/asked.ts'
import { grouped } from '../../text/numbers.ts'
import { shownText } from '../../text/shown-text.ts'
import type { FacetOf } from './facet.ts'
import css from './Facets.module.css'

const FEW = 6

type Counted = Facets[string][number]

export interface FacetGroupProps {
  readonly facet: FacetOf
  readonly entity: Entity
  readonly route: FindRoute
  /** The query in the box; with errors, facets stand still. */
  readonly query: string
  /** What the list was asked beside the query. */
  readonly asked: Asked & { readonly status?: 'missing' | 'installed' | 'latestMissing'; readonly asOf?: string }
  readonly platform: string | null
  readonly counts: Facets
  toggle(token: string, value: string | null): void
}

export function FacetGroup(props: FacetGroupProps) {
  const { facet, entity, query, toggle } = props
  const counts = props.counts[facet.token] ?? []
  const id = useId()
  const [showsAll, setShowsAll] = useState(false)
  const { tree } = check(query, { entity })
  const isOn = (token: string, value: string | null): boolean => tree !== null && hasTerm(tree, { token, value })
  const isChosen = facet.token !== '' && counts.some(({ value }) => isOn(facet.token, value))
  const others = useOthers(props, isChosen)
  const values = isChosen ? others : counts
  // What is on stands among the first, so that it can be seen and taken off.
  const sorted = [...values].sort((a, b) => Number(isOn(facet.token, b.value)) - Number(isOn(facet.token, a.value)))
  const shown = showsAll ? sorted : sorted.slice(0, FEW)
  return (
    <section className={css.group} aria-labelledby={id}>
      <h2 id={id} className={css.title}>
        {t(facet.title)}
      </h2>
      <ul className={css.values}>
        {facet.fixed?.map(one => (
          <Value
            key={`${one.token} ${one.value}`}
            label={t(one.label)}
            count={props.counts[one.name]?.[0]?.count}
            isOn={isOn(one.token, one.value)}
            isAble={tree !== null}
            onClick={() => toggle(one.token, one.value)}
          />
        ))}
        {shown.map(({ value, count }) => (
          <Value
            key={value ?? '\u0000'}
            label={labelOf(value)}
            isQuiet={value === null}
            count={count}
            isOn={isOn(facet.token, value)}
            isAble={tree !== null}
            onClick={() => toggle(facet.token, value)}
          />
        ))}
      </ul>
      {values.length === 0 && facet.fixed === undefined && <p className={css.none}>{t('facet.nothing')}</p>}
      {values.length > FEW && (
        <button type="button" className={css.more} onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? t('facet.fewer') : t('facet.more', { all: values.length })}
        </button>
      )}
    </section>
  )
}

/** With a value chosen, the list has no other any more: the others are counted as if none were. */
function useOthers(
  { facet, entity, route, query, platform, asked }: FacetGroupProps,
  isChosen: boolean,
): readonly Counted[] {
  const rest = withoutTerms(query, entity, facet.token)
  const again = rest === null ? null : askedOf(entity, { query: rest, having: null, platform })
  const { status, having, asOf } = asked
  const answer = useApi(
    route,
    {
      query: {
        ...again,
        ...(having === undefined ? {} : { having }),
        ...(status === undefined ? {} : { status }),
        ...(asOf === undefined ? {} : { asOf }),
        facets: facet.token,
        limit: 1,
      },
    },
    { enabled: isChosen && again !== null, keepsBefore: true },
  )
  return answer.data?.facets?.[facet.token] ?? []
}

function labelOf(value: string | null): string {
  if (value === null || value === '') return t('facet.none')
  if (value === 'true') return t('facet.yes')
  if (value === 'false') return t('facet.no')
  return shownText(value, 80)
}

interface ValueProps {
  readonly label: string
  readonly count?: number | undefined
  readonly isQuiet?: boolean
  readonly isOn: boolean
  readonly isAble: boolean
  onClick(): void
}

function Value({ label, count, isQuiet = false, isOn, isAble, onClick }: ValueProps) {
  return (
    <li>
      <button type="button" className={css.value} aria-pressed={isOn} disabled={!isAble} onClick={onClick}>
        <bdi className={css.label} data-quiet={isQuiet || undefined} title={label}>
          {label}
        </bdi>
        {count !== undefined && <span className={css.count}>{grouped(count)}</span>}
      </button>
    </li>
  )
}
