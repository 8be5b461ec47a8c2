import { DiskError } from '../../../core/ports/disk.ts'
import { PackageManagerError, type ScanOptions } from '../../../core/ports/package-manager.ts'
import { ProcessError } from '../../../core/ports/processes.ts'
import type { Repository, ScanProblem, ScanResult } from '../../../core/ports/scan-result.ts'
import { ParseError } from '../../parse-error.ts'
import { readOsRelease } from '../facts/linux-facts.ts'
import type { RpmPackage } from '../rpm/parse-rpm-qa.ts'
import { indexVersions, readRpmDatabase, type RunLimits, toInstalledPackage } from '../rpm/rpm-database.ts'
import { describeHolder, waitUntilFree } from '../wait-for-lock.ts'
import { buildZypperPatches, type ZypperFindings } from './build-zypper-patches.ts'
import { parseZypperLocks, parseZypperRepos, type ZypperRepo } from './parse-lists.ts'
import { parseZypperPatchInfo } from './parse-patch-info.ts'
import type { ZypperChange, ZypperStream } from './parse-xml.ts'
import {
  limitsOf,
  lookWithZypper,
  messagesOf,
  runZypper,
  zypperComplaint,
  zypperLockHolder,
  type ZypperTools,
} from './zypper-tools.ts'

/** Patch names come from repositories: what is not a plain word never becomes an argument. */
const PATCH_NAME = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,199}$/

