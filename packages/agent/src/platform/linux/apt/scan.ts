import { DiskError } from '../../../core/ports/disk.ts'
import { PackageManagerError } from '../../../core/ports/package-manager.ts'
import { ProcessError, type ProcessResult } from '../../../core/ports/processes.ts'
import type { InstalledPackage, Repository, ScanProblem, ScanResult } from '../../../core/ports/scan-result.ts'
import { ParseError } from '../../parse-error.ts'
import { aptComplaint, runAptGet } from './apt-commands.ts'
import { buildAptPatches, withheldVersions } from './build-patches.ts'
import { areAllFetched, mayHavePins } from './configured-repositories.ts'
import type { DpkgPackage } from './parse-dpkg-query.ts'
import type { IndexTarget } from './parse-index-targets.ts'
import { parseAptSimulation } from './parse-simulate.ts'
import type { FailedRepository } from './parse-update.ts'
import * as host from './read-host.ts'
import { authenticatedTargets, withoutCredentials } from './trust.ts'

/**
 * One look at the host, with the lists as they are. Five runs whatever the number of packages (`dpkg-query`, `apt-get -s dist-upgrade`,
 * `indextargets`, `apt-cache policy` and `show` of what is offered); a sixth where a repository was never fetched or an update is withheld.
 * Measured cost in docs/performance.md. Never throws.
 */
export async function scanApt(
  tools: host.AptTools,
  run: host.RunLimits,
  refreshed: readonly FailedRepository[],
): Promise<ScanResult> {
  let installed: DpkgPackage[] = []
  try {
    const distribution = await host.readDistribution(tools.disk)
    const simulating = simulateAll(tools, run)
    const targeting = host.readTargets(tools, run)
    // Both are awaited below; until then a failure of the one must not be an unhandled rejection of the other.
    simulating.catch(() => {})
    targeting.catch(() => {})
    installed = await host.readInstalled(tools, run)
    const present = installed.filter(isPresent)
    const everyPolicy = (await mayHavePins(tools.disk)) ? host.readPolicies(tools, present, run) : null
    everyPolicy?.catch(() => {})
    const targets = await targeting
    const simulation = parseAptSimulation((await simulating).stdout)
    const nativeArch = present.find(entry => entry.name === 'dpkg')?.arch ?? 'amd64'
    const offered = simulation.changes.map(change => ({
      name: change.name,
      arch: change.arch ?? nativeArch,
      version: change.candidate,
    }))
    const asked =
      everyPolicy === null
        ? [...offered, ...notOffered(simulation, present)]
        : offered.filter(one => !present.some(entry => entry.name === one.name))
    const [more, records] = await Promise.all([
      host.readPolicies(tools, asked, run),
      host.readRecords(tools, offered, run),
    ])
    const policies = [...((await everyPolicy) ?? []), ...more]
    const found = {
      distribution,
      nativeArch,
      installed: present,
      simulation,
      policies,
      targets,
      notAutomatic: await host.readNotAutomatic(tools.disk, targets, policies),
    }
    const withheld = withheldVersions(found)
    const kept = withheld.map(({ entry, version }) => ({ name: entry.name, arch: entry.arch ?? nativeArch, version }))
    if (kept.length > 0) records.push(...(await host.readRecords(tools, kept, run)))
    const configured = (await areAllFetched(tools.disk, targets))
      ? targets
      : await host.readConfiguredTargets(tools, run)
    const authenticated = await authenticatedTargets(tools.disk, targets)
    const built = buildAptPatches({ ...found, records, authenticated }, withheld)
    const repositories = listRepositories(targets, configured, authenticated, refreshed)
    const problems = [
      ...notFetched(targets, configured),
      ...unauthenticated(repositories),
      ...wishes(simulation),
      ...unfinished(present),
    ]
    const gaps = problems.some(problem => problem.code === 'repository_not_fetched')
    return {
      ...header(installed),
      // Without any list apt offers nothing, which is not the same as nothing missing.
      status: targets.length === 0 ? 'failed' : gaps ? 'partial' : 'ok',
      problems,
      packages: present.map(toInstalledPackage),
      patches: targets.length === 0 ? [] : built.patches,
      installedPatches: [],
      withheld: built.withheld,
      additions: built.additions,
      repositories,
    }
  } catch (error) {
    return failedScan(installed, toProblem(error))
  }
}

/** Installed packages that apt has something newer for but leaves out: it names them, and dpkg knows which are held. */
function notOffered(
  simulation: ReturnType<typeof parseAptSimulation>,
  present: readonly DpkgPackage[],
): { name: string; arch: string | null }[] {
  const named = new Set([...simulation.keptBack, ...simulation.phased])
  return present
    .filter(entry => entry.wanted === 'hold' || named.has(entry.name) || named.has(`${entry.name}:${entry.arch ?? ''}`))
    .map(entry => ({ name: entry.name, arch: entry.arch }))
}

async function simulateAll(tools: host.AptTools, run: host.RunLimits): Promise<ProcessResult> {
  const result = await runAptGet(tools.processes, ['-s', '-o', 'APT::Get::AutomaticRemove=false', 'dist-upgrade'], {
    timeoutMs: run.timeoutMs,
    ...(run.signal === undefined ? {} : { signal: run.signal }),
  })
  if (result.code !== 0) throw new PackageManagerError('E_ENGINE_FAILED', aptComplaint(result))
  return result
}

