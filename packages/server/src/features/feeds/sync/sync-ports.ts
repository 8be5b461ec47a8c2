import type { Clock, Random } from '@patchyard/domain'
import type { Feed, FeedName, FeedRecord, ReadOptions, Tally } from '@patchyard/feeds'
import type { Database } from '../../../database/database.ts'
import type { Egress } from '../../../egress/egress.ts'
import type { CatalogIntake } from '../../catalog/intake/intake-types.ts'
import type { SnapshotStore } from '../snapshot-store.ts'

export interface SyncPorts {
  readonly database: Database
  readonly clock: Clock
  readonly random: Random
  readonly egress: Pick<Egress, 'download'>
  readonly snapshots: SnapshotStore
  readonly intake: CatalogIntake
  /** Every feed that this version knows. */
  readonly feeds: Readonly<Partial<Record<string, Feed>>>
  /** Reads a document within its limits; `readInWorker` of packages/feeds. */
  read(feed: FeedName, document: string, options: ReadOptions): AsyncGenerator<readonly FeedRecord[], Tally>
  readonly log: { warn(detail: object, message: string): void; info(detail: object, message: string): void }
}
