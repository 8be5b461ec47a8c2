import {
  buildSection,
  isSectionName,
  limits,
  type ReportReply,
  type ReportSection,
  messages,
} from '@patchyard/protocol'
import type { InventoryState, ScanState, SectionRow } from '../journal/schema.ts'
import { noteProblem } from '../journal/problems.ts'
import type { JournalTransaction, JournalView } from '../ports/journal.ts'
import { encodeBody, fitsLimits } from '../line/requests.ts'
import type { LinkedRequest } from '../line/linked-exchange.ts'
import { wantFullReport } from '../line/check-in.ts'
import { EMPTY_INVENTORY } from '../line/take-answer.ts'
import { unpackRows } from './section-rows.ts'

/** What one report carries. */
export interface ReportPart {
  readonly scan: ScanState
  readonly sections: readonly ReportSection[]
  /** Something of this scan is left for another report. */
  readonly more: boolean
  /** Sections that no request can hold, with their size in bytes. */
  readonly tooLarge: readonly { readonly name: string; readonly bytes: number }[]
}

/** Members of the request beside the sections: link with its 12 links, scan, names. */
const ENVELOPE_BYTES = 4096

/**
 * The differences of the last scan against what the server confirmed, whole sections where it wants them; as many sections as one
 * request holds (agent-protocol §6.4). `single`: the server refused a larger one, so one section at a time.
 */
export function nextReport(view: JournalView, single: boolean): ReportPart | null {
  const scan = view.get('scan')
  if (scan === null || !scan.unreported) return null
  const inventory = view.get('inventory') ?? EMPTY_INVENTORY
  const sections: ReportSection[] = []
  const tooLarge: { name: string; bytes: number }[] = []
  let plainBytes = ENVELOPE_BYTES
  let sentBytes = ENVELOPE_BYTES
  let more = false
  for (const row of view.rows('section')) {
    const section = changed(row, inventory)
    if (section === null) continue
    const size = measure(section)
    if (!fits(ENVELOPE_BYTES + size.plain, ENVELOPE_BYTES + size.sent) || section.add.length > limits.rowsPerSection) {
      tooLarge.push({ name: row.name, bytes: size.plain })
      continue
    }
    const full = single ? sections.length > 0 : !fits(plainBytes + size.plain, sentBytes + size.sent)
    if (full) {
      more = true
      continue
    }
    sections.push(section)
    plainBytes += size.plain
    sentBytes += size.sent
  }
  return { scan, sections, more, tooLarge }
}

const fits = (plain: number, sent: number) => fitsLimits('/agent/v1/report', plain, sent)

function changed(row: SectionRow, inventory: InventoryState): ReportSection | null {
  if (!isSectionName(row.name)) return null
  const whole = row.confirmedDigest === '' || inventory.wanted.includes(row.name)
  if (!whole && row.confirmedDigest === row.digest) return null
  const base = whole ? null : { digest: row.confirmedDigest, rows: unpackRows(row.confirmedRows) }
  return buildSection(row.name, base, unpackRows(row.rows))
}

function measure(section: ReportSection): { plain: number; sent: number } {
  const text = JSON.stringify(section)
  const plain = Buffer.byteLength(text)
  // Below a tenth of the cap its compressed size cannot matter, and compressing twice would cost more than it saves.
  return { plain, sent: plain < 100_000 ? plain : encodeBody('/agent/v1/report', section).length }
}

export function reportRequest(
  part: ReportPart,
  host: { boot: string; uptimeS: number; wallMs: number },
): LinkedRequest<ReportReply> {
  const { scan } = part
  const problems = part.tooLarge.map(({ name, bytes }) => ({
    code: 'report_too_large',
    at: Math.max(0, scan.finishedMs),
    detail: `section ${name} has ${bytes} bytes`,
  }))
  return {
    path: '/agent/v1/report',
    wantAnswer: false,
    takesWork: false,
    reply: messages.reportReply,
    encode: members =>
      encodeBody('/agent/v1/report', {
        ...members,
        scan: { started: Math.max(0, scan.startedMs), finished: Math.max(0, scan.finishedMs), trigger: scan.trigger },
        sections: part.sections,
        problems: problems.slice(0, 16),
      }),
    onAccepted: (tx, reply) => {
      confirm(tx, part, reply.accepted)
      for (const { name, bytes } of part.tooLarge) {
        noteProblem(tx, 'report_too_large', `section ${name} has ${bytes} bytes`, host.wallMs)
      }
      const full = reply.full.filter(isSectionName)
      const scanNow = tx.get('scan')
      // A newer scan may have come meanwhile; it is a report of its own.
      if (scanNow !== null && scanNow.startedUptimeS === scan.startedUptimeS && !part.more) {
        tx.set('scan', { ...scanNow, unreported: false })
      }
      if (full.length > 0) wantFullReport(tx, host, full)
    },
  }
}

/** What was sent is confirmed with the digest that was sent, also when a newer scan replaced the rows meanwhile. */
function confirm(tx: JournalTransaction, part: ReportPart, accepted: readonly string[]): void {
  const inventory = tx.get('inventory') ?? EMPTY_INVENTORY
  for (const section of part.sections) {
    if (!accepted.includes(section.name)) continue
    const row = tx.row('section', [section.name])
    if (row === null) continue
    if (row.digest === section.digest)
      tx.put('section', { ...row, confirmedRows: row.rows, confirmedDigest: row.digest })
    // The rows that were sent are gone: the next report of this section is whole.
    else tx.put('section', { ...row, confirmedRows: '', confirmedDigest: '' })
  }
  const wanted = inventory.wanted.filter(name => !accepted.includes(name))
  if (wanted.length !== inventory.wanted.length) tx.set('inventory', { ...inventory, wanted })
}
