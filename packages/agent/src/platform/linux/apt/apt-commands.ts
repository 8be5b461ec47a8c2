import type { Processes, ProcessResult, ProcessSpec } from '../../../core/ports/processes.ts'

export const APT_GET = '/usr/bin/apt-get'
export const APT_CACHE = '/usr/bin/apt-cache'
export const APT_MARK = '/usr/bin/apt-mark'
export const DPKG = '/usr/bin/dpkg'
export const DPKG_QUERY = '/usr/bin/dpkg-query'
export const DPKG_DEB = '/usr/bin/dpkg-deb'

/**
 * No question may ever wait for an answer. needrestart's hook would restart services in mid-transaction: what has to be restarted is
 * reported (restart.1) and left to people. apt-listchanges would mail or page.
 */
const ENVIRONMENT: Readonly<Record<string, string>> = {
  DEBIAN_FRONTEND: 'noninteractive',
  DEBIAN_PRIORITY: 'critical',
  DEBCONF_NONINTERACTIVE_SEEN: 'true',
  NEEDRESTART_SUSPEND: 'y',
  APT_LISTCHANGES_FRONTEND: 'none',
  UCF_FORCE_CONFFOLD: '1',
}

/** Settings files: the administrator's stay, new ones come in (docs/agent-linux.md, "Settings files"). */
export const CONFFILE_OPTIONS = ['-o', 'Dpkg::Options::=--force-confdef', '-o', 'Dpkg::Options::=--force-confold']

/** What every apt-get run gets: plain text, no pty of its own around dpkg, no questions. */
const COMMON = [
  '-q',
  '-o',
  'APT::Color=0',
  '-o',
  'Dpkg::Use-Pty=0',
  '-o',
  'Dpkg::Progress-Fancy=0',
  '-o',
  'APT::Get::Show-User-Simulation-Note=false',
]

export function runAptGet(
  processes: Processes,
  args: readonly string[],
  rest: Omit<ProcessSpec, 'program' | 'args' | 'env'>,
): Promise<ProcessResult> {
  return processes.run({ program: APT_GET, args: [...COMMON, ...args], env: ENVIRONMENT, ...rest })
}

export function runDpkgTool(
  processes: Processes,
  program: typeof APT_CACHE | typeof APT_MARK | typeof DPKG | typeof DPKG_QUERY | typeof DPKG_DEB,
  args: readonly string[],
  rest: Omit<ProcessSpec, 'program' | 'args' | 'env'>,
): Promise<ProcessResult> {
  return processes.run({ program, args, env: ENVIRONMENT, ...rest })
}

/** The sentence apt ended with: its first error, or the last line it printed. */
export function aptComplaint(result: ProcessResult): string {
  const lines = `${result.stderr}\n${result.stdout}`.split('\n').map(line => line.trim())
  const found = lines.find(line => line.startsWith('E: ')) ?? lines.findLast(line => line !== '') ?? ''
  return found.replace(/^E: /, '').slice(0, 200) || `exit code ${String(result.code ?? result.signal)}`
}

/** apt-get gives up at once on a list or archive lock, and after `DPkg::Lock::Timeout` on dpkg's. */
export function saysLocked(result: ProcessResult): boolean {
  return /Could not get lock|Unable to (?:lock|acquire)|is another process using it/.test(
    `${result.stderr}\n${result.stdout}`,
  )
}
