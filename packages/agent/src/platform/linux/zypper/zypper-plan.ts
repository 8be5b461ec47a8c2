import type {
  PackageId,
  PlanItem,
  PlannedPackage,
  PlanOptions,
  SimulatedPlan,
} from '../../../core/ports/package-manager.ts'
import { ParseError } from '../../parse-error.ts'
import { refusal, type RpmChange } from '../rpm/judge-rpm-plan.ts'
import { compareEvr, limitsOf, type RunLimits } from '../rpm/rpm-database.ts'
import { rpmNameProblem } from '../rpm/rpm-names.ts'
import { planRpms, type RpmDryRun } from '../rpm/rpm-plan.ts'
import { parseZypperSearch, type ZypperOffer } from './parse-lists.ts'
import { parseZypperXml, type ZypperChange, type ZypperStream } from './parse-xml.ts'
import { readRepos } from './zypper-scan.ts'
import { runZypper, zypperComplaint, type ZypperTools } from './zypper-tools.ts'

/** What zypper would do for this item now. @throws PackageManagerError, ParseError, ProcessError */
export function planZypper(tools: ZypperTools, item: PlanItem, planOptions: PlanOptions): Promise<SimulatedPlan> {
  return planRpms(tools.processes, item, planOptions, async (asked, options, run) => {
    const repos = await readRepos(tools, run)
    const authenticated = new Set(repos.filter(repo => repo.authenticated).map(repo => repo.name))
    let offers = await search(tools, asked, run)
    const replaced: RpmDryRun['replaced'][number][] = []
    const changes = asked.map(change => {
      const to = offers.some(offer => isOf(offer, change) && offer.version === change.to)
        ? change.to
        : newest(offers, change, options)
      if (to !== change.to) replaced.push({ name: change.name, arch: change.arch, planned: change.to, to })
      return { ...change, to }
    })
    const gone = changes.filter(change => !offers.some(offer => isOf(offer, change) && offer.version === change.to))
    if (gone.length > 0) return gone.map(change => refusal('not_offered', change, `no repository offers ${change.to}`))

    const args = ['--no-refresh', '--xmlout', ...installArguments(changes, '--dry-run')]
    const result = await runZypper(tools, args, limitsOf(run))
    const summary = summaryOf(result.stdout)
    if (summary === null) return [refusal('no_plan', null, zypperComplaint(result))]
    const packages = summary.changes.filter(change => change.type === 'package')
    const unknown = packages.filter(change => !changes.some(one => isOf(one, change)))
    if (unknown.length > 0) offers = [...offers, ...(await search(tools, unknown, run))]
    return {
      changes,
      replaced,
      simulated: packages.map(change => toChange(change, offers, authenticated)),
      authenticated,
      downloadBytes: summary.downloadBytes,
      growthBytes: summary.growthBytes,
    }
  })
}

/** Null without one: zypper found no way, or printed no XML at all. */
export function summaryOf(stdout: string): ZypperStream['summary'] {
  try {
    return parseZypperXml(stdout).summary
  } catch (error) {
    if (error instanceof ParseError) return null
    throw error
  }
}

const isOf = (a: PackageId, b: PackageId): boolean => a.name === b.name && a.arch === b.arch

/** The newest that is offered, when it is above the planned one; the planned one otherwise. */
function newest(offers: readonly ZypperOffer[], change: PlannedPackage, options: PlanOptions): string {
  if (options.whenGone === 'skip') return change.to
  const best = offers
    .filter(offer => isOf(offer, change))
    .map(offer => offer.version)
    .sort(compareEvr)
    .at(-1)
  return best !== undefined && compareEvr(best, change.to) > 0 ? best : change.to
}

/** Every version of these packages with its repository. */
export async function search(
  tools: ZypperTools,
  packages: readonly PackageId[],
  run: RunLimits,
): Promise<ZypperOffer[]> {
  const names = [...new Set(packages.map(one => one.name))].filter(
    name => rpmNameProblem({ name, arch: 'noarch', version: '1-1' }) === null,
  )
  const result = await runZypper(
    tools,
    ['--no-refresh', '--xmlout', 'search', '--details', '--match-exact', '--type', 'package', '--', ...names],
    limitsOf(run),
  )
  return parseZypperSearch(result.stdout)
}

/** One argument list for simulation, download and installation: what was judged is what is done. */
export function installArguments(
  changes: readonly PlannedPackage[],
  ...options: readonly ('--dry-run' | '--download-only')[]
): string[] {
  return [
    'install',
    '--no-recommends',
    '--no-force-resolution',
    '--auto-agree-with-licenses',
    ...options,
    '--',
    ...changes.map(change => exactArgument({ name: change.name, arch: change.arch, version: change.to })),
  ]
}

/** `name.arch=[epoch:]version-release`. @throws RangeError for what `rpmNameProblem` objects to */
export function exactArgument(item: {
  readonly name: string
  readonly arch: string
  readonly version: string
}): string {
  const problem = rpmNameProblem(item)
  if (problem !== null) throw new RangeError(problem)
  return `${item.name}.${item.arch}=${item.version}`
}

/** A dry run does not say where a package comes from: of all repositories that offer it, one that is not checked decides. */
export function toChange(
  change: ZypperChange,
  offers: readonly ZypperOffer[],
  authenticated: ReadonlySet<string>,
): RpmChange {
  const from = offers
    .filter(offer => isOf(offer, change) && offer.version === change.version)
    .map(offer => offer.repository)
  return {
    action: change.action,
    name: change.name,
    arch: change.arch,
    version: change.version,
    repository: from.find(repository => !authenticated.has(repository)) ?? from[0] ?? null,
    replaces: [],
  }
}
