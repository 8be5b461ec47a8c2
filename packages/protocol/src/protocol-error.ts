import { type ProblemName, problemCode, problems } from './problems.ts'

/**
 * A message that is refused. `code` is stable and goes into the reply; `field` names the member at fault as a dotted
 * path (`link.tried.3`), already safe to print; `message` is for logs of the refusing side only.
 */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
  readonly code: ProblemName
  readonly field: string | undefined

  constructor(code: ProblemName, message: string, field?: string) {
    super(message)
    this.code = code
    this.field = field
  }

  get status(): number {
    return problems[this.code].status
  }

  /** Body of the problem+json reply, without `answer`. */
  toProblem(): { type: string; title: string; status: number; code: string; field?: string } {
    const { status, title } = problems[this.code]
    const code = problemCode(this.code)
    const body = { type: `urn:patchyard:problem:${code}`, title, status, code }
    return this.field === undefined ? body : { ...body, field: this.field }
  }
}

/** For the most frequent refusal. */
export function malformed(message: string, field?: string): ProtocolError {
  return new ProtocolError('malformed', message, field)
}

/** A path for `field`. Names come from outside: made printable and cut. */
export function safeField(path: readonly string[]): string {
  const field = path.join('.').replace(/[^\x20-\x7e]/g, '?')
  return field === '' ? 'body' : field.slice(0, 120)
}
