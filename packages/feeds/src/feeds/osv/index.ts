import { readJson } from '../../bytes/json.ts'
import type { DocumentInput, Feed, FeedDocument } from '../../feed/feed.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { lineOf } from '../../fields/plain-text.ts'
import type { FeedItem } from '../../records/record.ts'
import { mapAdvisory } from './map-advisory.ts'
import { mapFixes } from './map-fixes.ts'
import { cveOfId } from './names.ts'
import { isOsvRecord } from './osv-schema.ts'

const archive = (name: string, ecosystem: string, megabytes: number): FeedDocument => ({
  name,
  url: `https://osv-vulnerabilities.storage.googleapis.com/${encodeURIComponent(ecosystem)}/all.zip`,
  // The archive is read as a whole, its members one by one: 400 bytes packed stand for 4 KB of them.
  limits: { bytes: megabytes * 1_000_000, unpackedBytes: megabytes * 20_000_000, ms: 900_000, heapMiB: 1024 },
  members: 'record',
  isWhole: true,
})

/** Advisories and CVEs of Linux distributions in one format. */
export const osv: Feed = {
  name: 'osv',
  reader: 1,
  title: 'OSV.dev, Linux distributions',
  publisher: 'OSV.dev, from the distributions’ own data',
  terms: {
    licence: '',
    attribution: 'OSV.dev; records by AlmaLinux, Alpine, Debian, Red Hat, Rocky Linux, SUSE and Ubuntu',
    mayRedistribute: false,
  },
  documents: [
    archive('almalinux', 'AlmaLinux', 60),
    archive('rocky', 'Rocky Linux', 60),
    archive('redhat', 'Red Hat', 300),
    archive('suse', 'SUSE', 300),
    archive('opensuse', 'openSUSE', 300),
    archive('debian', 'Debian', 500),
    archive('ubuntu', 'Ubuntu', 800),
    archive('alpine', 'Alpine', 60),
    {
      name: 'record',
      url: null,
      limits: { bytes: 20_000_000, unpackedBytes: 20_000_000, ms: 20_000, heapMiB: 512 },
      isWhole: false,
    },
  ],
  options: {},
  read,
}

/** A member that is none costs itself; a document that stands alone is refused. */
async function* read(input: DocumentInput): AsyncGenerator<FeedItem> {
  if (input.document !== 'record')
    throw new FeedError('feed_unknown', `osv has no document "${input.document}" to read alone`)
  const where = lineOf(input.member, 200)
  if (where !== '' && !where.endsWith('.json')) return
  const record = await parsed(input)
  if (!isOsvRecord.Check(record) || !/^[A-Za-z][A-Za-z0-9:._-]{2,99}$/.test(record.id)) {
    if (where === '') throw new FeedError('feed_malformed', 'it is not a record of OSV')
    yield { kind: 'rejected', where, reason: 'is not a record of OSV' }
    return
  }
  // What was withdrawn is as if it had never been there.
  if (typeof record.withdrawn === 'string' && record.withdrawn !== '') return
  const cve = cveOfId(record.id)
  yield* cve === null ? mapAdvisory(record) : mapFixes(record, cve)
}

async function parsed(input: DocumentInput): Promise<unknown> {
  try {
    return await readJson(input.chunks)
  } catch (error) {
    // Too large is a bomb and ends the whole archive; one that is no JSON does not.
    if (input.member === '' || !(error instanceof FeedError) || error.code !== 'feed_malformed') throw error
    return null
  }
}
