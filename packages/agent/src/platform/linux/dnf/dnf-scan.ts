import { DiskError } from '../../../core/ports/disk.ts'
import { PackageManagerError, type ScanOptions } from '../../../core/ports/package-manager.ts'
import { ProcessError } from '../../../core/ports/processes.ts'
import type { Repository, ScanProblem, ScanResult } from '../../../core/ports/scan-result.ts'
import { ParseError } from '../../parse-error.ts'
import { readOsRelease } from '../facts/linux-facts.ts'
import type { RpmPackage } from '../rpm/parse-rpm-qa.ts'
import { indexVersions, readRpmDatabase, type RunLimits, toInstalledPackage } from '../rpm/rpm-database.ts'
import { describeHolder, waitUntilFree } from '../wait-for-lock.ts'
import { buildDnfPatches, type DnfFindings, installedAdvisories, withheldByHand } from './build-dnf-patches.ts'
import { FROM_CACHE, FROM_NETWORK } from './dnf-dialect.ts'
import { type DnfTools, dnfComplaint, dnfLockHolder, lookWithDnf, runDnf } from './dnf-tools.ts'
import { parseCheckUpdate } from './parse-check-update.ts'
import { parseRefresh, parseRepoIds } from './parse-refresh.ts'
import { parseTransaction, type TransactionRow } from './parse-transaction.ts'
import { parseUpdateinfoInfo } from './parse-updateinfo-info.ts'
import { type AdvisoryPackage, parseUpdateinfoList } from './parse-updateinfo-list.ts'
import { type DnfConfig, readDnfConfig } from './repo-config.ts'

