/** Exit codes of the agent's program. Units and installers rely on them: systemd does not start again after 3, 4 and 6. */
export const exitCodes = {
  ok: 0,
  /** Something went wrong that another try may mend. */
  failed: 1,
  usage: 2,
  /** The host is not enrolled, or its key is gone. */
  notEnrolled: 3,
  /** The server refuses this host, or it is another server than the activation key names. */
  refused: 4,
  /** No reply that can be used. */
  unreachable: 5,
  /** The state folder is not safe, or another agent uses it. */
  state: 6,
  /** `scan`: something could not be looked at. */
  partial: 7,
  /** `scan`: no package manager that the agent knows. */
  unsupported: 8,
} as const

/** What a verb hands back to the program. */
export interface VerbResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** A failure whose sentence is for the person at the keyboard. */
export class CommandError extends Error {
  readonly code = 'E_COMMAND'
  readonly exitCode: number

  constructor(exitCode: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'CommandError'
    this.exitCode = exitCode
  }
}
