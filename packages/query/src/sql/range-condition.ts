import { isVersionScheme, type VersionScheme, versionSchemeNames, versionSchemes } from '@patchyard/domain'
import type { DateBound } from '../dates/date-bound.ts'
import { resolveDate } from '../dates/resolve-date.ts'
import type { Bound, Range } from '../tree/tree.ts'
import { allOf, anyOf, FALSE, param, type SqlFragment, sql } from './fragment.ts'
import type { ValueHome } from './homes/home.ts'
import { instant } from './instant.ts'

export function numberCondition(range: Range<number>, expression: SqlFragment, whole: boolean): SqlFragment {
  const value = (bound: Bound<number>): SqlFragment =>
    // A bound that is no bigint is compared as a float: 9.5 and 1e300 are no errors on a count.
    whole && Number.isSafeInteger(bound.value)
      ? sql`${param(bound.value)}::bigint`
      : sql`${param(bound.value)}::double precision`
  const { low, high } = range
  if (low !== null && high !== null && low.value === high.value && low.included && high.included) {
    return sql`${expression} = ${value(low)}`
  }
  return between(range, {
    above: bound => (bound.included ? sql`${expression} >= ${value(bound)}` : sql`${expression} > ${value(bound)}`),
    below: bound => (bound.included ? sql`${expression} <= ${value(bound)}` : sql`${expression} < ${value(bound)}`),
  })
}

/** A bound is a stretch: from its beginning when included below, from its end when not. */
export function dateCondition(range: Range<DateBound>, expression: SqlFragment, nowMs: number): SqlFragment {
  return between(range, {
    above: ({ value, included }) => {
      const { fromMs, toMs } = resolveDate(value, nowMs)
      return sql`${expression} >= ${instant(included ? fromMs : toMs)}`
    },
    below: ({ value, included }) => {
      const { fromMs, toMs } = resolveDate(value, nowMs)
      return sql`${expression} < ${instant(included ? toMs : fromMs)}`
    },
  })
}

/** By the sortable keys of the scheme of the object; where the row names its scheme, one range for each. */
export function versionCondition(range: Range<string>, home: Extract<ValueHome, { form: 'version' }>): SqlFragment {
  const inScheme = (scheme: VersionScheme): SqlFragment => keysBetween(range, home.key, scheme)
  const { scheme } = home
  if (typeof scheme === 'string') {
    return isVersionScheme(scheme) ? sql`(${home.raw} <> '' and ${inScheme(scheme)})` : FALSE
  }
  return anyOf(versionSchemeNames.map(name => sql`(${scheme} = ${param(name)} and ${inScheme(name)})`))
}

function keysBetween(range: Range<string>, key: SqlFragment, scheme: VersionScheme): SqlFragment {
  const value = (bound: Bound<string>): SqlFragment => sql`${param(versionSchemes[scheme].key(bound.value))}::bytea`
  const { low, high } = range
  if (low !== null && high !== null && low.value === high.value && low.included && high.included) {
    return sql`${key} = ${value(low)}`
  }
  return between(range, {
    above: bound => (bound.included ? sql`${key} >= ${value(bound)}` : sql`${key} > ${value(bound)}`),
    below: bound => (bound.included ? sql`${key} <= ${value(bound)}` : sql`${key} < ${value(bound)}`),
  })
}

function between<T>(
  { low, high }: Range<T>,
  sides: { above: (bound: Bound<T>) => SqlFragment; below: (bound: Bound<T>) => SqlFragment },
): SqlFragment {
  const parts = [...(low === null ? [] : [sides.above(low)]), ...(high === null ? [] : [sides.below(high)])]
  return parts.length === 1 ? (parts[0] as SqlFragment) : sql`(${allOf(parts)})`
}
