import { type Answer, type Receipt, type Root, takeTime, type Work } from '@patchyard/protocol'
import type { InventoryState, JournalState } from '../journal/schema.ts'
import type { JournalTransaction } from '../ports/journal.ts'
import { hostTime, type Session } from '../session.ts'
import { noteProblem } from '../journal/problems.ts'
import { takeWork } from './take-work.ts'

/** An answer that passed agent-protocol §7.2 steps 1–5, with what came around it. */
export interface TakenAnswer {
  readonly answer: Answer
  readonly signedBy: string
  /** Null when there is none or it was refused. */
  readonly work: Work | null
  /** As it came, for the record. */
  readonly envelope: unknown
  /** From the first byte sent to the answer read. */
  readonly tookMs: number
  readonly root: Root
  /** Documents that came beside the answer. */
  readonly documents: readonly Uint8Array[]
}

/** Events older than this are forgotten after their receipt, and sent again after a restore (agent-protocol §6.5, §7.1). */
export const KEEP_EVENTS_MS = 30 * 86_400_000

/** §7.2 step 7: everything an answer brings, in the caller's transaction. Acted upon only after it. */
export function takeAnswer(tx: JournalTransaction, session: Session, taken: TakenAnswer): void {
  const { answer } = taken
  const host = hostTime(session.ports)
  const before = tx.get('answer')
  const anchor = takeTime(tx.get('anchor'), answer.time, taken.tookMs, host)
  if (anchor !== null) tx.set('anchor', anchor)
  tx.set('answer', {
    standing: answer.standing,
    why: answer.why ?? null,
    time: answer.time,
    epoch: answer.epoch,
    root: answer.root,
    signedBy: taken.signedBy,
    machine: session.machine,
    boot: host.boot,
    uptimeS: host.uptimeS,
    wallMs: host.wallMs,
  })
  tx.set(
    'settling',
    afterAnswer(tx.get('settling'), host, tx.get('work')?.settings.checkInS ?? DEFAULT_SETTINGS.checkInS),
  )
  // §7.1: a greater epoch is a restored server; it may have lost what it had confirmed.
  if (before !== null && answer.epoch > before.epoch) sendAgain(tx, host.wallMs - KEEP_EVENTS_MS)
  for (const receipt of answer.receipts ?? []) takeReceipt(tx, receipt, host.wallMs)
  if (taken.work !== null) takeWork(tx, session, taken, taken.work, host)
}

/** Until the first manifest. Scans every 4 hours, as the default assessment profile of licensed assets. */
export const DEFAULT_SETTINGS = { checkInS: 60, scanEveryS: 14_400, scanAfter: 0 } as const

export const EMPTY_INVENTORY: InventoryState = { fullUptimeS: null, fullBoot: null, wanted: [] }

type Settling = JournalState['settling']

/** A first signed answer, then one at least checkInS later, settle a boot (agent-protocol §7.3). */
export function afterAnswer(
  before: Settling | null,
  host: { boot: string; uptimeS: number },
  checkInS: number,
): Settling {
  const now = before?.boot === host.boot ? before : startSettling(host)
  const first = now.firstAnswerUptimeS ?? host.uptimeS
  return {
    ...now,
    firstAnswerUptimeS: first,
    latestAnswerUptimeS: host.uptimeS,
    settled: now.settled || host.uptimeS - first >= checkInS,
  }
}

export function startSettling(host: { boot: string; uptimeS: number }): Settling {
  return {
    boot: host.boot,
    startedUptimeS: host.uptimeS,
    firstAnswerUptimeS: null,
    latestAnswerUptimeS: null,
    settled: false,
  }
}

function takeReceipt(tx: JournalTransaction, receipt: Receipt, atMs: number): void {
  for (const row of tx.rows('event', { where: { sha256: receipt.sha256 } })) {
    tx.put('event', { ...row, waiting: 0 })
    if (receipt.verdict === 'refused') {
      noteProblem(tx, 'event_refused', `${row.kind} ${row.n} of task ${row.task}: ${receipt.code ?? 'no reason'}`, atMs)
    }
  }
}

function sendAgain(tx: JournalTransaction, sinceMs: number): void {
  for (const row of tx.rows('event', { where: { waiting: 0 } })) {
    if (row.madeMs >= sinceMs) tx.put('event', { ...row, waiting: 1 })
  }
}
