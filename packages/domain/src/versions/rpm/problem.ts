import { asByteText } from '../byte-text.ts'
import { compareDigitRuns } from '../digit-run.ts'
import { rpmBareProblem } from '../rpm-bare/problem.ts'
import { splitRpm } from './parts.ts'

// rpm keeps the epoch of a package in 32 bits without sign.
const LARGEST_EPOCH = '4294967295'

/** What rpm would not have as the epoch, version and release of a package. A release is not required here. */
export function rpmProblem(version: string): string | undefined {
  const parts = splitRpm(asByteText(version))
  const { text } = parts
  if (parts.versionFrom === 1) return 'has an empty epoch before the colon'
  if (compareDigitRuns(text, 0, parts.epochEnd, LARGEST_EPOCH, 0, LARGEST_EPOCH.length) > 0) {
    return `has an epoch above ${LARGEST_EPOCH}`
  }
  const inVersion = rpmBareProblem(text.slice(parts.versionFrom, parts.versionEnd))
  if (inVersion !== undefined) return `${inVersion} (version)`
  const inRelease = parts.releaseFrom === undefined ? undefined : rpmBareProblem(text.slice(parts.releaseFrom))
  return inRelease === undefined ? undefined : `${inRelease} (release)`
}