/** Never throws: what fails is named, and what is listed is true. */
export async function scanZypper(tools: ZypperTools, options: ScanOptions): Promise<ScanResult> {
  const run: RunLimits = { timeoutMs: options.timeoutMs, signal: options.signal }
  const problems: ScanProblem[] = []
  let database: RpmPackage[] = []
  try {
    database = await readRpmDatabase(tools.processes, run)
    const failed = options.refresh ? await refresh(tools, options, problems) : new Map<string, string>()
    const repos = await readRepos(tools, run)
    const { id } = await readOsRelease(tools.disk)
    const { patches } = await lookWithZypper(tools, ['list-patches', '--all'], run)
    const { updates } = await lookWithZypper(tools, ['list-updates'], run)
    const names = [...new Set(patches.filter(patch => patch.status === 'needed').map(patch => patch.name))].filter(
      name => PATCH_NAME.test(name),
    )
    const info =
      names.length === 0
        ? ''
        : (await runZypper(tools, ['--no-refresh', 'info', '-t', 'patch', ...names], limitsOf(run))).stdout
    const found: ZypperFindings = {
      distro: id.replace(/[^a-z0-9._-]/g, '-'),
      patches,
      updates,
      info: parseZypperPatchInfo(info),
      transaction: await everything(tools, run),
      versions: indexVersions(database),
      authenticated: new Set(repos.filter(repo => repo.authenticated).map(repo => repo.alias)),
    }
    const repositories = await listRepositories(tools, repos, failed)
    problems.push(...repositoryProblems(repositories), ...wishes(found.transaction))
    const held = matcher(
      parseZypperLocks((await runZypper(tools, ['--no-refresh', '--xmlout', 'locks'], limitsOf(run))).stdout),
    )
    const partial = problems.some(problem => INCOMPLETE.has(problem.code))
    const nothing = repositories.every(repository => repository.error === NEVER)
    return {
      ...header(database),
      status: nothing ? 'failed' : partial ? 'partial' : 'ok',
      problems,
      packages: database.map(one => toInstalledPackage(one, held(one.name))),
      ...buildZypperPatches(found),
      // zypper does not tell which version a lock keeps away; locked packages are marked in the inventory.
      withheld: [],
      repositories,
    }
  } catch (error) {
    return {
      ...header(database),
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

const INCOMPLETE: ReadonlySet<ScanProblem['code']> = new Set([
  'repository_failed',
  'repository_not_fetched',
  'lock_held',
])
const NEVER = 'never fetched'

function header(database: readonly RpmPackage[]): Pick<ScanResult, 'provider' | 'engine'> {
  return { provider: 'zypper', engine: `zypper ${database.find(one => one.name === 'zypper')?.version ?? ''}`.trim() }
}

/** Fetches what is new; what was fetched before stays in use where a repository does not answer. */
async function refresh(
  tools: ZypperTools,
  options: ScanOptions,
  problems: ScanProblem[],
): Promise<ReadonlyMap<string, string>> {
  const holder = await waitUntilFree(tools.clock, () => zypperLockHolder(tools), options)
  if (holder !== null) {
    problems.push({
      code: 'lock_held',
      detail: `${describeHolder(holder)}; the repositories were not refreshed`.slice(0, 200),
    })
    return new Map()
  }
  const result = await runZypper(
    tools,
    ['--xmlout', 'refresh'],
    limitsOf({ timeoutMs: options.refreshTimeoutMs, signal: options.signal }),
  )
  const failed = failedRepositories(messagesOf(result.stdout))
  if (failed.size === 0 && result.code !== 0) {
    problems.push({
      code: 'repository_failed',
      detail: result.timedOut ? 'the refresh did not end in time' : zypperComplaint(result),
    })
  }
  return failed
}

/** By name: "Repository 'x' is invalid.", "Skipping repository 'x' because of the above error." */
export function failedRepositories(messages: ZypperStream['messages']): ReadonlyMap<string, string> {
  const failed = new Map<string, string>()
  for (const { type, text } of messages) {
    if (type !== 'error' && type !== 'warning') continue
    const name = /^(?:Repository|Skipping repository) '([^']+)'/.exec(text)?.[1]
    if (name === undefined || failed.has(name)) continue
    const cause = /^Error message: (.*)$/m.exec(text)?.[1] ?? text.split('\n')[1] ?? text
    failed.set(name, cause.trim().slice(0, 200))
  }
  return failed
}

export async function readRepos(tools: ZypperTools, run: RunLimits): Promise<ZypperRepo[]> {
  const result = await runZypper(tools, ['--no-refresh', '--xmlout', 'repos'], limitsOf(run))
  return parseZypperRepos(result.stdout).filter(repo => repo.enabled)
}

/** What all updates together would do. A host on which zypper finds no way still has its lists. */
async function everything(tools: ZypperTools, run: RunLimits): Promise<readonly ZypperChange[]> {
  try {
    return (
      (await lookWithZypper(tools, ['update', '--dry-run', '--no-recommends', '--auto-agree-with-licenses'], run))
        .summary?.changes ?? []
    )
  } catch (error) {
    if (error instanceof PackageManagerError || error instanceof ParseError) return []
    throw error
  }
}

async function listRepositories(
  tools: ZypperTools,
  repos: readonly ZypperRepo[],
  failed: ReadonlyMap<string, string>,
): Promise<Repository[]> {
  const cached = new Set((await tools.disk.list('/var/cache/zypp/solv').catch(() => [])).map(entry => entry.name))
  return repos.map(repo => ({
    id: repo.alias,
    url: repo.url,
    authenticated: repo.authenticated,
    error: failed.get(repo.name) ?? failed.get(repo.alias) ?? (cached.has(repo.alias) ? null : NEVER),
  }))
}

function repositoryProblems(repositories: readonly Repository[]): ScanProblem[] {
  return repositories.flatMap((repository): ScanProblem[] => [
    ...(repository.error === null
      ? []
      : [
          {
            code: repository.error === NEVER ? ('repository_not_fetched' as const) : ('repository_failed' as const),
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

function wishes(transaction: readonly ZypperChange[]): ScanProblem[] {
  const removals = transaction.filter(change => change.action === 'remove').map(change => change.name)
  if (removals.length === 0) return []
  return [
    { code: 'wants_removal', detail: `for all updates together it would remove: ${removals.join(', ')}`.slice(0, 200) },
  ]
}

/** libzypp's locks are globs with `*` and `?`. */
function matcher(patterns: readonly string[]): (name: string) => boolean {
  const expressions = patterns.map(pattern => {
    const text = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')
    return new RegExp(`^${text}$`)
  })
  return name => expressions.some(expression => expression.test(name))
}

function toProblem(error: unknown): ScanProblem {
  if (error instanceof ParseError) return { code: 'engine_output', detail: error.message.slice(0, 200) }
  if (error instanceof PackageManagerError || error instanceof ProcessError || error instanceof DiskError) {
    return { code: 'engine_failed', detail: error.message.slice(0, 200) }
  }
  throw error
}
