import { PackageManagerError } from '../../../core/ports/package-manager.ts'
import type { Repository } from '../../../core/ports/scan-result.ts'
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
import { buildZypperPatches, type ZypperFindings } from './build-zypper-patches.ts'
import { parseZypperLocks, parseZypperRepos, type ZypperRepo } from './parse-lists.ts'
import { parseZypperPatchInfo } from './parse-patch-info.ts'
import type { ZypperChange, ZypperStream } from './parse-xml.ts'
import { lookWithZypper, runZypper, type ZypperTools } from './zypper-tools.ts'

/** Patch names come from repositories: what is not a plain word never becomes an argument. */
const PATCH_NAME = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,199}$/

/** @throws DiskError, PackageManagerError, ParseError, ProcessError */
export async function findZypperUpdates(
  tools: ZypperTools,
  { database, failed, run, problems }: RpmLookContext,
): Promise<RpmLook> {
  const repos = await readRepos(tools, run)
  const distro = await distroOf(tools.disk)
  const { patches } = await lookWithZypper(tools, ['list-patches', '--all'], run)
  const { updates } = await lookWithZypper(tools, ['list-updates'], run)
  const needed = new Set(patches.filter(patch => patch.status === 'needed').map(patch => patch.name))
  const names = [...needed].filter(name => PATCH_NAME.test(name))
  const info =
    names.length === 0
      ? ''
      : (await runZypper(tools, ['--no-refresh', 'info', '-t', 'patch', ...names], limitsOf(run))).stdout
  const found: ZypperFindings = {
    distro,
    patches,
    updates,
    info: parseZypperPatchInfo(info),
    transaction: await everything(tools, run),
    versions: indexVersions(database),
    authenticated: new Set(repos.filter(repo => repo.authenticated).map(repo => repo.alias)),
  }
  const repositories = await listRepositories(tools, repos, failed)
  const removals = found.transaction.filter(change => change.action === 'remove').map(change => change.name)
  problems.push(
    ...repositoryProblems(repositories, ({ error }) => error !== NEVER_FETCHED),
    ...removalProblems(removals),
  )
  const locks = await runZypper(tools, ['--no-refresh', '--xmlout', 'locks'], limitsOf(run))
  const held = matcher(parseZypperLocks(locks.stdout))
  return {
    ...buildZypperPatches(found),
    // zypper does not tell which version a lock keeps away; locked packages are marked in the inventory.
    withheld: [],
    repositories,
    nothingToReadFrom: repositories.every(repository => repository.error === NEVER_FETCHED),
    isHeld: one => held(one.name),
  }
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
    error: failed.get(repo.name) ?? failed.get(repo.alias) ?? (cached.has(repo.alias) ? null : NEVER_FETCHED),
  }))
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
