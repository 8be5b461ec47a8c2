import type {
  AcceptedPlan,
  PackageId,
  PlanItem,
  PlannedPackage,
  PlanOptions,
  RefusedPlan,
  SimulatedPlan,
} from '../../../core/ports/package-manager.ts'
import type { Refusal } from '../../../core/ports/package-manager.ts'
import { engineArchitecture } from '../architecture.ts'
import { aptComplaint, runAptGet } from './apt-commands.ts'
import { aptArgument } from './apt-names.ts'
import { type AptOffer, judgeItem, judgeNames, judgeSimulation, refusal } from './judge-plan.ts'
import { type AptSimulation, parseAptSimulation } from './parse-simulate.ts'
import type { KnownState } from './known-state.ts'
import * as host from './read-host.ts'
import type { AptMarks } from './state-marks.ts'
import { authenticatedTargets } from './trust.ts'

/** What a plan was judged by. */
export interface PlanBasis {
  /** Read before anything was asked; while they are the same, apt's answer is. Null: not to be told. */
  readonly marks: AptMarks | null
  /** Some package comes from the host's own disk (`file:`, `copy:`, `cdrom:`). */
  readonly local: boolean
}

export interface JudgedPlan {
  readonly plan: SimulatedPlan
  readonly basis: PlanBasis
}

/** What apt would do for this item now, by the rules of `judge-plan.ts`. @throws PackageManagerError, ParseError, ProcessError */
export async function planApt(
  tools: host.AptTools & { readonly known: KnownState },
  asked: PlanItem,
  askedOptions: PlanOptions,
): Promise<JudgedPlan> {
  const marks = await tools.known.marks()
  let local = false
  const plan = await judge()
  return { plan, basis: { marks, local } }

  async function judge(): Promise<SimulatedPlan> {
    const item = inEngineTerms(asked)
    const options = { ...askedOptions, knownAdditions: askedOptions.knownAdditions.map(withEngineArch) }
    const refused = (refusals: readonly Refusal[]): RefusedPlan => ({ verdict: 'refused', patch: item.patch, refusals })
    const badNames = judgeNames(item)
    if (badNames.length > 0) return refused(badNames)

    const run = { timeoutMs: options.timeoutMs, signal: options.signal }
    const installed = await tools.known.installed(run)
    const targets = await tools.known.targets(run)
    let offer: AptOffer = {
      targets,
      authenticated: await authenticatedTargets(tools.disk, targets),
      policies: await host.readPolicies(tools, item.packages, run),
    }
    const intention = judgeItem(item, installed, offer, options)
    if (intention.kind === 'refused') return refused(intention.refusals)
    if (intention.kind === 'nothing')
      return { verdict: 'alreadyInstalled', patch: item.patch, alreadyThere: intention.alreadyThere }

    const result = await runAptGet(
      tools.processes,
      ['-s', ...installArguments(intention.changes, options)],
      limits(options),
    )
    if (result.code !== 0) return refused([refusal('no_plan', null, aptComplaint(result))])
    const simulation = parseAptSimulation(result.stdout)
    const nativeArch = installed.find(entry => entry.name === 'dpkg')?.arch ?? 'amd64'
    const known = new Set(item.packages.map(one => one.name))
    const extra = simulation.changes.filter(change => !known.has(change.name))
    if (extra.length > 0)
      offer = { ...offer, policies: [...offer.policies, ...(await host.readPolicies(tools, extra, run))] }
    const { refusals, additions } = judgeSimulation(intention.changes, simulation, { item, offer, nativeArch, options })
    if (refusals.length > 0) return refused(refusals)
    local = isLocal(offer, simulation.changes)
    return {
      verdict: 'accepted',
      patch: item.patch,
      changes: intention.changes,
      additions,
      alreadyThere: intention.alreadyThere,
      replaced: intention.replaced,
      // apt tells it only in a run of its own (`--print-uris`), which would cost as much as the simulation.
      downloadBytes: null,
      options,
    }
  }
}

const limits = (options: PlanOptions) => ({
  timeoutMs: options.timeoutMs,
  ...(options.signal === undefined ? {} : { signal: options.signal }),
})

/** One argument list for simulation, download and installation: what was judged is what is done. */
export function installArguments(
  changes: readonly PlannedPackage[],
  options: Pick<PlanOptions, 'allowUnauthenticated'>,
): string[] {
  return [
    '-y',
    '-o',
    `APT::Get::AllowUnauthenticated=${String(options.allowUnauthenticated)}`,
    '-o',
    'APT::Get::Allow-Downgrades=false',
    '-o',
    'APT::Get::Allow-Change-Held-Packages=false',
    '-o',
    'APT::Get::Allow-Remove-Essential=false',
    '-o',
    'APT::Get::AutomaticRemove=false',
    '-o',
    'APT::Get::ReInstall=false',
    'install',
    ...changes.map(change => aptArgument({ name: change.name, arch: change.arch, version: change.to })),
  ]
}

/** Addresses of the packages that apt would still fetch; null when apt does not say. */
export async function missingDownloads(
  tools: host.AptTools,
  changes: readonly PlannedPackage[],
  options: PlanOptions,
): Promise<string[] | null> {
  const result = await runAptGet(
    tools.processes,
    ['-qq', '--print-uris', ...installArguments(changes, options)],
    limits(options),
  )
  if (result.code !== 0) return null
  // 'http://…/openssl_3.0.19_amd64.deb' openssl_3.0.19_amd64.deb 1408912 SHA256:…
  return result.stdout.split('\n').flatMap(line => {
    const uri = /^'([^']+)' \S+ \d+(?: |$)/.exec(line)?.[1]
    return uri === undefined ? [] : [uri]
  })
}

const LOCAL = /^(?:file|copy|cdrom):/

/** Whether an address is on the host's own disk. */
export function isLocalAddress(uri: string): boolean {
  return LOCAL.test(uri)
}

/** A version that two repositories offer counts as local when one of them is: which one apt takes is apt's choice. */
function isLocal(offer: AptOffer, changes: AptSimulation['changes']): boolean {
  const local = new Set(
    offer.targets.filter(target => isLocalAddress(target.repositoryUri)).map(target => target.description),
  )
  return changes.some(change =>
    offer.policies.some(
      policy =>
        policy.name === change.name &&
        policy.versions.some(
          version =>
            version.version === change.candidate && version.sources.some(source => local.has(source.description)),
        ),
    ),
  )
}

function withEngineArch<T extends PackageId>(item: T): T {
  return { ...item, arch: engineArchitecture('deb', item.arch) }
}

function inEngineTerms(item: PlanItem): PlanItem {
  return { ...item, packages: item.packages.map(withEngineArch) }
}

/** Whether two accepted plans mean the same. */
export function samePlan(a: AcceptedPlan, b: AcceptedPlan): boolean {
  const text = (plan: AcceptedPlan) =>
    [...plan.changes, ...plan.additions]
      .map(one => `${one.name}:${one.arch} ${one.from ?? ''} ${one.to}`)
      .sort()
      .join('\n')
  return text(a) === text(b)
}
