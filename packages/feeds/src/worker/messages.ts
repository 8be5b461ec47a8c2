import type { FeedErrorCode } from '../feed/feed-error.ts'
import type { Tally } from '../feed/read-document.ts'
import type { FeedRecord } from '../records/record.ts'

export type ToWorker =
  | { readonly kind: 'chunk'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' }
  /** The batch has been taken. */
  | { readonly kind: 'go' }

export type FromWorker =
  | { readonly kind: 'want' }
  | { readonly kind: 'records'; readonly records: readonly FeedRecord[] }
  | { readonly kind: 'done'; readonly tally: Tally }
  | { readonly kind: 'failed'; readonly code: FeedErrorCode; readonly message: string }
