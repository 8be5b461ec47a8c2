import { readJson } from '../../bytes/json.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { cveName } from '../../fields/cve-names.ts'
import { isPackageName } from '../../fields/package-names.ts'
import { lineOf } from '../../fields/plain-text.ts'
import type { Rejection } from '../../records/record.ts'
import { isTrackedIssue, type TrackedIssue } from './tracker-schema.ts'

export interface TrackerEntry {
  readonly source: string
  readonly cve: string
  readonly issue: TrackedIssue
}

/** Entries of the tracker's JSON, those of `TEMP-…` names left out. Throws FeedError. */
export async function* parseTracker(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TrackerEntry | Rejection> {
  const document = await readJson(chunks)
  if (!isObject(document)) throw new FeedError('feed_malformed', 'it is not an object of source packages')
  const sources = Object.entries(document)
  if (sources.length === 0) throw new FeedError('feed_malformed', 'it has no source packages')
  for (const [source, issues] of sources) {
    const where = lineOf(source, 100)
    if (!isPackageName(source)) yield { kind: 'rejected', where, reason: 'is not the name of a source package' }
    else if (!isObject(issues)) yield { kind: 'rejected', where, reason: 'has no object of issues' }
    else yield* issuesOf(source, issues)
  }
}

function* issuesOf(source: string, issues: object): Generator<TrackerEntry | Rejection> {
  for (const [name, issue] of Object.entries(issues)) {
    const cve = cveName(name)
    if (cve === null) continue
    if (isTrackedIssue.Check(issue)) yield { source, cve, issue }
    else
      yield { kind: 'rejected', where: `${source} ${cve}`, reason: 'has no releases, or a description that is no text' }
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