/** Never throws: what fails is named, and what is listed is true. */
export async function scanDnf(tools: DnfTools, options: ScanOptions): Promise<ScanResult> {
  const run: RunLimits = { timeoutMs: options.timeoutMs, signal: options.signal }
  let database: RpmPackage[] = []
  const problems: ScanProblem[] = []
  try {
    database = await readRpmDatabase(tools.processes, run)
    const failed = options.refresh ? await refresh(tools, options, problems) : new Map<string, string>()
    const config = await readDnfConfig(tools.disk)
    const { id: distro } = await readOsRelease(tools.disk)
    const found = {
      distro: distro.replace(/[^a-z0-9._-]/g, '-'),
      versions: indexVersions(database),
      authenticated: new Set([...config.repos.values()].filter(repo => repo.gpgcheck).map(repo => repo.id)),
      updates: parseCheckUpdate(await lookWithDnf(tools, tools.dialect.checkUpdate, run)).updates,
      ...(await readAdvisories(tools, run, problems)),
      transaction: await everything(tools, run),
    }
    const loaded = new Set(parseRepoIds(await lookWithDnf(tools, tools.dialect.repoList, run)))
    const repositories = listRepositories(config, loaded, failed)
    problems.push(...repositoryProblems(repositories, loaded), ...wishes(found.transaction))
    const lifted = config.hasExcludes ? await withoutExcludes(tools, run) : []
    const withheld = withheldByHand(found, lifted)
    const built = buildDnfPatches(found)
    const partial = problems.some(problem => INCOMPLETE.has(problem.code))
    return {
      ...header(tools, database),
      status: loaded.size === 0 ? 'failed' : partial ? 'partial' : 'ok',
      problems,
      packages: database.map(one =>
        toInstalledPackage(
          one,
          withheld.some(({ update }) => update.name === one.name && update.arch === one.arch),
        ),
      ),
      patches: built.patches,
      installedPatches: installedAdvisories(found.distro, found.installedAdvisories),
      withheld,
      additions: built.additions,
      repositories,
    }
  } catch (error) {
    return {
      ...header(tools, database),
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
  'advisories_unavailable',
])

function header({ dialect }: DnfTools, database: readonly RpmPackage[]): Pick<ScanResult, 'provider' | 'engine'> {
  const name = dialect.generation === 'dnf5' ? 'dnf5' : dialect.id
  return { provider: dialect.id, engine: `${name} ${database.find(one => one.name === name)?.version ?? ''}`.trim() }
}

/** Fetches what is new; the caches of repositories that do not answer stay and go on being used. */
async function refresh(
  tools: DnfTools,
  options: ScanOptions,
  problems: ScanProblem[],
): Promise<ReadonlyMap<string, string>> {
  const holder = await waitUntilFree(tools.clock, () => dnfLockHolder(tools), options)
  if (holder !== null) {
    problems.push({
      code: 'lock_held',
      detail: `${describeHolder(holder)}; the repositories were not refreshed`.slice(0, 200),
    })
    return new Map()
  }
  const result = await runDnf(tools, [...FROM_NETWORK, ...tools.dialect.makeCache], {
    timeoutMs: options.refreshTimeoutMs,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  const failed = new Map(parseRefresh(result.stdout, result.stderr))
  if (failed.size === 0 && result.code !== 0) {
    problems.push({
      code: 'repository_failed',
      detail: result.timedOut ? 'the refresh did not end in time' : dnfComplaint(result),
    })
  }
  return failed
}

/** yum 3 knows advisories only with a plugin; without them the list of updates is still whole. */
async function readAdvisories(
  tools: DnfTools,
  run: RunLimits,
  problems: ScanProblem[],
): Promise<Pick<DnfFindings, 'listed' | 'info'> & { readonly installedAdvisories: readonly AdvisoryPackage[] }> {
  const { listAdvisories, advisoryInfo, listInstalledAdvisories } = tools.dialect
  try {
    return {
      listed: parseUpdateinfoList(await lookWithDnf(tools, listAdvisories, run)),
      info: parseUpdateinfoInfo(await lookWithDnf(tools, advisoryInfo, run)),
      installedAdvisories: parseUpdateinfoList(await lookWithDnf(tools, listInstalledAdvisories, run)),
    }
  } catch (error) {
    if (!(error instanceof PackageManagerError)) throw error
    problems.push({ code: 'advisories_unavailable', detail: error.message.slice(0, 200) })
    return { listed: [], info: [], installedAdvisories: [] }
  }
}

/** What all updates together would do: which new packages come along. A host on which dnf finds no way still has its list of updates. */
async function everything(tools: DnfTools, run: RunLimits): Promise<readonly TransactionRow[]> {
  const verb = tools.dialect.generation === 'yum3' ? 'update' : 'upgrade'
  const result = await runDnf(tools, [...FROM_CACHE, '--assumeno', ...tools.dialect.transaction, verb], {
    timeoutMs: run.timeoutMs,
    ...(run.signal === undefined ? {} : { signal: run.signal }),
  })
  try {
    return parseTransaction(result.stdout).rows
  } catch (error) {
    if (error instanceof ParseError) return []
    throw error
  }
}

async function withoutExcludes(
  tools: DnfTools,
  run: RunLimits,
): Promise<ReturnType<typeof parseCheckUpdate>['updates']> {
  return parseCheckUpdate(
    await lookWithDnf(tools, [...tools.dialect.withoutExcludes, ...tools.dialect.checkUpdate], run),
  ).updates
}

function listRepositories(
  config: DnfConfig,
  loaded: ReadonlySet<string>,
  failed: ReadonlyMap<string, string>,
): Repository[] {
  return [...config.repos.values()]
    .filter(repo => repo.enabled)
    .map(repo => ({
      id: repo.id,
      url: repo.url,
      authenticated: repo.gpgcheck,
      error: failed.get(repo.id) ?? (loaded.has(repo.id) ? null : 'never fetched'),
    }))
}

function repositoryProblems(repositories: readonly Repository[], loaded: ReadonlySet<string>): ScanProblem[] {
  return repositories.flatMap((repository): ScanProblem[] => [
    ...(repository.error === null
      ? []
      : [
          {
            code: loaded.has(repository.id) ? ('repository_failed' as const) : ('repository_not_fetched' as const),
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

function wishes(transaction: readonly TransactionRow[]): ScanProblem[] {
  const removals = transaction.flatMap(row => [...(row.action === 'remove' ? [row.name] : []), ...replacedOthers(row)])
  if (removals.length === 0) return []
  return [
    {
      code: 'wants_removal',
      detail: `for all updates together it would remove: ${[...new Set(removals)].join(', ')}`.slice(0, 200),
    },
  ]
}

/** Names of other packages that this one replaces (Obsoletes). dnf 5 names the old version of the package itself there, too. */
export function replacedOthers(row: TransactionRow): string[] {
  return row.replaces
    .map(text => text.split(' ')[0]?.replace(/\.[a-z0-9_]+$/, '') ?? '')
    .filter(name => name !== '' && name !== row.name)
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
