import { PackageManagerError } from '../../../core/ports/package-manager.ts'
import type { ProcessResult, ProcessSpec } from '../../../core/ports/processes.ts'
import { ParseError } from '../../parse-error.ts'
import { limitsOf, type RunLimits } from '../rpm/rpm-database.ts'
import type { RpmPorts } from '../rpm/rpm-ports.ts'
import { parseZypperXml, type ZypperStream } from './parse-xml.ts'

export type ZypperTools = RpmPorts

export const ZYPPER = '/usr/bin/zypper'
/** libzypp's own lock; the process in it is asked for, since the file may outlive it. */
export const PID_FILES = ['/run/zypp.pid', '/var/run/zypp.pid']

/** zypper(8), "EXIT CODES". */
export const EXIT = {
  locked: 7,
  commitFailed: 8,
  updatesNeeded: 100,
  securityNeeded: 101,
  rebootNeeded: 102,
  restartNeeded: 103,
  capabilityNotFound: 104,
  reposSkipped: 106,
  scriptFailed: 107,
} as const

const LOOKED: ReadonlySet<number | null> = new Set([
  0,
  EXIT.updatesNeeded,
  EXIT.securityNeeded,
  EXIT.rebootNeeded,
  EXIT.restartNeeded,
  EXIT.capabilityNotFound,
  EXIT.reposSkipped,
])

export function runZypper(
  tools: ZypperTools,
  args: readonly string[],
  rest: Omit<ProcessSpec, 'program' | 'args' | 'env'>,
): Promise<ProcessResult> {
  return tools.processes.run({ program: ZYPPER, args: ['--non-interactive', ...args], ...rest })
}

/** A look at what is in the cache, as XML. @throws PackageManagerError, ParseError, ProcessError */
export async function lookWithZypper(
  tools: ZypperTools,
  args: readonly string[],
  run: RunLimits,
): Promise<ZypperStream> {
  const result = await runZypper(tools, ['--no-refresh', '--xmlout', ...args], limitsOf(run))
  if (!LOOKED.has(result.code)) throw new PackageManagerError('E_ENGINE_FAILED', `zypper: ${zypperComplaint(result)}`)
  return parseZypperXml(result.stdout)
}

/** The first error message, from XML or plain text; else the last line. */
export function zypperComplaint(result: ProcessResult): string {
  const messages = /<message type="error">([^<]*)/.exec(result.stdout)?.[1]
  const lines = `${result.stderr}\n${messages ?? result.stdout}`
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('<'))
  const found = messages === undefined ? lines.at(-1) : lines[0]
  return (found ?? `exit code ${String(result.code ?? result.signal)}`)
    .replaceAll('&apos;', "'")
    .replaceAll('&quot;', '"')
    .slice(0, 200)
}

export function saysLocked(result: ProcessResult): boolean {
  return (
    result.code === EXIT.locked ||
    /can't create transaction lock|System management is locked/.test(`${result.stdout}\n${result.stderr}`)
  )
}

/** Messages of a stream that is perhaps none: a failed run may print no XML at all. */
export function messagesOf(stdout: string): ZypperStream['messages'] {
  try {
    return parseZypperXml(stdout).messages
  } catch (error) {
    if (error instanceof ParseError) return []
    throw error
  }
}
