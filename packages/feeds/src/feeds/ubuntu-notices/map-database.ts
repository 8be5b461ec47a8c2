import { instantOfSeconds } from '../../fields/instants.ts'
import { lineOf } from '../../fields/plain-text.ts'
import type { AdvisoryFix, AdvisoryRecord } from '../../records/advisory-record.ts'
import type { Rejection } from '../../records/record.ts'
import { adviceOf, fixOf, isCodename, MOST_FIXES } from './notice.ts'
import { type DatabaseRelease, isDatabaseNotice, isDatabasePackage, isDatabaseRelease } from './notice-schema.ts'

/** One notice of the database; `number` is its key there. */
export function* mapDatabaseNotice(number: string, notice: unknown): Generator<AdvisoryRecord | Rejection> {
  const where = lineOf(number, 40)
  if (!/^[0-9]{1,6}-[0-9]{1,3}$/.test(number)) {
    yield { kind: 'rejected', where, reason: 'is not the number of a notice' }
    return
  }
  const name = `USN-${number}`
  if (!isDatabaseNotice.Check(notice)) {
    yield { kind: 'rejected', where: name, reason: 'lacks title, timestamp or releases, or has them in another type' }
    return
  }
  const fixes: AdvisoryFix[] = []
  for (const [release, said] of Object.entries(notice.releases ?? {})) {
    if (!isCodename(release) || !isDatabaseRelease.Check(said)) {
      yield { kind: 'rejected', where: `${name} ${lineOf(release, 40)}`, reason: 'is no release with its packages' }
      continue
    }
    fixes.push(...fixesOf(release, said))
  }
  if (fixes.length > MOST_FIXES) {
    yield { kind: 'rejected', where: name, reason: `fixes ${fixes.length} packages` }
    return
  }
  const issuedAtMs = instantOfSeconds(String(notice.timestamp))
  yield adviceOf({ name, title: notice.title, issuedAtMs, action: notice.action ?? '', cves: notice.cves ?? [], fixes })
}

/** Binaries with their pocket, and sources in the pocket that all of these share. Packages without a version are of notices before 2006. */
function fixesOf(release: string, said: DatabaseRelease): AdvisoryFix[] {
  const binaries = Object.entries(said.allbinaries ?? said.binaries ?? {}).flatMap(([name, one]) => {
    const fix = isDatabasePackage.Check(one) ? fixOf(release, 'binary', name, one.version, one.pocket ?? '') : null
    return fix === null ? [] : [fix]
  })
  const pockets = new Set(binaries.map(fix => fix.pocket))
  const pocket = pockets.size === 1 ? ([...pockets][0] ?? '') : ''
  const sources = Object.entries(said.sources ?? {}).flatMap(([name, one]) => {
    const fix = isDatabasePackage.Check(one) ? fixOf(release, 'source', name, one.version, pocket) : null
    return fix === null ? [] : [fix]
  })
  return [...sources, ...binaries]
}
