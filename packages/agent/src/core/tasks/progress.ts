import type { Session } from '../session.ts'

/** One line a task, as people see it while it goes on. */
export interface TaskProgress {
  /** Items that are over. */
  readonly done: number
  readonly total: number
  /** What it is doing or waiting for. */
  readonly text: string
}

/** Shown with the next check-in; a new text is worth one, at most every five seconds. */
const PROGRESS_EVERY_MS = 5000

export function showProgress(session: Session, task: string, progress: TaskProgress): void {
  const before = session.progress.get(task)
  session.progress.set(task, progress)
  if (before?.text === progress.text) return
  // The last text of a busy moment is the one that stays, so it is said later rather than never.
  if (session.progressAtMs !== null) return
  const due = Math.max(session.ports.clock.monotonicMs(), session.progressSaidMs + PROGRESS_EVERY_MS)
  session.progressSaidMs = due
  session.progressAtMs = due
  session.courier.wake()
}
