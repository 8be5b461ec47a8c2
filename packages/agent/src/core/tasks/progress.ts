/** One line a task, as people see it while it goes on. */
export interface TaskProgress {
  /** Items that are over. */
  readonly done: number
  readonly total: number
  /** What it is doing or waiting for. */
  readonly text: string
}
