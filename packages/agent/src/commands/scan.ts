import { SCAN_LIMITS } from '../core/report/host-inventory.ts'
import type { PackageManager } from '../core/ports/package-manager.ts'
import type { MissingPatch, ScanProblem } from '../core/ports/scan-result.ts'
import type { SystemFactsReader } from '../core/ports/system-facts.ts'
import { exitCodes, type VerbResult } from './exit-codes.ts'

/** What the verb needs of the machine; `commonArch` turns the engine's architecture names into the common ones. */
export interface ScanPorts {
  readonly packages: PackageManager | null
  readonly facts: SystemFactsReader
  readonly commonArch: (engineName: string) => string
}

const USAGE = `patchyard-agent scan [--json] [--refresh]

What is missing on this host, by its own package manager; no server is needed and nothing is changed. --refresh fetches the repository
lists first. Exit codes: 0 looked at everything, 1 the package manager gave no answer, 2 wrong call, 7 partial (what is missing from the
picture stands on standard error), 8 no package manager that the agent knows.
`
const LOCK_WAIT_MS = 60_000

/** The verb `scan`; its text for people is not stable, its JSON is (docs/agent-linux.md). */
export async function scanVerb(args: readonly string[], ports: ScanPorts): Promise<VerbResult> {
  if (args.includes('--help') || args.includes('-h')) return { exitCode: exitCodes.ok, stdout: USAGE, stderr: '' }
  const unknown = args.find(arg => arg !== '--json' && arg !== '--refresh')
  if (unknown !== undefined) {
    return { exitCode: exitCodes.usage, stdout: '', stderr: `unknown argument ${unknown.slice(0, 60)}\n${USAGE}` }
  }
  const options = { refresh: args.includes('--refresh'), lockWaitMs: LOCK_WAIT_MS }
  const scan = ports.packages === null ? null : await ports.packages.scan({ ...options, ...SCAN_LIMITS })
  const restart = await ports.facts.restart(scan?.packages ?? [])
  const status = scan?.status ?? 'unsupported'
  const patches = scan?.patches ?? []
  const shown = {
    provider: scan?.provider ?? null,
    rebootNeeded: restart.rebootNeeded,
    scanStatus: status,
    patches: patches.map(patch => showPatch(patch, ports.commonArch)),
    withheld: (scan?.withheld ?? []).map(({ key, reason, update }) => ({
      key,
      reason,
      name: update.name,
      arch: ports.commonArch(update.arch),
      installed: update.installed,
      candidate: update.candidate,
      isSecurity: update.isSecurity,
    })),
    problems: scan?.problems ?? [],
    reboot: restart.reasons,
    services: restart.services.map(service => service.unit),
  }
  return {
    exitCode: exitCodes[status],
    stdout: args.includes('--json')
      ? `${JSON.stringify(shown, null, 2)}\n`
      : asText(shown.provider, status, patches, restart.rebootNeeded),
    stderr:
      status === 'unsupported'
        ? 'this system has no package manager that the agent knows (apt, dnf, yum, zypper)\n'
        : complaints(scan?.problems ?? []),
  }
}

function showPatch(patch: MissingPatch, commonArch: (engineName: string) => string): object {
  return {
    key: patch.key,
    title: patch.title,
    isSecurity: patch.isSecurity,
    severity: patch.severity,
    advisories: patch.advisories,
    cves: patch.cves,
    blocked: patch.blocked,
    rebootSuggested: patch.rebootSuggested,
    packages: patch.packages.map(update => ({
      name: update.name,
      arch: commonArch(update.arch),
      rawArch: update.arch,
      installed: update.installed,
      candidate: update.candidate,
      isSecurity: update.isSecurity,
      origins: update.origins,
      authenticated: update.authenticated,
    })),
  }
}

function asText(
  provider: string | null,
  status: string,
  patches: readonly MissingPatch[],
  rebootNeeded: boolean,
): string {
  const lines = patches.map(
    patch => `${patch.isSecurity ? 'security' : '        '}  ${patch.title}  (${patch.packages.length} packages)`,
  )
  const security = patches.filter(patch => patch.isSecurity).length
  const end = `${provider ?? 'no provider'}: scan ${status}, ${patches.length} patches missing, ${security} of them security${rebootNeeded ? '; a reboot is needed' : ''}`
  return [...lines, end, ''].join('\n')
}

function complaints(problems: readonly ScanProblem[]): string {
  return problems
    .map(
      problem =>
        `${problem.code}: ${problem.repository === undefined ? '' : `${problem.repository}: `}${problem.detail}\n`,
    )
    .join('')
}
