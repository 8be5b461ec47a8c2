import type { FeedName, FeedRecord, Tally } from '@patchyard/feeds'

/** One document of one source, as it was read. */
export interface DocumentReading {
  /** `feed_source.id`. */
  readonly sourceId: number
  readonly feed: FeedName
  /** Which part of the source's facts this document speaks of; facts of other parts stay as they are. At most 500 characters. */
  readonly part: string
  /** Whether it holds all facts of its part: what it no longer names is then gone. */
  readonly isWhole: boolean
  readonly fetchedAtMs: number
  /** A person has looked at what shrank, and wants it. */
  readonly acceptShrink: boolean
  readonly records: AsyncGenerator<readonly FeedRecord[], Tally>
}

export type IntakeResult =
  | {
      readonly state: 'applied'
      readonly added: number
      readonly changed: number
      readonly removed: number
      readonly tally: Tally
    }
  /** Less than four fifths of what the part holds now: nothing was changed. */
  | { readonly state: 'held'; readonly before: number; readonly now: number; readonly tally: Tally }

/**
 * Takes in what a document says, all of it or nothing: facts are replaced in one transaction, and with them it is noted what follows of
 * them (patches, CVEs, supersedence), which the composer does at once. FeedError of the reading passes through, and nothing has changed.
 */
export interface CatalogIntake {
  take(reading: DocumentReading): Promise<IntakeResult>
  /** Takes back all that a source has said; how many facts that were. For sources that are removed or switched off for good. */
  forget(sourceId: number): Promise<number>
}
