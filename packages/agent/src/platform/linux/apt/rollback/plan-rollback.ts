import { versionSchemes } from '@patchyard/domain'
import type { PackageId, PlanItem, PlannedPackage, Refusal } from '../../../../core/ports/package-manager.ts'
import type {
  AcceptedRollback,
  LeftBehind,
  RollbackOptions,
  SimulatedRollback,
} from '../../../../core/ports/rollback.ts'
import { engineArchitecture } from '../../architecture.ts'
import type { Version } from '../../rollback/keep-earlier.ts'
import type { KeepStore } from '../../rollback/keep-store.ts'
import { keptFile } from '../../rollback/kept-file.ts'
import { aptComplaint, runAptGet } from '../apt-commands.ts'
import { aptArgument } from '../apt-names.ts'
import { readAutoMarks } from '../auto-marks.ts'
import type { AptDeps } from '../install.ts'
import { findInstalled, judgeNames, policyOf, refusal, sourcesOf } from '../judge-plan.ts'
import { parseAptSimulation } from '../parse-simulate.ts'
import type { DpkgPackage } from '../parse-dpkg-query.ts'
import { readPolicies } from '../read-host.ts'
import { authenticatedTargets } from '../trust.ts'
import { brokenDependants, judgeRollback } from './judge-rollback.ts'

const compare = versionSchemes.deb.compare

export interface PlannedRollback {
  readonly plan: SimulatedRollback
  /** What apt-get gets; empty unless accepted. */
  readonly args: readonly string[]
}

/** More than so many packages that came with one item are not asked about one by one. */
const MOST_SINGLE = 20

/** How apt would go back, by the rules of `core/ports/rollback.ts`. @throws PackageManagerError, ParseError, ProcessError, DiskError */
export async function planRollback(
  deps: AptDeps & { readonly keep: KeepStore | null },
  asked: PlanItem,
  options: RollbackOptions,
): Promise<PlannedRollback> {
  const item = {
    ...asked,
    packages: asked.packages.map(one => ({ ...one, arch: engineArchitecture('deb', one.arch) })),
  }
  const refused = (refusals: readonly Refusal[]): PlannedRollback => ({
    plan: { verdict: 'refused', patch: item.patch, refusals },
    args: [],
  })
  const badNames = judgeNames(item)
  if (badNames.length > 0) return refused(badNames)
  const run = { timeoutMs: options.timeoutMs, signal: options.signal }
  const installed = await deps.known.installed(run)
  const { changes, alreadyThere, refusals } = judgeStates(item, installed)
  if (refusals.length > 0) return refused(refusals)

  const sources = await sourcesFor(deps, changes, options)
  const without = changes.flatMap(one => sources.get(one) ?? [])
  const nowhere = [...sources.values()].filter(one => typeof one !== 'string')
  if (nowhere.length > 0) return refused(nowhere)
  const packages = without.filter(one => typeof one === 'string')

  const { candidates, left } = await additionsOf(deps, item, installed)
  if (changes.length === 0 && candidates.length === 0)
    return { plan: { verdict: 'alreadyInstalled', patch: item.patch, alreadyThere }, args: [] }

  const nativeArch = installed.find(entry => entry.name === 'dpkg')?.arch ?? 'amd64'
  const judge = async (removals: readonly Version[]) => {
    const args = rollbackArguments(packages, removals, options)
    const result = await runAptGet(deps.processes, ['-s', ...args], limits(options))
    if (result.code !== 0) {
      const broken = brokenDependants(result.stdout, changes, nativeArch)
      return { args, refusals: broken.length > 0 ? broken : [refusal('no_plan', null, aptComplaint(result))] }
    }
    return { args, refusals: judgeRollback(changes, removals, parseAptSimulation(result.stdout), nativeArch) }
  }
  const bare = await judge([])
  if (bare.refusals.length > 0) return refused(bare.refusals)
  let removals: Version[] = candidates
  let chosen = candidates.length === 0 ? bare : await judge(candidates)
  if (chosen.refusals.length > 0) {
    removals = []
    for (const one of candidates.slice(0, MOST_SINGLE))
      if ((await judge([one])).refusals.length === 0) removals.push(one)
    chosen = removals.length === 0 ? bare : await judge(removals)
    if (chosen.refusals.length > 0) [removals, chosen] = [[], bare]
  }
  const needed = candidates.filter(one => !removals.includes(one))
  const plan: AcceptedRollback = {
    verdict: 'accepted',
    patch: item.patch,
    changes,
    alreadyThere,
    removals,
    left: [...left, ...needed.map(({ name, arch }) => ({ name, arch, why: 'another package needs it' }))],
    options,
  }
  return { plan, args: chosen.args }
}

