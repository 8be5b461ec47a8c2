import type { Clock, Random } from '@patchyard/domain'
import type { Feed, FeedName, FeedRecord, ReadOptions, Tally } from '@patchyard/feeds'
import type { Database } from '../../../database/database.ts'
import type { Egress } from '../../../egress/egress.ts'
import type { SnapshotStore } from '../snapshot-store.ts'

/** One document of one source, as it is read. */
export interface Reading {
  readonly sourceId: number
  readonly feed: FeedName
  readonly part: string
  /** Whether it holds all facts of its part: what it no longer names is then gone. */
  readonly isWhole: boolean
  readonly fetchedAtMs: number
  readonly acceptShrink: boolean
  readonly records: AsyncGenerator<readonly FeedRecord[], Tally>
}

export type Intaken =
  | {
      readonly state: 'applied'
      readonly added: number
      readonly changed: number
      readonly removed: number
      readonly tally: Tally
    }
  /** It has much less than is known of its part: nothing was changed. */
  | { readonly state: 'held'; readonly before: number; readonly now: number; readonly tally: Tally }

/** The catalog, as far as it is filled from here: features/catalog/intake. */
export interface Intake {
  /** All of a document or nothing; what the reading throws passes through. */
  take(reading: Reading): Promise<Intaken>
  forget(sourceId: number): Promise<number>
}

export interface SyncPorts {
  readonly database: Database
  readonly clock: Clock
  readonly random: Random
  readonly egress: Pick<Egress, 'download'>
  readonly snapshots: SnapshotStore
  readonly intake: Intake
  /** Every feed that this version knows. */
  readonly feeds: Readonly<Partial<Record<string, Feed>>>
  /** Reads a document within its limits; `readInWorker` of packages/feeds. */
  read(feed: FeedName, document: string, options: ReadOptions): AsyncGenerator<readonly FeedRecord[], Tally>
  readonly log: { warn(detail: object, message: string): void; info(detail: object, message: string): void }
}
