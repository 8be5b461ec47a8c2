import { errorRegistry, type ErrorCode } from './registry.ts'

/** Members of problem+json beside `type`, `title`, `status` and `code`. Never a stack, SQL text or path of this machine. */
export interface ProblemExtras {
  /** What is wrong in this occurrence: where, what was found, what is allowed. Shown to people. */
  readonly detail?: string
  /** JSON pointer into the body, or name of the query parameter. */
  readonly field?: string
  readonly permission?: string
  readonly retryAfterS?: number
  readonly [member: string]: string | number | boolean | null | undefined | object
}

/**
 * An answer that is not a success. Services throw it (or a subclass when a caller has to tell them apart); the HTTP
 * layer writes it as problem+json with the status that the registry has for the code.
 */
export class Problem extends Error {
  override readonly name: string = 'Problem'
  readonly code: ErrorCode
  readonly extras: ProblemExtras

  constructor(code: ErrorCode, extras: ProblemExtras = {}, cause?: unknown) {
    super(extras.detail ?? errorRegistry[code].title, cause === undefined ? undefined : { cause })
    this.code = code
    this.extras = extras
  }

  get status(): number {
    return errorRegistry[this.code].status
  }
}
