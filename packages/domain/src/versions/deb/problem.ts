import { asByteText } from '../byte-text.ts'
import { compareDigitRuns, isDigit } from '../digit-run.ts'
import { splitDeb } from './parts.ts'

// dpkg keeps the epoch in a C int.
const LARGEST_EPOCH = '2147483647'

/** What `dpkg --validate-version` says against the version, refusals and warnings alike; the order of the checks is dpkg's. */
export function debProblem(version: string): string | undefined {
  const parts = splitDeb(asByteText(version))
  const { text } = parts
  const trimmed = text.slice(0, parts.end).replace(/^[ \t]+/, '')
  if (trimmed === '') return 'is empty'
  if (/[ \t]/.test(trimmed)) return 'has a blank inside'
  const hasEpoch = parts.epochEnd > parts.epochFrom
  if (!hasEpoch && trimmed.includes(':')) return 'has an epoch that is not a number'
  if (hasEpoch && parts.upstreamFrom === parts.end) return 'has nothing after the epoch'
  if (compareDigitRuns(text, parts.epochFrom, parts.epochEnd, LARGEST_EPOCH, 0, LARGEST_EPOCH.length) > 0) {
    return `has an epoch above ${LARGEST_EPOCH}`
  }
  const upstream = text.slice(parts.upstreamFrom, parts.upstreamEnd)
  const revision = text.slice(parts.revisionFrom, parts.end)
  if (parts.upstreamEnd < parts.end && revision === '') return 'has an empty revision after the hyphen'
  if (upstream === '') return 'has an empty upstream version'
  if (!isDigit(upstream.charCodeAt(0))) return 'does not start with a digit'
  if (/[^A-Za-z0-9.+~:-]/.test(upstream))
    return 'has a character other than letters, digits and . + - ~ : in the upstream version'
  if (/[^A-Za-z0-9.+~]/.test(revision)) return 'has a character other than letters, digits and . + ~ in the revision'
  return undefined
}
