import type { SectionName } from '@patchyard/protocol'
import type { ScanState, ScanTrigger, SectionRow } from '../journal/schema.ts'
import type { JournalTransaction } from '../ports/journal.ts'
import type { CollectedInventory } from '../ports/inventory.ts'
import { keepUnproven } from './keep-unproven.ts'
import { packRows, unpackRows } from './section-rows.ts'

export interface ScanDates {
  readonly trigger: ScanTrigger
  /** Trusted time where it is known. */
  readonly startedMs: number
  readonly finishedMs: number
  readonly startedUptimeS: number
  readonly boot: string
  readonly servedScanAfter: number
}

/** Sections that the scan could not read stay as they were, and what a partial one does not list is not gone. */
export function storeScan(tx: JournalTransaction, dates: ScanDates, found: CollectedInventory): void {
  const known = (name: SectionName) => unpackRows(tx.row('section', [name])?.rows ?? '')
  const sections = found.status === 'partial' ? keepUnproven(known, found.sections) : found.sections
  for (const [name, rows] of sections) {
    const before = tx.row('section', [name])
    // Servers that never asked to keep anything may not know the section; one that did is told when nothing is left.
    if (name === 'rollback.1' && rows.length === 0 && before === null) continue
    tx.put('section', sectionRow(before, name, rows))
  }
  const failed = found.status === 'failed'
  const before = tx.get('scan')
  const scan: ScanState = {
    ...dates,
    status: found.status,
    unreported: true,
    rebootNeeded: failed ? (before?.rebootNeeded ?? found.rebootNeeded) : found.rebootNeeded,
    additions: failed ? (before?.additions ?? []) : found.additions.map(({ name, arch }) => ({ name, arch })),
  }
  tx.set('scan', scan)
}

export function sectionRow(
  before: SectionRow | null,
  name: SectionName,
  rows: Parameters<typeof packRows>[0],
): SectionRow {
  const { text, digest } = packRows(rows)
  const confirmed = { confirmedRows: before?.confirmedRows ?? '', confirmedDigest: before?.confirmedDigest ?? '' }
  return { name, rows: text, digest, ...confirmed }
}
