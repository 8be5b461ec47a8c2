import type { DocumentInput, Feed } from '../../feed/feed.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { instantOf } from '../../fields/instants.ts'
import { lineOf } from '../../fields/plain-text.ts'
import type { FeedItem } from '../../records/record.ts'
import { mapChanges } from './map-changes.ts'
import { mapRecord } from './map-record.ts'
import { parseDeltas, parseRecord } from './parse.ts'

const files = 'https://raw.githubusercontent.com/CVEProject/cvelistV5/main/cves'

export const cve5: Feed = {
  name: 'cve5',
  reader: 1,
  title: 'CVE records',
  publisher: 'The CVE Program, with CISA’s additions',
  terms: {
    licence: '',
    attribution: 'CVE records: © The MITRE Corporation, by the CVE terms of use (https://www.cve.org/Legal/TermsOfUse)',
    mayRedistribute: true,
  },
  documents: [
    {
      name: 'archive',
      url: 'https://github.com/CVEProject/cvelistV5/archive/refs/heads/main.zip',
      // About 0.6 GB with 330,000 records, 3 GB unpacked.
      limits: { bytes: 2_000_000_000, unpackedBytes: 12_000_000_000, ms: 1_800_000, heapMiB: 2048 },
      members: 'record',
      isWhole: true,
    },
    {
      name: 'changes',
      url: `${files}/deltaLog.json`,
      limits: { bytes: 150_000_000, unpackedBytes: 150_000_000, ms: 60_000, heapMiB: 2048 },
      isWhole: false,
    },
    {
      name: 'delta',
      url: `${files}/delta.json`,
      limits: { bytes: 20_000_000, unpackedBytes: 20_000_000, ms: 20_000, heapMiB: 512 },
      isWhole: false,
    },
    {
      name: 'record',
      url: null,
      // The largest have 3 MB: kernels with a line for each of their versions.
      limits: { bytes: 15_000_000, unpackedBytes: 15_000_000, ms: 10_000, heapMiB: 256 },
      isWhole: false,
    },
  ],
  options: {},
  read,
}

async function* read(input: DocumentInput): AsyncGenerator<FeedItem> {
  switch (input.document) {
    case 'record':
      yield* readRecord(input)
      return
    case 'changes':
    case 'delta':
      yield* readChanges(input)
      return
    default:
      throw new FeedError('feed_unknown', `cve5 has no document "${input.document}" that is read by itself`)
  }
}

async function* readRecord(input: DocumentInput): AsyncGenerator<FeedItem> {
  const isMember = input.member !== ''
  const file = (isMember ? input.member : input.url).split(/[?#]/)[0]?.split('/').at(-1) ?? ''
  // The archive also has the lists of changes, a README and the like.
  if (isMember && !/^CVE-.*\.json$/.test(file)) return
  const record = await parseRecord(input.chunks)
  if ('ok' in record) yield* mapRecord(record.ok, file)
  else if (isMember) yield { kind: 'rejected', where: lineOf(file, 60), reason: record.problem }
  else throw new FeedError('feed_malformed', `the record ${record.problem}`)
}

async function* readChanges(input: DocumentInput): AsyncGenerator<FeedItem> {
  const deltas = await parseDeltas(input.chunks)
  const fetched = deltas.map(({ fetchTime }) => instantOf(fetchTime)).filter(at => at !== null)
  yield {
    kind: 'edition',
    version: '',
    publishedAtMs: fetched.length === 0 ? null : fetched.reduce((a, b) => Math.max(a, b)),
    declared: input.document === 'delta' ? (deltas[0]?.numberOfChanges ?? null) : null,
  }
  yield* mapChanges(deltas, input.sinceMs)
}
