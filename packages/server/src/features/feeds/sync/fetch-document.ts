import type { FeedDocument } from '@patchyard/feeds'
import type { Egress } from '../../../egress/egress.ts'
import type { DocumentRow } from '../feed-store.ts'
import { type SnapshotStore, SyncError } from '../snapshot-store.ts'

export type Fetched =
  | { readonly state: 'unchanged' }
  | {
      readonly state: 'new'
      readonly sha256: string
      readonly bytes: number
      readonly etag: string
      readonly lastModified: string
    }

/** Fetches a document into the data folder, unless it is here already. Throws EgressError and SyncError; nothing is left then. */
export async function fetchDocument(
  ports: { readonly egress: Pick<Egress, 'download'>; readonly snapshots: SnapshotStore },
  definition: FeedDocument,
  row: DocumentRow,
  signal: AbortSignal,
): Promise<Fetched> {
  const { egress, snapshots } = ports
  const isHere = row.sha256 !== '' && (await snapshots.has(row.sha256))
  if (isHere && row.expected_sha256 === row.sha256) return { state: 'unchanged' }
  const file = await snapshots.begin()
  try {
    const answer = await egress.download({
      url: row.url,
      ...(definition.headers === undefined ? {} : { headers: definition.headers }),
      ...(isHere ? { etag: row.etag, lastModified: row.last_modified } : {}),
      maxBytes: definition.limits.bytes,
      // Public addresses are ours and https; one without TLS was written by an operator, or is named by a document from there.
      allowHttp: row.url.startsWith('http:'),
      signal,
      write: bytes => file.write(bytes),
    })
    if (answer.state === 'unchanged') return { state: 'unchanged' }
    if (row.expected_bytes !== null && answer.bytes !== row.expected_bytes)
      throw new SyncError('feed_hash', `it has ${answer.bytes} bytes, and what names it says ${row.expected_bytes}`)
    const { sha256, bytes } = await file.finish()
    if (row.expected_sha256 !== '' && sha256 !== row.expected_sha256)
      throw new SyncError('feed_hash', `its SHA-256 is ${sha256}, and what names it says ${row.expected_sha256}`)
    return {
      state: 'new',
      sha256,
      bytes,
      etag: answer.etag.slice(0, 500),
      lastModified: answer.lastModified.slice(0, 100),
    }
  } finally {
    await file.discard()
  }
}
