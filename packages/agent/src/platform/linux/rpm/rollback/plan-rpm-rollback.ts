import type { PackageId, PlanItem, PlannedPackage, Refusal } from '../../../../core/ports/package-manager.ts'
import type { LeftBehind, RollbackOptions, SimulatedRollback } from '../../../../core/ports/rollback.ts'
import { engineArchitecture } from '../../architecture.ts'
import type { Version } from '../../rollback/keep-earlier.ts'
import { keptFile } from '../../rollback/kept-file.ts'
import { judgeRpmNames, refusal, type RpmChange } from '../judge-rpm-plan.ts'
import { compareEvr, indexVersions, readRpmDatabase, type RunLimits, severalAllowed } from '../rpm-database.ts'
import { rpmNameProblem } from '../rpm-names.ts'
import type { RpmRollbackDeps } from './rpm-rollback.ts'

export interface PlannedRpmRollback {
  readonly plan: SimulatedRollback
  /** Files and exact versions that go back; empty unless accepted. */
  readonly args: readonly string[]
  /** Later versions that a transaction which was cut off left beside the earlier ones: all that is missing is that they go. */
  readonly halves: readonly Version[]
}

/**
 * How the engine would go back. Packages that came with the item are listed to go; whether anything needs them can be told only once the
 * rest is back, so the act looks again. @throws PackageManagerError, ParseError, ProcessError, DiskError
 */
export async function planRpmRollback(
  deps: RpmRollbackDeps,
  asked: PlanItem,
  options: RollbackOptions,
): Promise<PlannedRpmRollback> {
  const item = {
    ...asked,
    packages: asked.packages.map(one => ({ ...one, arch: engineArchitecture('rpm', one.arch) })),
  }
  const refused = (refusals: readonly Refusal[]): PlannedRpmRollback => ({
    plan: { verdict: 'refused', patch: item.patch, refusals },
    args: [],
    halves: [],
  })
  const badNames = judgeRpmNames(item)
  if (badNames.length > 0) return refused(badNames)
  const run: RunLimits = { timeoutMs: options.timeoutMs, signal: options.signal }
  const versions = indexVersions(await readRpmDatabase(deps.engine.processes, run))
  const several = await severalAllowed(deps.engine.processes, run)
  const { changes, halves, alreadyThere, refusals } = judgeStates(item, versions, several)
  if (refusals.length > 0) return refused(refusals)

  const { candidates, left } = await additionsOf(deps, item, versions, run)
  if (changes.length === 0 && candidates.length === 0)
    return { plan: { verdict: 'alreadyInstalled', patch: item.patch, alreadyThere }, args: [], halves }
  const args: string[] = []
  const whole = changes.filter(one => !halves.some(half => keyOf(half) === keyOf(one)))
  if (whole.length > 0) {
    const sources = await sourcesFor(deps, whole, options, run)
    const nowhere = sources.filter(one => typeof one !== 'string')
    if (nowhere.length > 0) return refused(nowhere)
    args.push(...sources.filter(one => typeof one === 'string'))
    const simulated = await deps.back.simulate(args, run)
    const objections = isRefused(simulated) ? simulated : judgeRpmRollback(whole, simulated)
    if (objections.length > 0) return refused(objections)
  }
  return {
    plan: { verdict: 'accepted', patch: item.patch, changes, alreadyThere, removals: candidates, left, options },
    args,
    halves,
  }
}

const isRefused = (said: readonly RpmChange[] | readonly Refusal[]): said is readonly Refusal[] =>
  said.length > 0 && said.every(one => 'code' in one)

const keyOf = (one: PackageId) => `${one.name}.${one.arch}`

function judgeStates(item: PlanItem, versions: (id: PackageId) => readonly string[], several: ReadonlySet<string>) {
  const halves: Version[] = []
  const changes: PlannedPackage[] = []
  const alreadyThere: PlannedPackage[] = []
  const refusals: Refusal[] = []
  for (const one of item.packages) {
    const installed = versions(one)
    const [is] = installed
    if (is === undefined) refusals.push(refusal('not_installed', one, 'rpm has no such package installed'))
    else if (installed.length === 2 && !several.has(one.name) && is === one.to && installed[1] === one.from) {
      halves.push({ name: one.name, arch: one.arch, version: one.from })
      changes.push(one)
    } else if (installed.length > 1)
      refusals.push(refusal('changed_since', one, `several versions are installed: ${installed.join(', ')}`))
    else if (is === one.to) alreadyThere.push(one)
    else if (is !== one.from)
      refusals.push(refusal('changed_since', one, `to go back from ${one.from ?? 'nothing'}, but ${is} is installed`))
    else if (compareEvr(one.to, is) >= 0) refusals.push(refusal('changed_since', one, `${one.to} is not below ${is}`))
    else changes.push(one)
  }
  return { changes, halves, alreadyThere, refusals }
}

