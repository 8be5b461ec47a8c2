/** A file that a person gave is not what the command reads; exit code 2. The message names the file and the place in it. */
export class InputFileError extends Error {
  readonly code = 'input_invalid'
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'InputFileError'
  }
}
