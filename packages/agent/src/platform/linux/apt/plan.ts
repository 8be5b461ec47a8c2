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
import { parseAptSimulation } from './parse-simulate.ts'
import * as host from './read-host.ts'
import { authenticatedTargets } from './trust.ts'

/** What apt would do for this item now, by the rules of `judge-plan.ts`. @throws PackageManagerError, ParseError, ProcessError */
export async function planApt(
  tools: host.AptTools,
  asked: PlanItem,
  askedOptions: PlanOptions,
): Promise<SimulatedPlan> {
  const item = inEngineTerms(asked)
  const options = { ...askedOptions, knownAdditions: askedOptions.knownAdditions.map(withEngineArch) }
  const refused = (refusals: readonly Refusal[]): RefusedPlan => ({ verdict: 'refused', patch: item.patch, refusals })
  const badNames = judgeNames(item)
  if (badNames.length > 0) return refused(badNames)

  const run = { timeoutMs: options.timeoutMs, signal: options.signal }
  const installed = await host.readInstalled(tools, run)
  const targets = await host.readTargets(tools, run)
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
  const downloads = await missingDownloads(tools, intention.changes, options)
  return {
    verdict: 'accepted',
    patch: item.patch,
    changes: intention.changes,
    additions,
    alreadyThere: intention.alreadyThere,
    replaced: intention.replaced,
    downloadBytes: downloads === null ? null : downloads.reduce((sum, one) => sum + one.bytes, 0),
    options,
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

/** Packages of the changes that apt would still fetch; null when apt does not say. */
export async function missingDownloads(
  tools: host.AptTools,
  changes: readonly PlannedPackage[],
  options: PlanOptions,
): Promise<{ readonly uri: string; readonly bytes: number }[] | null> {
  const result = await runAptGet(
    tools.processes,
    ['-qq', '--print-uris', ...installArguments(changes, options)],
    limits(options),
  )
  if (result.code !== 0) return null
  // 'http://…/openssl_3.0.19_amd64.deb' openssl_3.0.19_amd64.deb 1408912 SHA256:…
  return result.stdout.split('\n').flatMap(line => {
    const [, uri, bytes] = /^'([^']+)' \S+ (\d+)(?: |$)/.exec(line) ?? []
    return uri === undefined ? [] : [{ uri, bytes: Number(bytes) }]
  })
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
