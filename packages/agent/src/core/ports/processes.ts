/**
 * Programs as a port. The agent runs as root, so the rules are strict: an absolute program, an argument array (never shell text),
 * an environment that nobody else chose (CVE-2024-48990: a root scanner steered by somebody else's environment), a process group
 * that dies as a whole, and a cap on every byte.
 */
export interface Processes {
  /**
   * Runs a program to its end. A program that fails, is killed or runs into its time limit is a result, not an error.
   * @throws ProcessError when it cannot be started (`E_PROCESS_SPAWN`) or prints more than `captureBytes` (`E_PROCESS_OUTPUT`;
   * the group is killed first).
   */
  run(spec: ProcessSpec): Promise<ProcessResult>
}

export interface ProcessSpec {
  /** Absolute path; no search along PATH. */
  readonly program: string
  readonly args: readonly string[]
  /** Added to `MINIMAL_ENVIRONMENT`; the agent's own environment is never passed on. */
  readonly env?: Readonly<Record<string, string>>
  /** Default `/`. */
  readonly cwd?: string
  /** The whole process group gets SIGTERM after this, SIGKILL 10 s later. */
  readonly timeoutMs: number
  /** Text for standard input; without it standard input is /dev/null. */
  readonly stdin?: string
  /** Cap of each captured stream, default `DEFAULT_CAPTURE_BYTES`. */
  readonly captureBytes?: number
  /**
   * What passing the cap does. `fail` (default): the group is killed and the call rejects, for text that is parsed as a whole.
   * `cut`: the rest is read and dropped, for installations, which must not die because a script is chatty.
   */
  readonly overflow?: 'fail' | 'cut'
  /** Called for each whole line, as it comes, without its line end; cut at 64 KiB. Must not throw. */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void
  /** Ends the process group as the time limit does; the result says `aborted`. */
  readonly signal?: AbortSignal
  /**
   * Run outside the agent's own unit, so that its memory and CPU caps do not apply and an agent stop does not end it
   * (decisions §3.4). Without a running systemd the program gets a session of its own and the result says `scoped: false`.
   * Either way it outlives the agent: both streams go to a file, and the result has them together as `stdout`.
   */
  readonly scope?: ProcessScope
}

export interface ProcessScope {
  readonly kind: 'transient'
  /** Unit name without ending, `[a-z0-9-]{1,64}`. */
  readonly name: string
  /**
   * Whatever the program started and left behind is ended when it ends, by itself or by its time limit: daemons too. And the scope may hold
   * so many tasks at most that a script which only forks cannot take the host's process numbers. For scripts of others; never for package
   * managers, whose packages start what they need.
   */
  readonly leavesNothing?: boolean
}

/** What is left of scopes with `leavesNothing` that another process of the agent started. */
export interface Scopes {
  isRunning(name: string): Promise<boolean>
  /** Returns when nothing of it is left, or after 10 s. */
  end(name: string): Promise<void>
}

export interface ProcessResult {
  /** Exit code, null when a signal ended it. */
  readonly code: number | null
  readonly signal: string | null
  /** Everything printed, as UTF-8 with U+FFFD for what is not. */
  readonly stdout: string
  readonly stderr: string
  /** Both streams as they came, head and tail only: fit for a log. */
  readonly log: string
  readonly timedOut: boolean
  readonly aborted: boolean
  /** Whether it ran in the scope asked for. */
  readonly scoped: boolean
  readonly durationMs: number
}

export const MINIMAL_ENVIRONMENT: Readonly<Record<string, string>> = Object.freeze({
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  // Parsers read English text; C.UTF-8 keeps names in other scripts intact. LANGUAGE would win over LC_ALL in gettext.
  LC_ALL: 'C.UTF-8',
  LANGUAGE: '',
})

export const DEFAULT_CAPTURE_BYTES = 64 * 1024 * 1024

/** What a log keeps of a program's output: agent-protocol §6.5 (64 KiB, head 16, tail 48). */
export const LOG_HEAD_BYTES = 16 * 1024
export const LOG_TAIL_BYTES = 48 * 1024

export type ProcessErrorCode = 'E_PROCESS_SPAWN' | 'E_PROCESS_OUTPUT' | 'E_PROCESS_FAILED'

export class ProcessError extends Error {
  readonly code: ProcessErrorCode

  constructor(code: ProcessErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ProcessError'
    this.code = code
  }
}
