import type { OfferedPatch } from '@patchyard/domain'
import type { AdvisoryEntry, PackageEntry, ProgramEntry, Row, SystemFacts, UpdateEntry } from '@patchyard/protocol'

export interface SectionState {
  readonly digest: string
  readonly count: number
}

/** A section as a report changes it. `replace`: `add` is everything. Keys of `del` are the leading columns of a row. */
export interface SectionChange<E> {
  readonly replace: boolean
  readonly add: readonly E[]
  readonly del: readonly (readonly unknown[])[]
}

export interface Applied {
  /** Rows of the asset afterwards. */
  readonly count: number
  /** Rows that this subscription had never seen: they count towards the agent's day (protocol §10). */
  readonly fresh: number
}

export interface UpdatesApplied extends Applied {
  /** By patch id, as offered before. */
  readonly before: ReadonlyMap<number, OfferedPatch>
  readonly offered: readonly OfferedPatch[]
  /** Version scheme of the host. */
  readonly scheme: 'deb' | 'rpm' | 'apk'
}

export interface Interface {
  readonly name: string
  readonly address: string
  readonly mac: string
}

/** What agents report about their hosts. Used under the asset's line lock. */
export interface InventoryStore {
  sections(assetId: number): Promise<ReadonlyMap<string, SectionState>>
  saveSection(assetId: number, name: string, state: SectionState, rows: readonly Row[] | null): Promise<void>
  /** Rows of a section that is kept whole (system, network, restart). */
  sectionRows(assetId: number, name: string): Promise<readonly Row[]>

  applyPackages(assetId: number, change: SectionChange<PackageEntry>): Promise<Applied>
  /** Beside the packages: each of the two sections changes its own rows. */
  applyPrograms(assetId: number, change: SectionChange<ProgramEntry>): Promise<Applied>
  applyUpdates(assetId: number, change: SectionChange<UpdateEntry>, nowMs: number): Promise<UpdatesApplied>
  applyAdvisories(assetId: number, change: SectionChange<AdvisoryEntry>): Promise<Applied>

  /** Versions of the named packages, key `name NUL arch`. */
  installedVersions(assetId: number, names: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>

  saveSystem(assetId: number, system: SystemFacts, rows: readonly Row[]): Promise<void>
  saveInterfaces(assetId: number, interfaces: readonly Interface[]): Promise<void>
  saveRestart(assetId: number, entries: readonly { kind: string; name: string; reason: string }[]): Promise<void>
  saveScan(assetId: number, scan: { startedMs: number; finishedMs: number }): Promise<void>
  /** The scan reported last, with the status that its system facts told; null before the first. */
  lastScan(assetId: number): Promise<{ readonly startedMs: number; readonly status: string } | null>
}

export const installedKey = (name: string, arch: string): string => `${name}\0${arch}`
