import type { ActionItem } from '@patchyard/protocol'

/**
 * Scripts, installations, removals and services that a job wants before or after its patches (docs/jobs.md). An agent has this port only
 * where the host's own configuration allows actions. Rules that every platform keeps: a fixed environment, working directory and umask,
 * an empty standard input, a control group or process group of its own, and nothing that an action started outlives it.
 */
export interface Actions {
  /**
   * To its end. At the time limit everything that it started is ended; when it ends by itself, what it left behind is. Never throws: what
   * cannot be started is a result.
   */
  run(item: ActionItem, options: ActionOptions): Promise<ActionResult>
  /** Whether something of an action that an earlier process started is still there. */
  isRunning(scopeName: string): Promise<boolean>
  /** Ends whatever of it is still there, and what it left on the disk. */
  end(scopeName: string): Promise<void>
}

export interface ActionOptions {
  readonly timeoutMs: number
  /** Unit name of the scope, `[a-z0-9-]{1,64}`; the same after a restart. */
  readonly scopeName: string
}

export type ActionResult =
  | {
      readonly started: true
      /** Null: ended by a signal or by the time limit. */
      readonly exitCode: number | null
      readonly timedOut: boolean
      /** Head and tail of what it printed. */
      readonly log: string
    }
  | {
      readonly started: false
      /** One printable English sentence. */
      readonly detail: string
    }
