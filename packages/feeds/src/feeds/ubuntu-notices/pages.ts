import { instantOf } from '../../fields/instants.ts'
import type { Follow } from '../../records/record.ts'
import type { ApiPage } from './notice-schema.ts'

/**
 * The page after this one, while what stands on this is newer than what was read before. Of everything (`sinceMs` null) only the first
 * page is read: the database and OSV's archive hold the rest, without hundreds of requests.
 */
export function nextPage(
  document: string,
  url: string,
  page: ApiPage,
  sinceMs: number | null,
  dates: readonly (string | null | undefined)[],
): Follow | null {
  const next = page.offset + page.limit
  if (sinceMs === null || next >= page.total_results || dates.length === 0 || !URL.canParse(url)) return null
  if (!dates.some(date => (instantOf(date ?? '') ?? 0) > sinceMs)) return null
  const address = new URL(url)
  address.searchParams.set('limit', String(page.limit))
  address.searchParams.set('offset', String(next))
  return { kind: 'follow', document, url: address.href, sha256: null, bytes: null, changedAtMs: null }
}

/** Latest of these; null when none is a date. */
export function latestOf(dates: readonly (string | null | undefined)[]): number | null {
  return dates.reduce<number | null>((latest, date) => {
    const at = instantOf(date ?? '')
    return at !== null && (latest === null || at > latest) ? at : latest
  }, null)
}
