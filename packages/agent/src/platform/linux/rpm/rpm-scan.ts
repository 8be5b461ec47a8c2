import { DiskError } from '../../../core/ports/disk.ts'
import { PackageManagerError, type ScanOptions } from '../../../core/ports/package-manager.ts'
import { ProcessError, type ProcessResult } from '../../../core/ports/processes.ts'
import type { Repository, ScanProblem, ScanResult } from '../../../core/ports/scan-result.ts'
import { ParseError } from '../../parse-error.ts'
import { readOsRelease } from '../facts/linux-facts.ts'
import { describeHolder, waitUntilFree } from '../wait-for-lock.ts'
import type { RpmPackage } from './parse-rpm-qa.ts'
import { limitsOf, readRpmDatabase, type RunLimits, toInstalledPackage } from './rpm-database.ts'
import { rpmLockHolder } from './rpm-lock.ts'
import type { RpmPorts } from './rpm-ports.ts'

/** What the program on top of rpm brings to a scan. */
export interface RpmScanner {
  readonly id: ScanResult['provider']
  /** The package that the program itself comes from. */
  readonly program: string
  /** Files with the number of the process that holds the program's own locks. */
  readonly pidFiles: readonly string[]
  readonly refresh: (limits: ReturnType<typeof limitsOf>) => Promise<ProcessResult>
  /** Repositories that a refresh did not reach, with the cause. */
  readonly failedIn: (result: ProcessResult) => ReadonlyMap<string, string>
  readonly complaint: (result: ProcessResult) => string
  /** @throws DiskError, PackageManagerError, ParseError, ProcessError: then the scan has failed */
  readonly look: (context: RpmLookContext) => Promise<RpmLook>
}

export interface RpmLookContext {
  readonly database: readonly RpmPackage[]
  readonly failed: ReadonlyMap<string, string>
  readonly run: RunLimits
  /** Problems are added as they are met: what is known of them stays when a later step fails. */
  readonly problems: ScanProblem[]
}

export interface RpmLook
  extends Pick<ScanResult, 'patches' | 'installedPatches' | 'withheld' | 'additions' | 'repositories'> {
  readonly nothingToReadFrom: boolean
  readonly isHeld: (found: RpmPackage) => boolean
}

/** Error of a repository of which nothing is in the cache. */
export const NEVER_FETCHED = 'never fetched'

const INCOMPLETE: ReadonlySet<ScanProblem['code']> = new Set([
  'repository_failed',
  'repository_not_fetched',
  'lock_held',
  'advisories_unavailable',
])

/** Never throws: what fails is named, and what is listed is true. */
export async function scanRpms(ports: RpmPorts, scanner: RpmScanner, options: ScanOptions): Promise<ScanResult> {
  const run: RunLimits = { timeoutMs: options.timeoutMs, signal: options.signal }
  const problems: ScanProblem[] = []
  let database: RpmPackage[] = []
  try {
    database = await readRpmDatabase(ports.processes, run)
    const failed = options.refresh ? await refresh(ports, scanner, options, problems) : new Map<string, string>()
    const { nothingToReadFrom, isHeld, ...found } = await scanner.look({ database, failed, run, problems })
    const partial = problems.some(problem => INCOMPLETE.has(problem.code))
    return {
      ...header(scanner, database),
      status: nothingToReadFrom ? 'failed' : partial ? 'partial' : 'ok',
      problems,
      packages: database.map(one => toInstalledPackage(one, isHeld(one))),
      ...found,
    }
  } catch (error) {
    return {
      ...header(scanner, database),
      status: 'failed',
      problems: [...problems, toProblem(error)],
      packages: database.map(one => toInstalledPackage(one, false)),
      patches: [],
      installedPatches: [],
      withheld: [],
      additions: [],
      repositories: [],
    }
  }
}

function header({ id, program }: RpmScanner, database: readonly RpmPackage[]): Pick<ScanResult, 'provider' | 'engine'> {
  const version = database.find(one => one.name === program)?.version ?? ''
  return { provider: id, engine: `${program} ${version}`.trim() }
}

/** Fetches what is new; what was fetched before stays in use where a repository does not answer. */
async function refresh(
  ports: RpmPorts,
  scanner: RpmScanner,
  options: ScanOptions,
  problems: ScanProblem[],
): Promise<ReadonlyMap<string, string>> {
  const holder = await waitUntilFree(ports.clock, () => rpmLockHolder(ports.disk, scanner.pidFiles), options)
  if (holder !== null) {
    problems.push({
      code: 'lock_held',
      detail: `${describeHolder(holder)}; the repositories were not refreshed`.slice(0, 200),
    })
    return new Map()
  }
  const result = await scanner.refresh(limitsOf({ timeoutMs: options.refreshTimeoutMs, signal: options.signal }))
  const failed = scanner.failedIn(result)
  if (failed.size === 0 && result.code !== 0) {
    problems.push({
      code: 'repository_failed',
      detail: result.timedOut ? 'the refresh did not end in time' : scanner.complaint(result),
    })
  }
  return failed
}

/** Distribution as it stands in patch keys. */
export async function distroOf(disk: RpmPorts['disk']): Promise<string> {
  return (await readOsRelease(disk)).id.replace(/[^a-z0-9._-]/g, '-')
}

/** @param isCached whether anything of this repository could be read */
export function repositoryProblems(
  repositories: readonly Repository[],
  isCached: (repository: Repository) => boolean,
): ScanProblem[] {
  return repositories.flatMap((repository): ScanProblem[] => [
    ...(repository.error === null
      ? []
      : [
          {
            code: isCached(repository) ? ('repository_failed' as const) : ('repository_not_fetched' as const),
            detail: repository.error,
            repository: repository.id,
          },
        ]),
    ...(repository.authenticated
      ? []
      : [
          {
            code: 'repository_unauthenticated' as const,
            detail:
              'this host does not check the signatures of this repository (gpgcheck=0); nothing is installed from it',
            repository: repository.id,
          },
        ]),
  ])
}

/** Names of packages that would go if all updates were installed together. */
export function removalProblems(names: readonly string[]): ScanProblem[] {
  if (names.length === 0) return []
  const detail = `for all updates together it would remove: ${[...new Set(names)].join(', ')}`
  return [{ code: 'wants_removal', detail: detail.slice(0, 200) }]
}

function toProblem(error: unknown): ScanProblem {
  if (error instanceof ParseError) return { code: 'engine_output', detail: error.message.slice(0, 200) }
  if (error instanceof PackageManagerError || error instanceof ProcessError || error instanceof DiskError) {
    return {
      code: /rpmdb|database/i.test(error.message) ? 'database_broken' : 'engine_failed',
      detail: error.message.slice(0, 200),
    }
  }
  throw error
}
