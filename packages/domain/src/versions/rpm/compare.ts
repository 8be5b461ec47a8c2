import { asByteText } from '../byte-text.ts'
import { compareDigitRuns } from '../digit-run.ts'
import { compareRpmStretches } from '../rpm-bare/compare.ts'
import type { VersionOrder } from '../version-scheme.ts'
import { splitRpm } from './parts.ts'

/** Orders `[epoch:]version[-release]` as rpm does: epoch, version, release (rpm-version(7); `rpm.vercmp` in rpm 4.18's Lua). */
export function compareRpm(a: string, b: string): VersionOrder {
  if (a === b) return 0
  const x = splitRpm(asByteText(a))
  const y = splitRpm(asByteText(b))
  const order =
    compareDigitRuns(x.text, 0, x.epochEnd, y.text, 0, y.epochEnd) ||
    compareRpmStretches(x.text, x.versionFrom, x.versionEnd, y.text, y.versionFrom, y.versionEnd)
  if (order !== 0) return order
  if (x.releaseFrom === undefined || y.releaseFrom === undefined) {
    return x.releaseFrom === y.releaseFrom ? 0 : x.releaseFrom === undefined ? -1 : 1
  }
  return compareRpmStretches(x.text, x.releaseFrom, x.text.length, y.text, y.releaseFrom, y.text.length)
}
