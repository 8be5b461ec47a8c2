import { createHash, randomBytes } from 'node:crypto'
import type { Client } from '@patchyard/api'
import { preAuthEncoding, signerFromSeed } from '@patchyard/protocol'
import { eventually } from './managed-site.ts'

/** A document as its publisher has it. */
export interface PublishedDocument {
  readonly feed: string
  readonly document: string
  readonly url: string
  readonly text: string
}

/** Brings documents of feeds to a server that fetches nothing, as a signed bundle through its API, and waits until they are read. */
export async function bringFeeds(client: Client, documents: readonly PublishedDocument[]): Promise<void> {
  const signer = signerFromSeed(randomBytes(32))
  await client.call('trustBundleKey', { body: { name: 'Feeds of a test', key: signer.pub } })
  const nowMs = Date.now()
  const manifest = JSON.stringify({
    format: 'patchyard.bundle.v1',
    madeAt: new Date(nowMs).toISOString(),
    expiresAt: new Date(nowMs + 3_600_000).toISOString(),
    since: null,
    ownUse: true,
    sources: documents.map(({ feed, document, url, text }) => ({
      ...{ feed, title: feed, options: {}, addresses: {}, licence: '', attribution: '' },
      documents: [
        {
          ...{ part: document, document, publishedUrl: url, isRoot: true, options: {} },
          ...{ sha256: sha256Of(text), bytes: Buffer.byteLength(text), edition: '', editionAt: null },
          ...{ fetchedAt: new Date(nowMs).toISOString(), changedAt: null },
        },
      ],
    })),
  })
  const signature = signer
    .sign(preAuthEncoding('application/vnd.patchyard.bundle.v1+json', Buffer.from(manifest)))
    .toString('hex')
  const offered = await client.call('offerBundle', { body: { manifest, key: signer.pub, signature } })
  const params = { id: offered.bundle.id }
  for (const { text } of documents) {
    const body = { sha256: sha256Of(text), offset: 0, data: Buffer.from(text).toString('base64') }
    await client.call('sendBundlePiece', { params, body })
  }
  await client.call('takeBundle', { params })
  const read = await eventually('the bundle to be read', async () => {
    const bundle = await client.call('getBundle', { params })
    return bundle.waiting === 0 ? bundle : undefined
  })
  if (read.failed + read.held > 0) throw new Error(`documents were not taken: ${JSON.stringify(read)}`)
}

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex')

export interface FixedSource {
  readonly source: string
  readonly version: string
  readonly cve: string
  /** "DSA-9001-1" */
  readonly advisory: string
}

/** What Debian's security tracker and its list of advisories say when these versions fix these holes in bookworm. */
export function debianFixes(fixes: readonly FixedSource[]): PublishedDocument[] {
  const tracker: Record<string, Record<string, object>> = {}
  for (const { source, version, cve } of fixes) {
    const resolved = { status: 'resolved', repositories: { 'bookworm-security': version }, fixed_version: version }
    tracker[source] = {
      ...tracker[source],
      [cve]: {
        description: `A hole in ${source}.`,
        scope: 'remote',
        releases: { bookworm: { ...resolved, urgency: 'not yet assigned' } },
      },
    }
  }
  const list = fixes.map(
    ({ source, version, cve, advisory }) =>
      `[20 Nov 2026] ${advisory} ${source} - security update\n\t{${cve}}\n\t[bookworm] - ${source} ${version}\n`,
  )
  const repository = 'https://salsa.debian.org/security-tracker-team/security-tracker/-/raw/master/data'
  return [
    {
      feed: 'debian-tracker',
      document: 'data',
      url: 'https://security-tracker.debian.org/tracker/data/json',
      text: JSON.stringify(tracker),
    },
    { feed: 'debian-advisories', document: 'dsa', url: `${repository}/DSA/list`, text: list.join('') },
  ]
}
