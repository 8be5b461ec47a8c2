import type { AssetVerdict, Finding, FindingHistory, Licence, PackageUpdate } from '@patchyard/domain'
import type {
  AdvisoryEntry,
  Facts,
  PackageEntry,
  ProgramEntry,
  Row,
  SystemFacts,
  UpdateEntry,
} from '@patchyard/protocol'
import type { JobRow, LeftOutRow, RunRow } from './job-rows.ts'
import type { Interface, SectionState } from '../../storage/ports/inventory-store.ts'
import type { LineRecord } from '../../storage/ports/line-record.ts'
import type { LineNotice } from '../../storage/ports/line-store.ts'
import type { TaskRecord } from '../../storage/ports/task-record.ts'
import type { TaskEventRecord } from '../../storage/ports/task-store.ts'
import type { MemorySettings } from './memory-settings.ts'
import { createMemoryTable, type MemoryTable, type UndoLog } from './tables.ts'

export interface ActivationKeyRow {
  readonly id: number
  readonly keyid: string
  readonly autoAccept: boolean
  readonly maxUses: number | null
  readonly uses: number
  readonly validFromMs: number
  readonly expiresMs: number | null
  readonly revokedMs: number | null
  readonly allowedNetworks: readonly string[]
}

export interface AssetRow {
  readonly assetId: number
  readonly publicId: string
  readonly name: string
  readonly platform: string
  readonly facts: Facts
  readonly looksLike: number | null
  readonly activatedMs: number | null
  readonly isDeactivated: boolean
  readonly isLicensed: boolean
  readonly isRemoved: boolean
  readonly pausedUntilMs: number | null
  /** With the tags above each. */
  readonly tagIds: readonly number[]
  readonly system: SystemFacts | null
  readonly interfaces: readonly Interface[]
  readonly restart: readonly { kind: string; name: string; reason: string }[]
  readonly scan: { readonly startedMs: number; readonly finishedMs: number } | null
}

/** A member of the subscription who is not as everybody in the simulator is: there, and seeing all assets. */
export interface PersonRow {
  readonly isGone: boolean
  /** The scope; null: all assets. */
  readonly tagIds: readonly number[] | null
}

export interface PatchRow {
  readonly id: number
  readonly publicId: string
  readonly key: string
  readonly track: string
  readonly title: string
  readonly severity: string
  readonly isSecurity: boolean
  readonly deprecated: boolean
}

/** A distinct row of a report with what it means; `text` is its identity. */
export interface Interned<E> {
  readonly text: string
  readonly entry: E
}

export interface StoredUpdate extends Interned<UpdateEntry> {
  readonly patchId: number
  readonly track: string
  readonly update: PackageUpdate
}

export interface SectionRow extends SectionState {
  readonly rows: readonly Row[] | null
}

export interface EventRow extends TaskEventRecord {
  readonly conflict: string | null
}

/** Everything of one subscription: the wall between two of them is that nobody holds both. */
export interface Tenant {
  settings: MemorySettings
  licence: Licence
  suspended: boolean
  readonly people: MemoryTable<number, PersonRow>
  readonly activationKeys: MemoryTable<string, ActivationKeyRow>
  readonly nonces: MemoryTable<string, number>
  readonly assets: MemoryTable<number, AssetRow>
  readonly lines: MemoryTable<number, LineRecord>
  readonly notices: MemoryTable<number, LineNotice>
  readonly patches: MemoryTable<string, PatchRow>
  /** By `asset section`. */
  readonly sections: MemoryTable<string, SectionRow>
  readonly packages: MemoryTable<number, readonly Interned<PackageEntry>[]>
  readonly programs: MemoryTable<number, readonly Interned<ProgramEntry>[]>
  readonly updates: MemoryTable<number, readonly StoredUpdate[]>
  readonly advisories: MemoryTable<number, readonly Interned<AdvisoryEntry>[]>
  /** Row texts that were seen: `kind text`. */
  readonly dictionary: MemoryTable<string, true>
  readonly findings: MemoryTable<number, ReadonlyMap<number, Finding>>
  readonly history: MemoryTable<number, readonly FindingHistory[]>
  readonly tasks: MemoryTable<number, TaskRecord>
  /** By `asset task n`. */
  readonly events: MemoryTable<string, EventRow>
  readonly jobs: MemoryTable<number, JobRow>
  readonly runs: MemoryTable<number, RunRow>
  readonly leftOut: MemoryTable<number, LeftOutRow>
  /** By run. */
  readonly members: MemoryTable<number, readonly AssetVerdict[]>
}

export function createTenant(undo: UndoLog): Tenant {
  return {
    settings: { checkInS: 60, scanEveryS: 14_400 },
    licence: { kind: 'full', limit: null, endAt: null },
    suspended: false,
    people: createMemoryTable(undo),
    activationKeys: createMemoryTable(undo),
    nonces: createMemoryTable(undo),
    assets: createMemoryTable(undo),
    lines: createMemoryTable(undo),
    notices: createMemoryTable(undo),
    patches: createMemoryTable(undo),
    sections: createMemoryTable(undo),
    packages: createMemoryTable(undo),
    programs: createMemoryTable(undo),
    updates: createMemoryTable(undo),
    advisories: createMemoryTable(undo),
    dictionary: createMemoryTable(undo),
    findings: createMemoryTable(undo),
    history: createMemoryTable(undo),
    tasks: createMemoryTable(undo),
    events: createMemoryTable(undo),
    jobs: createMemoryTable(undo),
    runs: createMemoryTable(undo),
    leftOut: createMemoryTable(undo),
    members: createMemoryTable(undo),
  }
}
