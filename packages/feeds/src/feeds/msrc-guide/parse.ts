import { readJson } from '../../bytes/json.ts'
import type { DocumentInput } from '../../feed/feed.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { KbCollection } from '../../microsoft/kb-collection.ts'
import type { FeedItem, Rejection } from '../../records/record.ts'
import { advisoryCheck, affectedProductCheck, deploymentCheck, pageCheck, vulnerabilityCheck } from './guide-schema.ts'
import { addAffectedProduct, addDeployment, advisoryRecord, vulnerabilityRecord } from './map.ts'

/** One page of one of the four lists, and the next one. Throws FeedError. */
export async function* readPage(input: DocumentInput): AsyncGenerator<FeedItem> {
  const page = await readJson(input.chunks)
  if (!pageCheck.Check(page)) throw new FeedError('feed_malformed', 'it is no page of the Security Update Guide')
  yield { kind: 'edition', version: '', publishedAtMs: null, declared: null }
  yield* nextPage(input, page['@odata.nextLink'] ?? '')
  const kbs = new KbCollection()
  for (const [i, entry] of page.value.entries()) {
    const rejected = (reason: string): Rejection => ({ kind: 'rejected', where: `entry ${i + 1}`, reason })
    yield* entryItems(input.document, entry, kbs, rejected)
  }
  yield* kbs.records()
}

function* entryItems(
  document: string,
  entry: unknown,
  kbs: KbCollection,
  rejected: (reason: string) => Rejection,
): Generator<FeedItem> {
  const problems: (string | null)[] = []
  if (document === 'deployment' && deploymentCheck.Check(entry)) problems.push(addDeployment(kbs, entry))
  else if (document === 'affectedProduct' && affectedProductCheck.Check(entry))
    problems.push(...addAffectedProduct(kbs, entry))
  else if (document === 'vulnerability' && vulnerabilityCheck.Check(entry)) yield* vulnerabilityRecord(entry, rejected)
  else if (document === 'advisory' && advisoryCheck.Check(entry)) yield* advisoryRecord(entry, rejected)
  else problems.push('has members of another shape')
  for (const problem of new Set(problems)) if (problem !== null) yield rejected(problem)
}

/** Of the next page's address only its `$skip` is taken, and only upwards: it can neither lead elsewhere nor in a circle. */
function* nextPage({ document, url }: DocumentInput, link: string): Generator<FeedItem> {
  if (link === '') return
  const next = skipOf(link)
  if (next === null || next <= (skipOf(url) ?? 0))
    yield { kind: 'rejected', where: 'the next page', reason: 'is none that comes after this one' }
  else
    yield {
      kind: 'follow',
      document,
      url: `${document}?$skip=${next}`,
      sha256: null,
      bytes: null,
      changedAtMs: null,
    }
}

function skipOf(url: string): number | null {
  const match = /[?&](?:\$|%24)skip=([0-9]{1,9})(?:&|$)/.exec(url)
  return match === null ? null : Number(match[1])
}
