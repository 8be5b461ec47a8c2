import type { AdvisoryRecord } from './advisory-record.ts'
import type { ApplicationVersionRecord } from './application-version-record.ts'
import type { ArchiveRecord } from './archive-record.ts'
import type { FixRecord } from './fix-record.ts'
import type { LifecycleRecord } from './lifecycle-record.ts'
import type { ModuleRecord } from './module-record.ts'
import type { PatchRecord } from './patch-record.ts'
import type { SupersedesRecord } from './supersedes-record.ts'
import type { VulnerabilityRecord } from './vulnerability-record.ts'

export type FeedRecord =
  | PatchRecord
  | SupersedesRecord
  | AdvisoryRecord
  | FixRecord
  | ArchiveRecord
  | VulnerabilityRecord
  | LifecycleRecord
  | ApplicationVersionRecord
  | ModuleRecord

/** One entry that is not what it should be: counted and shown, the others are taken. */
export interface Rejection {
  readonly kind: 'rejected'
  /** Which entry: its id where it has one, else its place ("row 17"). */
  readonly where: string
  /** The end of a sentence: "has a probability above 1". */
  readonly reason: string
}

/** Which issue of the document this is. */
export interface Edition {
  readonly kind: 'edition'
  /** "2026.08.21", "v2026.03.07"; '' where it names none. */
  readonly version: string
  readonly publishedAtMs: number | null
  /** How many entries it says that it has; null where it does not. */
  readonly declared: number | null
}

/** A further document that this one names and that is wanted, too. */
export interface Follow {
  readonly kind: 'follow'
  /** Which of the feed's documents that is. */
  readonly document: string
  /** Relative to the address of the document that names it, or whole. */
  readonly url: string
  /** What it is called where its address changes with its bytes: "main/binary-amd64". Absent: its address is what it is called. */
  readonly place?: string
  readonly sha256: string | null
  /** As it is fetched. */
  readonly bytes: number | null
  /** When it last changed, as far as the index says. */
  readonly changedAtMs: number | null
  /** What it has to be read with beside the source's own options: facts that only the index knows (label and suite of an apt repository). */
  readonly options?: Readonly<Record<string, string>>
}

/** A document that its publisher has withdrawn: what it said is to go, unless it was published anew since. */
export interface Withdrawal {
  readonly kind: 'withdrawn'
  readonly document: string
  /** As of {@link Follow}. */
  readonly url: string
  readonly atMs: number
}

export type FeedItem = FeedRecord | Rejection | Edition | Follow | Withdrawal
