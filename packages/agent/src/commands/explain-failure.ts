import { exitCodes } from './exit-codes.ts'

/** Exit code and sentence for an error that a verb announces; null for a fault of ours, which keeps its stack. */
export function explainFailure(error: unknown): { exitCode: number; message: string } | null {
  if (!(error instanceof Error)) return null
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code === 'E_COMMAND' && 'exitCode' in error && typeof error.exitCode === 'number') {
    return { exitCode: error.exitCode, message: error.message }
  }
  const exitCode = byCode.get(code) ?? (code.startsWith('E_NETWORK_') ? exitCodes.unreachable : undefined)
  if (exitCode === undefined) return null
  // Node's own complaints about arguments have codes, too, but they are not ours to keep stable.
  return { exitCode, message: code.startsWith('ERR_') ? error.message : `${error.message} [${code}]` }
}

const byCode: ReadonlyMap<string, number> = new Map([
  ['ERR_PARSE_ARGS_UNKNOWN_OPTION', exitCodes.usage],
  ['ERR_PARSE_ARGS_INVALID_OPTION_VALUE', exitCodes.usage],
  ['ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL', exitCodes.usage],
  ['E_SERVER_ADDRESS', exitCodes.usage],
  ['E_ACTIVATION_KEY', exitCodes.usage],
  ['E_NOT_ENROLLED', exitCodes.notEnrolled],
  ['E_KEY_MISSING', exitCodes.notEnrolled],
  ['E_ENROLLED', exitCodes.failed],
  ['E_WRONG_SERVER', exitCodes.refused],
  ['E_REFUSED', exitCodes.refused],
  ['E_NO_REPLY', exitCodes.unreachable],
  ['E_STATE_FOLDER', exitCodes.state],
  ['E_AGENT_RUNNING', exitCodes.state],
  ['E_SECRET_LOOSE', exitCodes.state],
  ['E_SECRET_EXISTS', exitCodes.state],
  ['E_SECRET_IO', exitCodes.failed],
  ['E_JOURNAL_IO', exitCodes.failed],
  ['E_JOURNAL_FULL', exitCodes.failed],
])