/** One argument list for simulation and act. Every package that goes back is named: apt never takes an earlier version by itself. */
function rollbackArguments(
  packages: readonly string[],
  removals: readonly Version[],
  options: RollbackOptions,
): string[] {
  const set = (name: string, value: boolean) => ['-o', `${name}=${String(value)}`]
  return [
    '-y',
    ...set('APT::Get::AllowUnauthenticated', options.allowUnauthenticated),
    ...set('APT::Get::Allow-Downgrades', true),
    ...set('APT::Get::Allow-Change-Held-Packages', false),
    ...set('APT::Get::Allow-Remove-Essential', false),
    ...set('APT::Get::AutomaticRemove', false),
    ...set('APT::Get::ReInstall', false),
    ...set('APT::Get::Purge', false),
    ...set('APT::Install-Recommends', false),
    // Kept packages lie in a folder that apt's own user may not read.
    '-o',
    'APT::Sandbox::User=root',
    'install',
    ...packages,
    ...removals.map(({ name, arch }) => `${name}:${arch}-`),
  ]
}

const limits = (options: RollbackOptions) => ({
  timeoutMs: options.timeoutMs,
  ...(options.signal === undefined ? {} : { signal: options.signal }),
})

interface States {
  readonly changes: readonly PlannedPackage[]
  readonly alreadyThere: readonly PlannedPackage[]
  readonly refusals: readonly Refusal[]
}

function judgeStates(item: PlanItem, installed: readonly DpkgPackage[]): States {
  const changes: PlannedPackage[] = []
  const alreadyThere: PlannedPackage[] = []
  const refusals: Refusal[] = []
  for (const one of item.packages) {
    const entry = findInstalled(installed, one)
    const objection =
      entry === undefined
        ? refusal('not_installed', one, 'dpkg has no such package installed')
        : entry.wanted === 'hold'
          ? refusal('held', one, 'the administrator holds this package')
          : entry.version !== one.to && entry.version !== one.from
            ? refusal(
                'changed_since',
                one,
                `to go back from ${one.from ?? 'nothing'}, but ${entry.version} is installed`,
              )
            : entry.version !== one.to && compare(one.to, entry.version) >= 0
              ? refusal('changed_since', one, `${one.to} is not below ${entry.version}`)
              : null
    if (objection !== null) refusals.push(objection)
    else if (entry?.version === one.to && entry.status === 'installed') alreadyThere.push(one)
    else changes.push(one)
  }
  return { changes, alreadyThere, refusals }
}

/** Each package as a kept file, or as a version of a repository that this host authenticates. */
async function sourcesFor(
  deps: AptDeps & { readonly keep: KeepStore | null },
  changes: readonly PlannedPackage[],
  options: RollbackOptions,
): Promise<ReadonlyMap<PlannedPackage, string | Refusal>> {
  const run = { timeoutMs: options.timeoutMs, signal: options.signal }
  const found = new Map<PlannedPackage, string | Refusal>()
  for (const one of changes) {
    const path = await keptFile(deps.keep, 'deb', one)
    if (path !== null) found.set(one, path)
  }
  const rest = changes.filter(one => !found.has(one))
  if (rest.length === 0) return found
  const targets = await deps.known.targets(run)
  const authenticated = await authenticatedTargets(deps.disk, targets)
  const policies = await readPolicies(deps, rest, run)
  for (const one of rest) {
    const sources = sourcesOf(policyOf({ policies }, one), one.to)
    found.set(
      one,
      sources.length === 0
        ? refusal('not_offered', one, `${one.to} is neither kept here nor offered by a repository`)
        : options.allowUnauthenticated || sources.every(source => authenticated.has(source))
          ? aptArgument({ name: one.name, arch: one.arch, version: one.to })
          : refusal('unauthenticated', one, `${one.to} comes from a repository that this host does not authenticate`),
    )
  }
  return found
}

/** What came with the item and may go: as it came, and not since chosen by a person. */
async function additionsOf(
  deps: AptDeps & { readonly keep: KeepStore | null },
  item: PlanItem,
  installed: readonly DpkgPackage[],
): Promise<{ candidates: Version[]; left: LeftBehind[] }> {
  const named = new Set(item.packages.map(one => `${one.name}:${one.arch}`))
  const additions = ((await deps.keep?.pointOf(item.patch))?.additions ?? []).filter(
    one =>
      !named.has(`${one.name}:${one.arch}`) &&
      judgeNames({ patch: '', packages: [{ ...one, from: null, to: one.version }] }).length === 0,
  )
  const there = additions.flatMap(one => {
    const entry = findInstalled(installed, one)
    return entry === undefined ? [] : [{ one, entry }]
  })
  const auto = await readAutoMarks(
    deps,
    there.map(({ one }) => one),
  ).catch((): PackageId[] => [])
  const candidates: Version[] = []
  const left: LeftBehind[] = []
  for (const { one, entry } of there) {
    const why =
      entry.version !== one.version
        ? `it is at ${entry.version} now`
        : entry.wanted === 'hold'
          ? 'the administrator holds it'
          : auto.includes(one)
            ? null
            : 'it was chosen by a person since'
    if (why === null) candidates.push(one)
    else left.push({ name: one.name, arch: one.arch, why })
  }
  return { candidates, left }
}
