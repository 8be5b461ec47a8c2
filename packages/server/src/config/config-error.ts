import { StartError } from '../errors/start-error.ts'

/** A flag or variable that does not make sense: `PATCHYARD_PORT: "80a" is not a port (example: 8443)`. */
export class ConfigError extends StartError {
  /** The flag (`--port`) or variable (`PATCHYARD_PORT`). */
  readonly source: string

  /** `found` is repeated in the message; null for secrets. */
  constructor(source: string, found: string | null, sentence: string) {
    super('config', `${source}: ${found === null ? 'the value' : JSON.stringify(found)} ${sentence}`)
    this.source = source
  }
}
