import {
  type CheckinReply,
  type CheckinRequest,
  decodeBase64,
  inventoryDigest,
  isText,
  messages,
  trustedNow,
} from '@patchyard/protocol'
import { forgetProblems, waitingProblems } from '../journal/problems.ts'
import type { InventoryState, SectionRow } from '../journal/schema.ts'
import type { JournalTransaction, JournalView } from '../ports/journal.ts'
import { hostTime, type Session } from '../session.ts'
import { isSettledNow } from '../tasks/begin-facts.ts'
import type { LinkedRequest } from './linked-exchange.ts'
import { encodeBody } from './requests.ts'
import { EMPTY_INVENTORY } from './take-answer.ts'
import { wantsAnswer } from './want-answer.ts'

/** Agent-protocol §6: a hint to send everything costs at most one full report in ten minutes. */
export const FULL_EVERY_S = 600

const PROGRESS_SENT = 8

export function checkInRequest(session: Session, rootVersion: number): LinkedRequest<CheckinReply> {
  const { journal } = session.ports
  const host = hostTime(session.ports)
  const seen = journal.read(view => ({
    answer: view.get('answer'),
    work: view.get('work'),
    anchor: view.get('anchor'),
    settled: isSettledNow(view, host),
    inventory: confirmedInventory(view),
    documents: heldDocuments(view),
    problems: waitingProblems(view),
  }))
  const nowMs = trustedNow(seen.anchor, host)
  const zone = session.ports.host.timeZone()
  return {
    path: '/agent/v1/checkin',
    wantAnswer: wantsAnswer({
      answer: seen.answer,
      work: seen.work,
      machine: session.machine,
      boot: host.boot,
      uptimeS: host.uptimeS,
      wallMs: host.wallMs,
      nowMs,
      settled: seen.settled,
    }),
    takesWork: true,
    reply: messages.checkinReply,
    documents: reply => (reply.documents ?? []).map(text => decodeBase64(text)).filter(bytes => bytes !== null),
    encode: ({ link, nonce, want }) => {
      const body: CheckinRequest = {
        link,
        nonce,
        agentVersion: session.build.version,
        features: [...session.build.features],
        have: { root: rootVersion, manifest: seen.work?.version ?? 0, tasks: seen.documents },
        inventory: seen.inventory,
        want,
        clock: { wall: host.wallMs, trusted: nowMs },
        zone: isText(zone, 64) ? zone : '',
        progress: [...session.progress].slice(0, PROGRESS_SENT).map(([task, one]) => ({ task, ...one })),
        problems: seen.problems.problems,
      }
      return encodeBody('/agent/v1/checkin', body)
    },
    onAccepted: (tx, reply) => {
      forgetProblems(tx, seen.problems.ids)
      if (reply.full === true) wantFullReport(tx, host)
    },
  }
}

/** Digest of what the server confirmed; null while it confirmed nothing. */
function confirmedInventory(view: JournalView): string | null {
  const confirmed = view.rows('section').filter(row => row.confirmedDigest !== '')
  return confirmed.length === 0 ? null : inventoryDigest(confirmed.map(row => [row.name, row.confirmedDigest] as const))
}

function heldDocuments(view: JournalView): string[] {
  const work = view.get('work')
  return (work?.tasks ?? []).flatMap(entry => {
    const row = view.row('task', [entry.task])
    return row !== null && row.sha256 === entry.sha256 && row.document !== '' ? [entry.sha256] : []
  })
}

/** The server's digests differ from ours: everything goes once more, at most every ten minutes. */
export function wantFullReport(
  tx: JournalTransaction,
  host: { boot: string; uptimeS: number },
  only?: readonly string[],
): void {
  const inventory: InventoryState = tx.get('inventory') ?? EMPTY_INVENTORY
  const recent = inventory.fullBoot === host.boot && host.uptimeS - (inventory.fullUptimeS ?? 0) < FULL_EVERY_S
  if (inventory.fullUptimeS !== null && recent) return
  const names = only ?? tx.rows('section').map((row: SectionRow) => row.name)
  tx.set('inventory', {
    fullUptimeS: host.uptimeS,
    fullBoot: host.boot,
    wanted: [...new Set([...inventory.wanted, ...names])],
  })
  const scan = tx.get('scan')
  if (scan !== null) tx.set('scan', { ...scan, unreported: true })
}
