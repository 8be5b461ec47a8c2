import { instantOf } from '../../fields/instants.ts'
import { lineOf } from '../../fields/plain-text.ts'
import type { AdvisoryFix, AdvisoryRecord } from '../../records/advisory-record.ts'
import type { Rejection } from '../../records/record.ts'
import { adviceOf, fixOf, isCodename, MOST_FIXES } from './notice.ts'
import { isApiNotice, isApiPackage } from './notice-schema.ts'

/** One notice of the API: USN, and LSN of live patches. Hidden ones give nothing. */
export function* mapApiNotice(notice: unknown, place: number): Generator<AdvisoryRecord | Rejection> {
  if (!isApiNotice.Check(notice) || !/^(?:USN|LSN)-[0-9]{1,6}-[0-9]{1,3}$/.test(notice.id)) {
    yield { kind: 'rejected', where: `notice ${place}`, reason: 'has no id, title and date of a notice' }
    return
  }
  if (notice.is_hidden === true) return
  const fixes: AdvisoryFix[] = []
  for (const [release, packages] of Object.entries(notice.release_packages ?? {})) {
    if (isCodename(release) && Array.isArray(packages)) fixes.push(...packages.flatMap(one => fixesOf(release, one)))
    else
      yield {
        kind: 'rejected',
        where: `${notice.id} ${lineOf(release, 40)}`,
        reason: 'is no release with its packages',
      }
  }
  if (fixes.length > MOST_FIXES) {
    yield { kind: 'rejected', where: notice.id, reason: `fixes ${fixes.length} packages` }
    return
  }
  yield adviceOf({
    name: notice.id,
    title: notice.title,
    issuedAtMs: instantOf(notice.published),
    action: notice.instructions ?? '',
    cves: notice.cves_ids ?? [],
    fixes,
  })
}

function fixesOf(release: string, one: unknown): AdvisoryFix[] {
  if (!isApiPackage.Check(one)) return []
  const fix = fixOf(release, one.is_source ? 'source' : 'binary', one.name, one.version, one.pocket ?? '')
  return fix === null ? [] : [fix]
}
