import type { Client } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import type { Printer } from '../output/printer.ts'
import type { CliConfig } from './cli-config.ts'

/** What every verb is given; made once in main.ts, and by tests with twins. */
export interface CommandContext {
  readonly clock: Clock
  /** Speaks as the person of the configuration. Throws CliConfigError when nobody is logged in. */
  client(): Promise<Client>
  clientFor(config: CliConfig): Client
  save(config: CliConfig): Promise<string>
  /** Everything on standard input, or what is typed without echo on a terminal. */
  readSecret(prompt: string): Promise<string>
  readText(path: string): Promise<string>
  /** Bytes of a file that may be large; `-` is standard input. */
  readPieces(path: string): AsyncIterable<Uint8Array>
  printer(json: boolean): Printer
  setExitCode(code: number): void
}
