import { type Envelope, readStoredRoot, type Root } from '@patchyard/protocol'
import type { JournalView } from '../ports/journal.ts'

/** The newest root that this agent verified; null before enrolment. Reading costs a few signature-free parses, so callers keep it. */
export function newestRoot(view: JournalView): Root | null {
  const rows = view.rows('root')
  const newest = rows.at(-1)
  return newest === undefined ? null : readStoredRoot(JSON.parse(newest.envelope) as Envelope)
}