/** Each package as a kept file, or as a version of a repository that this host authenticates. */
async function sourcesFor(
  deps: RpmRollbackDeps,
  changes: readonly PlannedPackage[],
  options: RollbackOptions,
  run: RunLimits,
): Promise<(string | Refusal)[]> {
  const files = new Map<PlannedPackage, string>()
  for (const one of changes) {
    const path = await keptFile(deps.keep, 'rpm', one)
    if (path !== null) files.set(one, path)
  }
  const rest = changes.filter(one => !files.has(one)).map(({ name, arch, to }) => ({ name, arch, version: to }))
  const offered = rest.length === 0 ? null : await deps.back.offered(rest, run)
  return changes.map(one => {
    const file = files.get(one)
    if (file !== undefined) return file
    const authenticated = offered?.get(`${keyOf(one)} ${one.to}`)
    if (authenticated === undefined)
      return refusal('not_offered', one, `${one.to} is neither kept here nor offered by a repository`)
    if (!authenticated && !options.allowUnauthenticated)
      return refusal(
        'unauthenticated',
        one,
        `${one.to} comes from a repository whose signatures this host does not check`,
      )
    return deps.back.argument({ name: one.name, arch: one.arch, version: one.to })
  })
}

/** Exactly these packages go back, nothing else happens. */
export function judgeRpmRollback(changes: readonly PlannedPackage[], simulated: readonly RpmChange[]): Refusal[] {
  const refusals: Refusal[] = []
  const wanted = new Map(changes.map(one => [keyOf(one), one]))
  const done = new Set<string>()
  for (const row of simulated) {
    const planned = wanted.get(keyOf(row))
    for (const name of row.replaces)
      refusals.push(
        refusal('would_remove', { name, arch: row.arch }, `${row.name} ${row.version} would replace ${name}`),
      )
    if (row.action === 'remove')
      refusals.push(refusal('would_remove', row, `it would remove ${row.name} ${row.version}`))
    else if (planned === undefined)
      refusals.push(refusal('would_add', row, `it would also bring ${row.version}, which is not part of the item`))
    else if (row.action !== 'downgrade' || compareEvr(row.version, planned.to) !== 0)
      refusals.push(refusal('would_not_install', row, `it would install ${row.version}, planned is ${planned.to}`))
    else done.add(keyOf(row))
  }
  for (const [key, one] of wanted) {
    if (!done.has(key) && !refusals.some(other => other.package === `${one.name}:${one.arch}`))
      refusals.push(refusal('would_not_install', one, `it would not go back to ${one.to}`))
  }
  return refusals
}

async function additionsOf(
  deps: RpmRollbackDeps,
  item: PlanItem,
  versions: (id: PackageId) => readonly string[],
  run: RunLimits,
): Promise<{ candidates: Version[]; left: LeftBehind[] }> {
  const named = new Set(item.packages.map(keyOf))
  const there = ((await deps.keep?.pointOf(item.patch))?.additions ?? []).filter(
    one => !named.has(keyOf(one)) && rpmNameProblem(one) === null && versions(one).length > 0,
  )
  const candidates: Version[] = []
  const left: LeftBehind[] = []
  if (there.length === 0) return { candidates, left }
  const automatic = await deps.back.automatic(run)
  for (const one of there) {
    const installed = versions(one)
    const why =
      installed.length !== 1 || installed[0] !== one.version
        ? `it is at ${installed.join(', ')} now`
        : automatic === null
          ? 'nobody knows whether a person chose it since'
          : automatic(one)
            ? null
            : 'it was chosen by a person since'
    if (why === null) candidates.push(one)
    else left.push({ name: one.name, arch: one.arch, why })
  }
  return { candidates, left }
}