function header(installed: readonly DpkgPackage[]): Pick<ScanResult, 'provider' | 'engine'> {
  return { provider: 'apt', engine: `apt ${installed.find(entry => entry.name === 'apt')?.version ?? ''}`.trim() }
}

export function failedScan(installed: readonly DpkgPackage[], problem: ScanProblem): ScanResult {
  return {
    ...header(installed),
    status: 'failed',
    problems: [problem],
    packages: installed.filter(isPresent).map(toInstalledPackage),
    patches: [],
    installedPatches: [],
    withheld: [],
    additions: [],
    repositories: [],
  }
}

function toProblem(error: unknown): ScanProblem {
  if (error instanceof ParseError) return { code: 'engine_output', detail: error.message.slice(0, 200) }
  if (error instanceof PackageManagerError || error instanceof ProcessError || error instanceof DiskError) {
    const broken = /Unmet dependencies|dpkg was interrupted|held broken packages|dpkg --configure -a/.test(
      error.message,
    )
    return { code: broken ? 'database_broken' : 'engine_failed', detail: error.message.slice(0, 200) }
  }
  throw error
}

/** Packages of which only settings are left, or nothing, are not on the host. */
export function isPresent(entry: DpkgPackage): boolean {
  return entry.status !== 'config-files' && entry.status !== 'not-installed'
}

export function toInstalledPackage(entry: DpkgPackage): InstalledPackage {
  return {
    name: entry.name,
    arch: entry.arch ?? '',
    version: entry.version,
    source: entry.source,
    sourceVersion: entry.sourceVersion,
    state: entry.status ?? 'installed',
    held: entry.wanted === 'hold',
    // dpkg keeps none, and the repository of an installed version is forgotten as soon as a newer one replaces it there.
    vendor: null,
    installedAtMs: null,
  }
}

function repositoryId(target: IndexTarget): string {
  return withoutCredentials(`${target.repositoryUri.replace(/\/$/, '')} ${target.release}`)
}

function entryKey(target: IndexTarget): string {
  return `${target.entry?.file ?? ''}:${String(target.entry?.number ?? '')} ${repositoryId(target)}`
}

function notFetched(targets: readonly IndexTarget[], configured: readonly IndexTarget[]): ScanProblem[] {
  const fetched = new Set(targets.map(entryKey))
  const missing = new Set(configured.filter(target => !fetched.has(entryKey(target))).map(repositoryId))
  return [...missing].map(repository => ({
    code: 'repository_not_fetched' as const,
    detail: 'this repository is set up, but apt has no list of it',
    repository,
  }))
}

function unauthenticated(repositories: readonly Repository[]): ScanProblem[] {
  return repositories
    .filter(repository => !repository.authenticated && repository.error === null)
    .map(repository => ({
      code: 'repository_unauthenticated' as const,
      detail: 'this host does not check the signature of this repository; nothing is installed from it',
      repository: repository.id,
    }))
}

function wishes(simulation: ReturnType<typeof parseAptSimulation>): ScanProblem[] {
  const list = (names: readonly string[]) => names.join(', ').slice(0, 120)
  const removals = simulation.removals.map(removal => removal.name)
  return [
    ...(removals.length === 0
      ? []
      : [{ code: 'wants_removal' as const, detail: `for all updates together apt would remove: ${list(removals)}` }]),
    ...(simulation.downgraded.length === 0
      ? []
      : [{ code: 'wants_downgrade' as const, detail: `pins make apt go back with: ${list(simulation.downgraded)}` }]),
  ]
}

/** What a failed script or a power cut left: the versions are in the database, so nothing else would tell that they do not work. */
function unfinished(present: readonly DpkgPackage[]): ScanProblem[] {
  const broken = present.filter(entry => (entry.status ?? 'installed') !== 'installed')
  if (broken.length === 0) return []
  const names = broken.map(entry => `${entry.name} ${entry.status ?? ''}`).join(', ')
  return [{ code: 'database_broken', detail: `dpkg has not finished: ${names}`.slice(0, 200) }]
}

function listRepositories(
  targets: readonly IndexTarget[],
  configured: readonly IndexTarget[],
  authenticated: ReadonlySet<string>,
  failed: readonly FailedRepository[],
): Repository[] {
  const errors = new Map(
    failed.flatMap(one =>
      one.repository === null ? [] : [[withoutCredentials(one.repository).replace(/\/ /, ' '), one.detail] as const],
    ),
  )
  const fetched = new Set(targets.map(repositoryId))
  const found = new Map<string, Repository>()
  for (const target of [...targets, ...configured.filter(one => !fetched.has(repositoryId(one)))]) {
    const id = repositoryId(target)
    const before = found.get(id)
    const error = errors.get(id) ?? (fetched.has(id) ? null : 'never fetched')
    const isAuthenticated = authenticated.has(target.description) && before?.authenticated !== false
    found.set(id, { id, url: withoutCredentials(target.repositoryUri), authenticated: isAuthenticated, error })
  }
  return [...found.values()]
}
