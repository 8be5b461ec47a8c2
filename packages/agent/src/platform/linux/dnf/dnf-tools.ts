import { PackageManagerError } from '../../../core/ports/package-manager.ts'
import type { ProcessResult, ProcessSpec } from '../../../core/ports/processes.ts'
import { limitsOf, type RunLimits } from '../rpm/rpm-database.ts'
import type { RpmPorts } from '../rpm/rpm-ports.ts'
import { type DnfDialect, FROM_CACHE } from './dnf-dialect.ts'

export interface DnfTools extends RpmPorts {
  readonly dialect: DnfDialect
}

/** Advisories' instants are printed in local time by some generations; columns are counted, so the width does not matter. */
const ENVIRONMENT = { TZ: 'UTC', COLUMNS: '250' }

export function runDnf(
  tools: DnfTools,
  args: readonly string[],
  rest: Omit<ProcessSpec, 'program' | 'args' | 'env'>,
): Promise<ProcessResult> {
  return tools.processes.run({ program: tools.dialect.program, args, env: ENVIRONMENT, ...rest })
}

/** A look that must succeed; exit code 100 means "there are updates". @throws PackageManagerError, ProcessError */
export async function lookWithDnf(tools: DnfTools, args: readonly string[], run: RunLimits): Promise<string> {
  const result = await runDnf(tools, [...FROM_CACHE, ...args], limitsOf(run))
  if (result.code === 0 || result.code === 100) return result.stdout
  throw new PackageManagerError('E_ENGINE_FAILED', `${tools.dialect.id}: ${dnfComplaint(result)}`)
}

/** The sentence it ended with: "Error: …", rpm's own, or the last line. */
export function dnfComplaint(result: ProcessResult): string {
  const lines = `${result.stderr}\n${result.stdout}`.split('\n').map(line => line.trim())
  const found =
    lines.find(line => /^(?:RPM: )?error: can't create transaction lock/.test(line)) ??
    lines.find(line => /^(?:Error|error|Failed): ?\S/.test(line)) ??
    lines.find(line => line.startsWith('Problem')) ??
    lines.findLast(line => line !== '') ??
    ''
  return found.replace(/^(?:Error|error): /, '').slice(0, 200) || `exit code ${String(result.code ?? result.signal)}`
}

/** dnf gives up with 200 when another dnf works (exit_on_lock); rpm's own lock makes it fail with 1. */
export function saysLocked(result: ProcessResult): boolean {
  return (
    result.code === 200 ||
    /can't create transaction lock|is holding the yum lock|Existing lock|Failed to obtain the transaction lock/.test(
      `${result.stderr}\n${result.stdout}`,
    )
  )
}

/** dnf.conf(5), `throttle`: bytes a second over all downloads; yum 3 and dnf 5 read it the same way. */
export function throttle(rateKBs: number | null | undefined): string[] {
  return rateKBs === undefined || rateKBs === null ? [] : [`--setopt=throttle=${rateKBs}k`]
}
