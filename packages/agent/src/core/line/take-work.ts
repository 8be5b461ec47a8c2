import { checkTaskDocument, type HostTime, type Manifest, sha256Hex, type Work } from '@patchyard/protocol'
import { noteProblem } from '../journal/problems.ts'
import { recordEvent } from '../journal/record-event.ts'
import type { TaskRow, WorkState } from '../journal/schema.ts'
import type { JournalTransaction, JournalView } from '../ports/journal.ts'
import type { Session } from '../session.ts'
import { dropTask, newTaskRow } from '../tasks/task-rows.ts'
import type { TakenAnswer } from './take-answer.ts'

type Entry = Manifest['tasks'][number]

/** Agent-protocol §7.2 steps 6 and 7: the full list of wanted tasks replaces the one before. */
export function takeWork(
  tx: JournalTransaction,
  session: Session,
  taken: TakenAnswer,
  work: Work,
  host: HostTime,
): void {
  const { answer } = taken
  const before = tx.get('work')
  if (work.manifest === undefined) {
    if (before !== null) tx.set('work', { ...before, expires: work.expires, heardAt: answer.time })
    return
  }
  const { tasks, settings } = work.manifest
  const next: WorkState = {
    version: work.version,
    expires: work.expires,
    heardAt: answer.time,
    tasks,
    settings,
    signedBy: taken.signedBy,
    envelope: JSON.stringify(taken.envelope),
  }
  tx.set('work', next)
  unlistOthers(tx, host, tasks)
  const documents = new Map(taken.documents.map(bytes => [sha256Hex(bytes), bytes]))
  for (const entry of tasks) {
    const document = documents.get(entry.sha256)
    listTask(tx, session, host, entry, document)
  }
  const wanted = new Set(tasks.map(one => one.sha256))
  for (const sha256 of documents.keys()) {
    if (!wanted.has(sha256)) noteProblem(tx, 'document_digest', `a document that no task names: ${sha256}`, answer.time)
  }
}

/** Absent and not begun: dropped. Absent and begun: it stops before its next item, when its row says so. */
function unlistOthers(tx: JournalTransaction, host: HostTime, tasks: readonly Entry[]): void {
  const listed = new Map(tasks.map(one => [one.task, one.sha256]))
  for (const row of tx.rows('task', { where: { ended: 0 } })) {
    if (listed.get(row.task) === row.sha256) continue
    const unlisted: TaskRow = { ...row, listed: 0 }
    tx.put('task', row.stage === 'accepted' ? dropTask(tx, host, unlisted, 'cancelled') : unlisted)
  }
  // Over and no longer listed: its document is of no more use, its number of events still is.
  for (const row of tx.rows('task', { where: { stage: 'ended', listed: 1 } })) {
    if (listed.get(row.task) !== row.sha256) tx.put('task', { ...row, listed: 0, document: '' })
  }
}

function listTask(
  tx: JournalTransaction,
  session: Session,
  host: HostTime,
  entry: Entry,
  document: Uint8Array | undefined,
): void {
  const known = tx.row('task', [entry.task])
  if (known !== null && known.sha256 !== entry.sha256) {
    // §7.2 step 6: what is known under an id never changes. The old document is not what the server lists, so it does not run.
    noteProblem(tx, 'document_malformed', `task ${entry.task} is known under another digest`, host.wallMs)
    return
  }
  if (known !== null && known.document !== '' && mayReturn(known)) {
    const row: TaskRow = { ...known, listed: 1, stage: known.stage === 'dropped' ? 'accepted' : known.stage, ended: 0 }
    const signedBy = tx.get('work')?.signedBy ?? row.signedBy
    const accepted = known.stage === 'dropped' ? recordEvent(tx, host, row, 'accepted', { sha256: row.sha256 }) : row
    tx.put('task', { ...accepted, signedBy, code: known.stage === 'dropped' ? '' : row.code })
    return
  }
  if (known === null && document !== undefined) acceptDocument(tx, session, host, entry, document)
}

/** Still open, or dropped without having begun: a director key that was dropped may have cancelled what is wanted (§8). */
function mayReturn(row: TaskRow): boolean {
  return row.ended === 0 || (row.stage === 'dropped' && (row.code === 'cancelled' || row.code === 'director'))
}

/**
 * §7.2 step 6 for one document. A wrong size or digest is the line's fault, not the server's word: the document is asked for again. A
 * document that has its digest and still cannot be taken is the server's: the task is refused for good.
 */
export function acceptDocument(
  tx: JournalTransaction,
  session: Session,
  host: HostTime,
  entry: Entry,
  bytes: Uint8Array,
): void {
  const identity = tx.get('identity')
  const work = tx.get('work')
  if (identity?.agent == null || work === null) return
  const context = {
    deployment: identity.deployment,
    agent: identity.agent,
    timeMs: work.heardAt,
    features: session.build.features,
  }
  const verdict = checkTaskDocument(bytes, entry, context)
  const row = newTaskRow(entry, work.signedBy)
  if (verdict.ok) {
    const document = Buffer.from(bytes).toString('utf8')
    tx.put('task', recordEvent(tx, host, { ...row, document }, 'accepted', { sha256: entry.sha256 }))
    session.ports.log.info('task accepted', { task: entry.task })
    return
  }
  noteProblem(tx, verdict.code, `task ${entry.task}: ${verdict.detail}`, host.wallMs)
  if (verdict.code === 'document_digest') return
  const refused = { ...row, stage: 'refused' as const, ended: 1 as const, endedMs: host.wallMs, code: verdict.code }
  const data = { sha256: entry.sha256, code: verdict.code, detail: verdict.detail }
  tx.put('task', recordEvent(tx, host, refused, 'refused', data))
}

/** Listed tasks whose document is not here yet. */
export function missingDocuments(view: JournalView): readonly Entry[] {
  const work = view.get('work')
  return (work?.tasks ?? []).filter(entry => view.row('task', [entry.task]) === null)
}
