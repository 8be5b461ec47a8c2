import type { FeedErrorCode } from '@patchyard/feeds'

/** What goes wrong beside the documents themselves; with codes of the egress and of the feeds it makes up `error` of a source. */
export type SyncErrorCode =
  | FeedErrorCode
  /** The disk, or the room given to feeds, is full. Nothing that was there is lost. */
  | 'feed_disk_full'
  /** It is older than what is here. */
  | 'feed_older'
  /** Not the bytes that the document naming it promised, or none any more. */
  | 'feed_hash'
  /** The installation no longer knows this feed. */
  | 'feed_gone'

export class SyncError extends Error {
  readonly code: SyncErrorCode
  constructor(code: SyncErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}

/** Documents as they were fetched, in the data folder, each under the SHA-256 of its bytes. */
export interface SnapshotStore {
  /** A new one. Throws SyncError `feed_disk_full`, as its `write` does. */
  begin(): Promise<Incoming>
  has(sha256: string): Promise<boolean>
  /** Throws SyncError `feed_hash` when it is not there. */
  read(sha256: string): AsyncIterable<Uint8Array>
  /** Removes what nobody names and has been there for an hour. */
  keepOnly(named: ReadonlySet<string>): Promise<void>

  /** Pieces of a document that is sent: its size so far; 0 for one that has not begun. */
  pieceSize(upload: string): Promise<number>
  /** Appends at `offset`, which must be the size so far (RangeError). Throws SyncError `feed_disk_full`. */
  addPiece(upload: string, offset: number, bytes: Uint8Array): Promise<void>
  /** Makes a snapshot of the pieces; false and nothing is left when they are not these bytes. */
  adopt(upload: string, sha256: string): Promise<boolean>
}

export interface Incoming {
  write(bytes: Uint8Array): Promise<void>
  /** On disk, also after a power failure, when it resolves. */
  finish(): Promise<{ readonly sha256: string; readonly bytes: number }>
  /** No error when it is finished or discarded. */
  discard(): Promise<void>
}
