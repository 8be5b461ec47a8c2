import { type AgentProblemCode, type ProblemReport, toText } from '@patchyard/protocol'
import type { JournalTransaction, JournalView } from '../ports/journal.ts'

/** What an agent has to say about itself beside the protocol's own codes (agent-protocol §6.3, `problems`). */
export const localProblemCodes = [
  'journal_io',
  'disk_full',
  'request_refused',
  'reply_malformed',
  'report_too_large',
  'event_refused',
  'link_unknown',
] as const
type LocalProblemCode = (typeof localProblemCodes)[number]

export type ProblemCode = AgentProblemCode | LocalProblemCode

/** More are not kept: one broken peer must not fill the disk. */
const KEPT = 64
/** Agent-protocol §6.3. */
const SENT = 16

/** Noted once while it waits to be sent, however often it happens. */
export function noteProblem(tx: JournalTransaction, code: ProblemCode, detail: string, atMs: number): void {
  const known = tx.rows('problem')
  const text = toText(detail, 200)
  if (known.length >= KEPT || known.some(one => one.code === code && one.detail === text)) return
  tx.put('problem', { id: (known.at(-1)?.id ?? 0) + 1, code, at: Math.max(0, Math.round(atMs)), detail: text })
}

export function waitingProblems(view: JournalView): { ids: number[]; problems: ProblemReport[] } {
  const rows = view.rows('problem', { limit: SENT })
  return { ids: rows.map(row => row.id), problems: rows.map(({ code, at, detail }) => ({ code, at, detail })) }
}

export function forgetProblems(tx: JournalTransaction, ids: readonly number[]): void {
  for (const id of ids) tx.remove('problem', [id])
}
