import type { Row, SectionName } from '@patchyard/protocol'
import type { LockWait, PackageId } from './package-manager.ts'

/** One look at the host: what a report carries. */
export interface Inventory {
  /** Never throws for what a host can look like; a failing engine is `status: 'failed'`. */
  collect(options: CollectOptions): Promise<CollectedInventory>
}

export interface CollectOptions extends LockWait {
  /** Fetch the repository lists first. */
  readonly refresh: boolean
}

export interface CollectedInventory {
  readonly status: 'ok' | 'partial' | 'failed'
  /** Sections that could not be read are absent: what was known of them stays. */
  readonly sections: ReadonlyMap<SectionName, readonly Row[]>
  /** Packages that the engine would add for updates (decisions §3.5). */
  readonly additions: readonly PackageId[]
  readonly rebootNeeded: boolean
}
