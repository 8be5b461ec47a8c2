import type { AdvisoryEntry, UpdateEntry } from '@patchyard/protocol'
import type { Trx } from '../../database/database.ts'

/** Finds or makes the patches of these keys; returns id and track by key. From the catalog feature. */
export type InternPatches = (
  trx: Trx,
  entries: readonly UpdateEntry[],
  nowMs: number,
) => Promise<ReadonlyMap<string, { id: number; track: string }>>

/** Tells the catalog which advisories name which patches. */
export type LinkAdvisories = (
  trx: Trx,
  entries: readonly { readonly advisoryId: number; readonly entry: AdvisoryEntry }[],
) => Promise<void>

/** What the catalog learns from reports. */
export interface ReportedCatalog {
  readonly intern: InternPatches
  readonly linkAdvisories: LinkAdvisories
}
