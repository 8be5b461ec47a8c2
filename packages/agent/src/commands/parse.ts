import { ParseError } from '../platform/parse-error.ts'
import { exitCodes, type VerbResult } from './exit-codes.ts'
import { type ParseKind, parseKinds } from '../platform/parse-kinds.ts'

const USAGE = `patchyard-agent parse KIND < file
patchyard-agent parse --list [--json]

What a recorded tool output means, as JSON on standard output.
`

/**
 * `patchyard-agent parse KIND < file`: what a recorded tool output means, as JSON. Exit codes: 0, 1 = the text cannot be read (code and
 * sentence on standard error), 2 = wrong call. `readInput` is asked only when a kind is named.
 */
export async function parseVerb(args: readonly string[], readInput: () => Promise<string>): Promise<VerbResult> {
  if (args.includes('--help') || args.includes('-h')) return { exitCode: exitCodes.ok, stdout: USAGE, stderr: '' }
  const options = args.filter(arg => arg.startsWith('-'))
  const names = args.filter(arg => !arg.startsWith('-'))
  const unknown = options.find(option => option !== '--list' && option !== '--json')
  if (unknown !== undefined)
    return { exitCode: exitCodes.usage, stdout: '', stderr: `unknown option ${unknown}\n${USAGE}` }
  if (options.includes('--list') && names.length === 0) {
    return { exitCode: exitCodes.ok, stdout: options.includes('--json') ? listAsJson() : listAsText(), stderr: '' }
  }
  const [name] = names
  if (name === undefined || names.length > 1) return { exitCode: exitCodes.usage, stdout: '', stderr: USAGE }
  const kind = parseKinds.find(known => known.name === name)
  if (kind === undefined) {
    const error = new ParseError('E_PARSE_UNKNOWN_KIND', `no kind is called "${name.slice(0, 60)}"; see parse --list`)
    return { exitCode: exitCodes.usage, stdout: '', stderr: `${error.code}: ${error.message}\n` }
  }
  return parseText(kind, await readInput())
}

function parseText(kind: ParseKind, text: string): VerbResult {
  try {
    return { exitCode: exitCodes.ok, stdout: `${JSON.stringify(kind.parse(text), null, 2)}\n`, stderr: '' }
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    return { exitCode: exitCodes.failed, stdout: '', stderr: `${error.code}: ${error.message}\n` }
  }
}

function listAsText(): string {
  const width = Math.max(...parseKinds.map(kind => kind.name.length))
  return parseKinds.map(kind => `${kind.name.padEnd(width)}  ${kind.reads}  (${kind.file})\n`).join('')
}

function listAsJson(): string {
  return `${JSON.stringify(
    parseKinds.map(({ name, reads, file }) => ({ kind: name, reads, file: `src/platform/${file}` })),
    null,
    2,
  )}\n`
}
