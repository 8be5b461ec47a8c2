import type { Facts } from '@patchyard/protocol'

/** The machine under the agent, as far as the conversation and the tasks need it. Read once per process unless it says otherwise. */
export interface Host {
  /** Boot id, hex16. Constant for a process. */
  readonly boot: string
  /** Seconds since the machine started, counting suspends. Read anew each time. */
  uptimeS(): number
  /** Digests of what identifies the machine (agent-protocol §5). Constant for a process. */
  readonly facts: Facts
  readonly hostname: string
  /** Name of the operating system for people. */
  readonly os: string
  readonly arch: string
  /** IANA name; read anew, people change it. */
  timeZone(): string
  /** Asks for a reboot and returns; the process is ended with everything else. */
  reboot(): Promise<void>
  /** Whether the transient scope of an earlier installation still has processes; null where nothing can tell (no systemd). */
  isScopeActive(scopeName: string): Promise<boolean | null>
}
