export type FeedErrorCode =
  /** Not of the shape that this document has: another format, cut off, empty. */
  | 'feed_malformed'
  /** More bytes, members, nesting or aliases than the feed's limits allow. */
  | 'feed_too_large'
  /** More time or memory than the feed's limits allow. */
  | 'feed_too_slow'
  /** Its own hash, signature or date says that it is not to be trusted. */
  | 'feed_untrusted'
  /** There is no such feed, document or option. */
  | 'feed_unknown'

/** A document as a whole cannot be used. The message says where and what was found; it never holds more than 200 characters of the document. */
export class FeedError extends Error {
  readonly code: FeedErrorCode
  constructor(code: FeedErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'FeedError'
    this.code = code
  }
}
