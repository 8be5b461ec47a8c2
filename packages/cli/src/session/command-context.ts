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
  /** Speaks as nobody, for what comes before a key. */
  clientAt(place: Pick<CliConfig, 'server' | 'ca'>): Client
  /** What `login` kept; environment wins. Throws CliConfigError when there is nothing. */
  config(): Promise<CliConfig>
  save(config: CliConfig): Promise<string>
  /** Removes what `login` kept; no error when there is nothing. */
  forget(): Promise<void>
  openPage(url: string): void
  /** As others call this machine. */
  readonly machine: string
  /** A command of the server's own program on this machine; its exit status. */
  runOnHost(args: readonly string[]): Promise<number>
  /** Everything on standard input, or what is typed without echo on a terminal. */
  readSecret(prompt: string): Promise<string>
  readText(path: string): Promise<string>
  /** Bytes of a file that may be large; `-` is standard input. */
  readPieces(path: string): AsyncIterable<Uint8Array>
  /** A new file; an error when it is there already. */
  createFile(path: string): NewFile
  printer(json: boolean): Printer
  setExitCode(code: number): void
}

export interface NewFile {
  write(bytes: Uint8Array): void
  /** All of it is on the disk. */
  finish(): void
  /** Nothing of it is left. */
  discard(): void
}
