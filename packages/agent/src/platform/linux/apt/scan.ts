import { DiskError } from '../../../core/ports/disk.ts'
import { PackageManagerError } from '../../../core/ports/package-manager.ts'
import { ProcessError, type ProcessResult } from '../../../core/ports/processes.ts'
import type { InstalledPackage, Repository, ScanProblem, ScanResult } from '../../../core/ports/scan-result.ts'
import { ParseError } from '../../parse-error.ts'
import { aptComplaint, runAptGet } from './apt-commands.ts'
import { buildAptPatches, type Withheld, withheldVersions } from './build-patches.ts'
import type { DpkgPackage } from './parse-dpkg-query.ts'
import type { IndexTarget } from './parse-index-targets.ts'
import { parseAptSimulation } from './parse-simulate.ts'
import type { FailedRepository } from './parse-update.ts'
import * as host from './read-host.ts'
import { authenticatedTargets, withoutCredentials } from './trust.ts'

/**
 * One look at the host, with the lists as they are. Five runs whatever the number of packages, three of them of some milliseconds beside
 * `apt-get -s dist-upgrade`; measured cost in docs/agent-linux.md. Never throws.
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
    const targeting = Promise.all([host.readTargets(tools, run), host.readConfiguredTargets(tools, run)])
    // Both are awaited below; until then a failure of the one must not be an unhandled rejection of the other.
    simulating.catch(() => {})
    targeting.catch(() => {})
    installed = await host.readInstalled(tools, run)
    const present = installed.filter(isPresent)
    const policies = await host.readPolicies(tools, present, run)
    const [targets, configured] = await targeting
    const simulation = parseAptSimulation((await simulating).stdout)
    const nativeArch = present.find(entry => entry.name === 'dpkg')?.arch ?? 'amd64'
    const added = simulation.changes.filter(change => change.installed === null)
    const found = {
      distribution,
      nativeArch,
      installed: present,
      simulation,
      policies: [...policies, ...(added.length === 0 ? [] : await host.readPolicies(tools, added, run))],
      targets,
      notAutomatic: await host.readNotAutomatic(tools.disk, targets, policies),
    }
    const withheld: readonly Withheld[] = withheldVersions(found)
    const wanted = [
      ...simulation.changes.map(change => ({
        name: change.name,
        arch: change.arch ?? nativeArch,
        version: change.candidate,
      })),
      ...withheld.map(({ entry, version }) => ({ name: entry.name, arch: entry.arch ?? nativeArch, version })),
    ]
    const records = wanted.length === 0 ? [] : await host.readRecords(tools, wanted, run)
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

async function simulateAll(tools: host.AptTools, run: host.RunLimits): Promise<ProcessResult> {
  const result = await runAptGet(tools.processes, ['-s', 'dist-upgrade'], {
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
