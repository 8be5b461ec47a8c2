import { createHash } from 'node:crypto'
import { type Feed, FeedError, type Tally } from '@patchyard/feeds'

/** A document that belongs to a source. */
export interface WantedDocument {
  /** At most 500 characters; the same on every installation, wherever it fetches from. */
  readonly part: string
  readonly document: string
  /** What relative names inside of it are meant from. */
  readonly publishedUrl: string
  /** Where it is fetched; differs where an administrator named a mirror. */
  readonly url: string
  readonly isRoot: boolean
  readonly options: Readonly<Record<string, string>>
  /** '' where the index does not say. */
  readonly expectedSha256: string
  readonly expectedBytes: number | null
  readonly changedAtMs: number | null
}

/** The documents that a source begins with: those with a public address, and those that an administrator gave one. */
export function rootsOf(feed: Feed, addresses: Readonly<Record<string, string>>): WantedDocument[] {
  return feed.documents.flatMap(({ name, url: published }) => {
    const url = addresses[name] ?? published
    if (url === null) return []
    return [
      {
        ...{ part: name, document: name, publishedUrl: published ?? url, url, isRoot: true, options: {} },
        ...{ expectedSha256: '', expectedBytes: null, changedAtMs: null },
      },
    ]
  })
}

/** What a document names that is wanted, too. Throws FeedError `feed_malformed` for what cannot be fetched. */
export function followedBy(
  feed: Feed,
  parent: { readonly publishedUrl: string; readonly url: string },
  follow: Tally['follows'][number],
): WantedDocument {
  if (!feed.documents.some(one => one.name === follow.document))
    throw new FeedError('feed_unknown', `feed ${feed.name} has no document "${follow.document}"`)
  const publishedUrl = absolute(follow.url, parent.publishedUrl)
  const url = absolute(follow.url, parent.url)
  // An operator may have written an address without TLS: what is read there may name more of that host, and nothing else may name any.
  const [from, to] = [new URL(parent.url), new URL(url)]
  if (to.protocol === 'http:' && (from.protocol !== 'http:' || from.hostname !== to.hostname))
    throw new FeedError('feed_malformed', `it names "${url.slice(0, 120)}", which leaves TLS`)
  return {
    part: partOf(follow.document, follow.place ?? publishedUrl),
    document: follow.document,
    publishedUrl,
    url,
    isRoot: false,
    options: follow.options ?? {},
    expectedSha256: (follow.sha256 ?? '').toLowerCase(),
    expectedBytes: follow.bytes,
    changedAtMs: follow.changedAtMs,
  }
}

/** As long as bundles can carry. */
const LONGEST_URL = 4000

function absolute(url: string, base: string): string {
  if (!URL.canParse(url, base))
    throw new FeedError('feed_malformed', `it names "${url.slice(0, 120)}", which is no address`)
  const made = new URL(url, base)
  made.hash = ''
  if (!/^https?:$/.test(made.protocol) || made.href.length > LONGEST_URL)
    throw new FeedError('feed_malformed', `it names "${made.href.slice(0, 120)}", which cannot be fetched`)
  return made.href
}

const MOST = 500

/** `place`: address as it is published, or what it is called where that changes with its bytes. */
export function partOf(document: string, place: string): string {
  const part = `${document} ${place}`
  if (part.length <= MOST) return part
  return `${document} sha256:${createHash('sha256').update(place, 'utf8').digest('hex')}`
}
