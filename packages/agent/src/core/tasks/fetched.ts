import type { JournalTransaction } from '../ports/journal.ts'
import { PackageManagerError } from '../ports/package-manager.ts'
import { DiskError } from '../ports/disk.ts'
import type { Session } from '../session.ts'

/** More file names are not kept of a task; what is beyond stays in the cache. */
const MOST_FILES = 5000

/** Notes what a download of this task brought into the package manager's cache, so that it can be taken out again. */
export function noteFetched(session: Session, task: string, files: readonly string[]): void {
  if (files.length === 0) return
  session.ports.journal.write(tx => {
    const all = tx.get('fetched') ?? []
    const known = all.find(one => one.task === task)
    const next = { task, files: [...new Set([...(known?.files ?? []), ...files])].slice(0, MOST_FILES) }
    tx.set('fetched', [...all.filter(one => one.task !== task), next])
  })
}

export function forgetFetched(tx: JournalTransaction, task: string): void {
  const all = tx.get('fetched') ?? []
  if (all.some(one => one.task === task))
    tx.set(
      'fetched',
      all.filter(one => one.task !== task),
    )
}

/** Only what this task fetched, and what no other open task fetched, too. A file that is gone or stays costs nothing but disk. */
export async function emptyCache(session: Session, task: string): Promise<void> {
  const { journal, packages, log } = session.ports
  const all = journal.read(view => view.get('fetched') ?? [])
  const others = new Set(all.filter(one => one.task !== task).flatMap(one => one.files))
  const files = (all.find(one => one.task === task)?.files ?? []).filter(one => !others.has(one))
  if (files.length === 0 || packages.forgetFetched === undefined) return
  try {
    await packages.forgetFetched(files)
  } catch (error) {
    if (!(error instanceof PackageManagerError || error instanceof DiskError)) throw error
    log.warn('the cache could not be emptied', { task, reason: error.message })
  }
}

/** Tasks that were dropped after their packages were fetched ahead leave them behind; looked for when nothing else is to do. */
export async function emptyAfterDropped(session: Session): Promise<void> {
  const { journal } = session.ports
  const over = journal.read(view =>
    (view.get('fetched') ?? []).filter(one => view.row('task', [one.task])?.ended !== 0).map(one => one.task),
  )
  for (const task of over) {
    await emptyCache(session, task)
    journal.write(tx => forgetFetched(tx, task))
  }
}
