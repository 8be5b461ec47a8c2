import type {
  PackageId,
  PlanItem,
  PlannedPackage,
  PlanOptions,
  Refusal,
  RefusedPlan,
  SimulatedPlan,
} from '../../../core/ports/package-manager.ts'
import { ParseError } from '../../parse-error.ts'
import { engineArchitecture } from '../architecture.ts'
import { judgeRpmItem, judgeRpmNames, judgeRpmSimulation, refusal, type RpmChange } from '../rpm/judge-rpm-plan.ts'
import { compareEvr, indexVersions, readRpmDatabase, type RunLimits } from '../rpm/rpm-database.ts'
import { rpmNameProblem } from '../rpm/rpm-names.ts'
import { parseZypperSearch, type ZypperOffer } from './parse-lists.ts'
import { parseZypperXml, type ZypperChange } from './parse-xml.ts'
import { readRepos } from './zypper-scan.ts'
import { limitsOf, runZypper, zypperComplaint, type ZypperTools } from './zypper-tools.ts'

/** What zypper would do for this item now, by the rules of `rpm/judge-rpm-plan.ts`. @throws PackageManagerError, ParseError, ProcessError */
export async function planZypper(
  tools: ZypperTools,
  asked: PlanItem,
  askedOptions: PlanOptions,
): Promise<SimulatedPlan> {
  const inRpmTerms = <T extends { readonly arch: string }>(one: T): T => ({
    ...one,
    arch: engineArchitecture('rpm', one.arch),
  })
  const item = { ...asked, packages: asked.packages.map(inRpmTerms) }
  const options = { ...askedOptions, knownAdditions: askedOptions.knownAdditions.map(inRpmTerms) }
  const refused = (refusals: readonly Refusal[]): RefusedPlan => ({ verdict: 'refused', patch: item.patch, refusals })
  const badNames = judgeRpmNames(item)
  if (badNames.length > 0) return refused(badNames)

  const run: RunLimits = { timeoutMs: options.timeoutMs, signal: options.signal }
  const versions = indexVersions(await readRpmDatabase(tools.processes, run))
  const intention = judgeRpmItem(item, versions)
  if (intention.kind === 'refused') return refused(intention.refusals)
  if (intention.kind === 'nothing')
    return { verdict: 'alreadyInstalled', patch: item.patch, alreadyThere: intention.alreadyThere }

  const repos = await readRepos(tools, run)
  const authenticated = new Set(repos.filter(repo => repo.authenticated).map(repo => repo.name))
  let offers = await search(tools, intention.changes, run)
  const replaced: { name: string; arch: string; planned: string; to: string }[] = []
  const changes = intention.changes.map(change => {
    const to = offers.some(offer => isOf(offer, change) && offer.version === change.to)
      ? change.to
      : newest(offers, change, options)
    if (to !== change.to) replaced.push({ name: change.name, arch: change.arch, planned: change.to, to })
    return { ...change, to }
  })
  const gone = changes.filter(change => !offers.some(offer => isOf(offer, change) && offer.version === change.to))
  if (gone.length > 0)
    return refused(gone.map(change => refusal('not_offered', change, `no repository offers ${change.to}`)))

  const result = await runZypper(
    tools,
    ['--no-refresh', '--xmlout', ...installArguments(changes, '--dry-run')],
    limitsOf(run),
  )
  let summary: ReturnType<typeof parseZypperXml>['summary']
  try {
    summary = parseZypperXml(result.stdout).summary
  } catch (error) {
    if (error instanceof ParseError) return refused([refusal('no_plan', null, zypperComplaint(result))])
    throw error
  }
  if (summary === null) return refused([refusal('no_plan', null, zypperComplaint(result))])
  const packages = summary.changes.filter(change => change.type === 'package')
  const unknown = packages.filter(change => !changes.some(one => isOf(one, change)))
  if (unknown.length > 0) offers = [...offers, ...(await search(tools, unknown, run))]
  const simulated = packages.map(change => toChange(change, offers, authenticated))
  const { refusals, additions } = judgeRpmSimulation(changes, simulated, { versions, authenticated, options })
  if (refusals.length > 0) return refused(refusals)
  return {
    verdict: 'accepted',
    patch: item.patch,
    changes,
    additions,
    alreadyThere: intention.alreadyThere,
    replaced,
    downloadBytes: summary.downloadBytes,
    options,
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
async function search(tools: ZypperTools, packages: readonly PackageId[], run: RunLimits): Promise<ZypperOffer[]> {
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
function exactArgument(item: { readonly name: string; readonly arch: string; readonly version: string }): string {
  const problem = rpmNameProblem(item)
  if (problem !== null) throw new RangeError(problem)
  return `${item.name}.${item.arch}=${item.version}`
}

/** A dry run does not say where a package comes from: of all repositories that offer it, one that is not checked decides. */
function toChange(change: ZypperChange, offers: readonly ZypperOffer[], authenticated: ReadonlySet<string>): RpmChange {
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
