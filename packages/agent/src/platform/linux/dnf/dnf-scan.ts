import { PackageManagerError } from '../../../core/ports/package-manager.ts'
import type { Repository, ScanProblem } from '../../../core/ports/scan-result.ts'
import { ParseError } from '../../parse-error.ts'
import { indexVersions, limitsOf, type RunLimits } from '../rpm/rpm-database.ts'
import {
  distroOf,
  NEVER_FETCHED,
  removalProblems,
  repositoryProblems,
  type RpmLook,
  type RpmLookContext,
} from '../rpm/rpm-scan.ts'
import { buildDnfPatches, type DnfFindings, installedAdvisories, withheldByHand } from './build-dnf-patches.ts'
import { FROM_CACHE } from './dnf-dialect.ts'
import { type DnfTools, lookWithDnf, runDnf } from './dnf-tools.ts'
import { parseCheckUpdate } from './parse-check-update.ts'
import { parseRepoIds } from './parse-refresh.ts'
import { parseTransaction, type TransactionRow } from './parse-transaction.ts'
import { parseUpdateinfoInfo } from './parse-updateinfo-info.ts'
import { type AdvisoryPackage, parseUpdateinfoList } from './parse-updateinfo-list.ts'
import { type DnfConfig, readDnfConfig } from './repo-config.ts'

/** @throws DiskError, PackageManagerError, ParseError, ProcessError */
export async function findDnfUpdates(
  tools: DnfTools,
  { database, failed, run, problems }: RpmLookContext,
): Promise<RpmLook> {
  const config = await readDnfConfig(tools.disk)
  const found = {
    distro: await distroOf(tools.disk),
    versions: indexVersions(database),
    authenticated: new Set([...config.repos.values()].filter(repo => repo.gpgcheck).map(repo => repo.id)),
    updates: parseCheckUpdate(await lookWithDnf(tools, tools.dialect.checkUpdate, run)).updates,
    ...(await readAdvisories(tools, run, problems)),
    transaction: await everything(tools, run),
  }
  const loaded = new Set(parseRepoIds(await lookWithDnf(tools, tools.dialect.repoList, run)))
  const repositories = listRepositories(config, loaded, failed)
  problems.push(
    ...repositoryProblems(repositories, ({ id }) => loaded.has(id)),
    ...removalProblems(found.transaction.flatMap(removedBy)),
  )
  const lifted = config.hasExcludes ? await withoutExcludes(tools, run) : []
  const withheld = withheldByHand(found, lifted)
  return {
    ...buildDnfPatches(found),
    installedPatches: installedAdvisories(found.distro, found.installedAdvisories),
    withheld,
    repositories,
    nothingToReadFrom: loaded.size === 0,
    isHeld: one => withheld.some(({ update }) => update.name === one.name && update.arch === one.arch),
  }
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
  const args = [...FROM_CACHE, '--assumeno', ...tools.dialect.transaction, verb]
  const result = await runDnf(tools, args, limitsOf(run))
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
      error: failed.get(repo.id) ?? (loaded.has(repo.id) ? null : NEVER_FETCHED),
    }))
}

function removedBy(row: TransactionRow): string[] {
  return [...(row.action === 'remove' ? [row.name] : []), ...replacedOthers(row)]
}

/** Names of other packages that this one replaces (Obsoletes). dnf 5 names the old version of the package itself there, too. */
export function replacedOthers(row: TransactionRow): string[] {
  return row.replaces
    .map(text => text.split(' ')[0]?.replace(/\.[a-z0-9_]+$/, '') ?? '')
    .filter(name => name !== '' && name !== row.name)
}
