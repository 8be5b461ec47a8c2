import { ApiError, UnreachableError } from '@patchyard/api'
import { CliConfigError } from './cli-config.ts'
import { InputFileError } from './input-file-error.ts'

/** Exit codes of `patchyard`; documented in docs/cli.md. */
export const exitCodes = {
  ok: 0,
  /** The server refused; its code stands in the message. */
  refused: 1,
  /** The call or the CLI's own setting is wrong. */
  usage: 2,
  /** No answer from the server. */
  unreachable: 3,
  /** `--wait`: the job ended, and not everything went well; `audit verify`: something is wrong with it. */
  notAllWell: 4,
} as const

/** Exit code and sentence for what a command threw; null for a defect, which is thrown on. */
export function explainFailure(error: unknown): { code: number; message: string } | null {
  if (error instanceof ApiError) {
    if (error.problems.length > 1) {
      const all = error.problems.map(problem => problem.message).join('; ')
      return { code: exitCodes.refused, message: `${all} [${error.code}]` }
    }
    const field = error.field === undefined ? '' : ` (${error.field})`
    return { code: exitCodes.refused, message: `${error.message}${field} [${error.code}]` }
  }
  if (error instanceof UnreachableError) {
    const cause = error.cause instanceof Error ? `: ${error.cause.message}` : ''
    return { code: exitCodes.unreachable, message: `${error.message}${cause} [${error.code}]` }
  }
  if (error instanceof Error && 'syscall' in error && 'path' in error) {
    return { code: exitCodes.usage, message: error.message }
  }
  if (error instanceof InputFileError) return { code: exitCodes.usage, message: `${error.message} [${error.code}]` }
  if (error instanceof CliConfigError) return { code: exitCodes.usage, message: `${error.message} [${error.code}]` }
  return null
}
