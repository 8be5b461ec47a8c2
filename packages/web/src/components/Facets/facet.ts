import type { TextKey } from '../../i18n/text.ts'

export interface FacetOf {
  readonly title: TextKey
  /** Whose values the server counts; '' where `fixed` says all there is. */
  readonly token: string
  /** Conditions that are always offered. `name`: under which the server counts what they find. */
  readonly fixed?: readonly FixedFacet[]
}
interface FixedFacet {
  readonly name: string
  readonly token: string
  readonly value: string
  readonly label: TextKey
}

/** What a list asks to be counted. */
export const countedFacets = (facets: readonly FacetOf[]): string[] =>
  facets.flatMap(({ token, fixed = [] }) => [...(token === '' ? [] : [token]), ...fixed.map(one => one.name)])
