import type {
  AcceptedPlan,
  PackageId,
  PlanItem,
  PlannedPackage,
  PlanOptions,
  Refusal,
  RefusedPlan,
  SimulatedPlan,
} from '../../../core/ports/package-manager.ts'
import type { Processes } from '../../../core/ports/processes.ts'
import { engineArchitecture } from '../architecture.ts'
import { judgeRpmItem, judgeRpmNames, judgeRpmSimulation, type RpmChange } from './judge-rpm-plan.ts'
import { indexVersions, readRpmDatabase, type RunLimits } from './rpm-database.ts'

/** What a dry run of the program on top of rpm said. */
export interface RpmDryRun {
  /** What was asked for: the planned packages, some of them in a newer version. */
  readonly changes: readonly PlannedPackage[]
  readonly replaced: AcceptedPlan['replaced']
  readonly simulated: readonly RpmChange[]
  /** Repositories whose signatures this host checks, as `simulated` names them. */
  readonly authenticated: ReadonlySet<string>
  readonly downloadBytes: number | null
  readonly growthBytes: number | null
}

/**
 * What would be done for this item now, by the rules of `judge-rpm-plan.ts`. `dryRun` gets the packages that are not there yet; it answers
 * with refusals when there is nothing to judge. @throws PackageManagerError, ParseError, ProcessError
 */
export async function planRpms(
  processes: Processes,
  asked: PlanItem,
  askedOptions: PlanOptions,
  dryRun: (
    changes: readonly PlannedPackage[],
    options: PlanOptions,
    run: RunLimits,
  ) => Promise<RpmDryRun | readonly Refusal[]>,
): Promise<SimulatedPlan> {
  const item = { ...asked, packages: asked.packages.map(inRpmTerms) }
  const options = { ...askedOptions, knownAdditions: askedOptions.knownAdditions.map(inRpmTerms) }
  const refused = (refusals: readonly Refusal[]): RefusedPlan => ({ verdict: 'refused', patch: item.patch, refusals })
  const badNames = judgeRpmNames(item)
  if (badNames.length > 0) return refused(badNames)

  const run: RunLimits = { timeoutMs: options.timeoutMs, signal: options.signal }
  const versions = indexVersions(await readRpmDatabase(processes, run))
  const intention = judgeRpmItem(item, versions)
  if (intention.kind === 'refused') return refused(intention.refusals)
  const { alreadyThere } = intention
  if (intention.kind === 'nothing') return { verdict: 'alreadyInstalled', patch: item.patch, alreadyThere }

  const said = await dryRun(intention.changes, options, run)
  if (isRefused(said)) return refused(said)
  const { changes, replaced, simulated, authenticated, downloadBytes, growthBytes } = said
  const { refusals, additions } = judgeRpmSimulation(changes, simulated, { versions, authenticated, options })
  if (refusals.length > 0) return refused(refusals)
  return {
    verdict: 'accepted',
    patch: item.patch,
    changes,
    additions,
    alreadyThere,
    replaced,
    downloadBytes,
    growthBytes,
    options,
  }
}

const inRpmTerms = <T extends PackageId>(one: T): T => ({ ...one, arch: engineArchitecture('rpm', one.arch) })

const isRefused = (said: RpmDryRun | readonly Refusal[]): said is readonly Refusal[] => Array.isArray(said)
