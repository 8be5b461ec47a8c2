import { readJson } from '../../bytes/json.ts'
import type { DocumentInput, Feed } from '../../feed/feed.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { cveName } from '../../fields/cve-names.ts'
import { instantOf } from '../../fields/instants.ts'
import { lineOf } from '../../fields/plain-text.ts'
import type { FeedItem } from '../../records/record.ts'
import { type CsafVulnerability, documentCheck, vulnerabilityCheck } from './csaf-schema.ts'
import { mapAdvisory } from './map-advisory.ts'
import { locator, mapFixes } from './map-fixes.ts'
import { mapVulnerability } from './map-vulnerability.ts'
import { readProducts } from './product-tree.ts'
import { readChanges, readDeletions, readRolie } from './read-changes.ts'

/** A list of all 30,000 documents has 2 MB; the largest documents (VEX of the kernel) have 10 MB and more. */
const list = { bytes: 30_000_000, unpackedBytes: 30_000_000, ms: 30_000, heapMiB: 512 }
const documents = { bytes: 60_000_000, unpackedBytes: 60_000_000, ms: 60_000, heapMiB: 1024 }

export const csaf: Feed = {
  name: 'csaf',
  reader: 1,
  title: 'CSAF advisories and VEX',
  publisher: 'Red Hat, SUSE, Microsoft, CISA and others that publish CSAF 2.0',
  terms: {
    licence: 'CC-BY-4.0',
    attribution: 'Advisories and VEX by their publishers: Red Hat and SUSE, CC BY 4.0; Microsoft; CISA, public domain.',
    mayRedistribute: false,
  },
  documents: [
    { name: 'changes', url: null, limits: list, isWhole: false, namesAll: true },
    { name: 'rolie', url: null, limits: list, isWhole: false, namesAll: true },
    { name: 'deletions', url: null, limits: list, isWhole: false },
    {
      name: 'archive',
      url: null,
      members: 'document',
      limits: { bytes: 1_000_000_000, unpackedBytes: 20_000_000_000, ms: 3_600_000, heapMiB: 2048 },
      isWhole: false,
    },
    { name: 'document', url: null, limits: documents, isWhole: true },
  ],
  options: { since: 'only documents that changed after this day (2024-01-01); empty: all' },
  read,
}

async function* read(input: DocumentInput): AsyncGenerator<FeedItem> {
  const notBeforeMs = instantOf(input.options['since'] ?? '')
  if (input.document === 'changes') yield* readChanges(input.chunks, notBeforeMs)
  else if (input.document === 'rolie') yield* readRolie(input.chunks, input.url, notBeforeMs)
  else if (input.document === 'deletions') yield* readDeletions(input.chunks)
  // Archives hold lists and signatures, too.
  else if (input.member === '' || input.member.endsWith('.json')) yield* readDocument(await readJson(input.chunks))
  else for await (const _ of input.chunks);
}

function* readDocument(value: unknown): Generator<FeedItem> {
  if (!documentCheck.Check(value)) {
    const [error] = documentCheck.Errors(value)
    const place = `${(error?.instancePath ?? '').slice(0, 100)} ${error?.message ?? ''}`
    throw new FeedError('feed_malformed', `it is no CSAF document: ${place.slice(0, 200)}`)
  }
  const { tracking, publisher } = value.document
  const id = lineOf(tracking.id, 100)
  yield {
    kind: 'edition',
    version: lineOf(tracking.version ?? '', 40),
    publishedAtMs: instantOf(tracking.current_release_date ?? ''),
    declared: null,
  }
  const locate = locator(readProducts(value.product_tree))
  const vulnerabilities: CsafVulnerability[] = []
  for (const [i, entry] of (value.vulnerabilities ?? []).entries()) {
    if (vulnerabilityCheck.Check(entry)) vulnerabilities.push(entry)
    else yield { kind: 'rejected', where: `${id}, vulnerability ${i + 1}`, reason: 'is none of CSAF 2.0' }
  }
  const advisory = mapAdvisory(value, vulnerabilities, locate)
  if (advisory !== null) yield advisory
  const source = lineOf(publisher.name, 100)
  for (const vulnerability of vulnerabilities) {
    const cve = cveName(vulnerability.cve ?? '')
    // What has no CVE yet cannot be joined with anything.
    if (cve === null) continue
    yield* mapVulnerability(vulnerability, cve, source)
    yield* mapFixes(vulnerability, cve, locate)
  }
}
