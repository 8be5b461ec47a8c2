import type { ActFailure, ActOptions, PackageOutcome, Refusal } from '../../../../core/ports/package-manager.ts'
import type { AcceptedRollback, LeftBehind, RollbackOutcome } from '../../../../core/ports/rollback.ts'
import type { ProcessResult } from '../../../../core/ports/processes.ts'
import type { KeepStore } from '../../rollback/keep-store.ts'
import type { Version } from '../../rollback/keep-earlier.ts'
import { rollbackFailed } from '../../rollback/rollback-failed.ts'
import { sameRollback } from '../../rollback/same-rollback.ts'
import { describeHolder } from '../../wait-for-lock.ts'
import { judgeRpmOutcome, rpmComplaints } from '../judge-rpm-outcome.ts'
import type { RpmChange } from '../judge-rpm-plan.ts'
import { indexVersions, QUERY, readRpmDatabase, type RunLimits, severalAllowed } from '../rpm-database.ts'
import { type ActSpec, actSpec, attempt, explain, failure, type RpmEngine, safeAudit } from '../rpm-install.ts'
import { planRpmRollback } from './plan-rpm-rollback.ts'

/** What an engine on top of rpm brings to a rollback; order and judgement are the same for all of them. Architectures are rpm's. */
export interface RpmRollbackEngine {
  /** Exactly this version, as an argument. @throws RangeError for what breaks the grammar */
  readonly argument: (one: Version) => string
  /**
   * Which of these versions a repository offers, and whether all that do are authenticated; by `name.arch version`. Null: the engine cannot
   * tell without trying.
   */
  readonly offered: (wanted: readonly Version[], run: RunLimits) => Promise<ReadonlyMap<string, boolean> | null>
  /** Puts the packages of these installed versions into the folder, no faster than so many KB/s where the engine can be held to it. */
  readonly fetch: (earlier: readonly Version[], folder: string, spec: ActSpec, rateKBs: number | null) => Promise<void>
  /** Kept files and versions of repositories; rows of the plan, or why there is none. */
  readonly simulate: (packages: readonly string[], run: RunLimits) => Promise<readonly RpmChange[] | readonly Refusal[]>
  readonly downgrade: (packages: readonly string[], spec: ActSpec) => Promise<ProcessResult>
  /** What would go with these; null when the engine finds no way. */
  readonly simulateRemoval: (packages: readonly string[], run: RunLimits) => Promise<readonly RpmChange[] | null>
  readonly remove: (packages: readonly string[], spec: ActSpec) => Promise<ProcessResult>
  /** `name.arch` of packages that nobody asked for by name; null: nobody knows. */
  readonly automatic: (run: RunLimits) => Promise<((one: Version) => boolean) | null>
}

export interface RpmRollbackDeps {
  readonly engine: RpmEngine
  readonly back: RpmRollbackEngine
  readonly keep: KeepStore | null
}

const keyOf = (one: { readonly name: string; readonly arch: string }) => `${one.name}.${one.arch}`

/** Goes back as the plan says, then lets go what came with the item, and reads from rpm's database what came of it. Never throws. */
export async function rollbackRpms(
  deps: RpmRollbackDeps,
  plan: AcceptedRollback,
  options: ActOptions,
): Promise<RollbackOutcome> {
  const { engine, back } = deps
  const { processes } = engine
  const stays: LeftBehind[] = [...plan.left]
  const unchanged = async (failed: ActFailure): Promise<RollbackOutcome> =>
    rollbackFailed(failed, await safeAudit(processes), stays)
  const locked = await engine.waitFree(options)
  if (locked !== null) return await unchanged(failure('lock_held', describeHolder(locked)))
  const again = await attempt(() =>
    planRpmRollback(deps, { patch: plan.patch, packages: [...plan.changes, ...plan.alreadyThere] }, plan.options),
  )
  if (again instanceof Error) return await unchanged(failure('engine_failed', again.message))
  if (again.plan.verdict === 'refused')
    return await unchanged({
      ...failure('refused', again.plan.refusals[0]?.detail ?? ''),
      refusals: again.plan.refusals,
    })
  if (again.plan.verdict !== 'accepted' || !sameRollback(again.plan, plan))
    return await unchanged(failure('refused', 'it would now do something else than what was planned'))
  const before = await attempt(() => readRpmDatabase(processes, QUERY))
  if (before instanceof Error) return await unchanged(failure('database_broken', before.message))

  const total = plan.changes.length + plan.removals.length
  let last: ProcessResult | null = null
  const logs: string[] = []
  if (again.args.length > 0) {
    const result = await attempt(() => back.downgrade(again.args, actSpec(total, options, options.scopeName)))
    if (result instanceof Error) return await unchanged(failure('engine_failed', result.message))
    last = result
    logs.push(result.log)
  }
  if (again.halves.length > 0 && (last === null || last.code === 0)) {
    const scope = options.scopeName === null ? null : `${options.scopeName.slice(0, 58)}-half`
    const result = await attempt(() => eraseHalves(back, again.halves, actSpec(again.halves.length, options, scope)))
    if (result instanceof Error) return await unchanged(failure('engine_failed', result.message))
    last = result ?? last
    if (result !== null) logs.push(result.log)
  }
  const middle = await attempt(() => readRpmDatabase(processes, QUERY))
  const several = await attempt(() => severalAllowed(processes, QUERY))
  const failed = last === null ? failure('engine_failed', '') : explain(engine, last, 'engine_failed')
  const common = { exitCode: last?.code ?? null, scoped: last?.scoped ?? false }
  if (middle instanceof Error || several instanceof Error) {
    return {
      ...common,
      audit: await safeAudit(processes),
      log: logs.join('\n'),
      outcome: 'unknown',
      packages: [],
      failure: failed,
      removed: [],
      left: stays,
    }
  }
  const complaints = rpmComplaints(last === null ? '' : `${last.stdout}\n${last.stderr}`)
  const packages = plan.changes.map((one): PackageOutcome => {
    const judged = judgeRpmOutcome(one, indexVersions(before), indexVersions(middle), complaints, several)
    // Going forward "at least" is enough; going back it is this version or not.
    return judged.state === 'installed' && judged.after !== one.to ? { ...judged, state: 'unchanged' } : judged
  })
  const done = packages.filter(one => one.state === 'installed').length
  const complete = done === packages.length
  let removed: readonly Version[] = []
  if (complete && plan.removals.length > 0) {
    const chosen = await attempt(() => removable(back, plan.removals))
    if (!(chosen instanceof Error) && chosen.length > 0) {
      const scope = options.scopeName === null ? null : `${options.scopeName.slice(0, 58)}-left`
      const result = await attempt(() => back.remove(chosen.map(back.argument), actSpec(chosen.length, options, scope)))
      if (!(result instanceof Error)) logs.push(result.log)
    }
    const after = await attempt(() => readRpmDatabase(processes, QUERY))
    if (!(after instanceof Error)) {
      const versions = indexVersions(after)
      removed = plan.removals.filter(one => versions(one).length === 0)
    }
  }
  for (const { name, arch } of plan.removals.filter(one => !removed.includes(one)))
    stays.push({ name, arch, why: complete ? 'another package needs it' : 'its item is not back yet' })
  return {
    ...common,
    audit: await safeAudit(processes),
    log: logs.join('\n'),
    outcome: complete ? 'installed' : done > 0 ? 'partial' : 'failed',
    packages,
    failure: complete ? null : failed,
    removed: removed.map(({ name, arch }) => ({ name, arch })),
    left: stays,
  }
}

/** Only the versions that are there too much; null when the engine would take more along. */
async function eraseHalves(
  back: RpmRollbackEngine,
  halves: readonly Version[],
  spec: ActSpec,
): Promise<ProcessResult | null> {
  const packages = halves.map(back.argument)
  const rows = (await back.simulateRemoval(packages, QUERY)) ?? []
  const exactly = (row: RpmChange) =>
    row.action === 'remove' && halves.some(one => keyOf(one) === keyOf(row) && one.version === row.version)
  return rows.length === halves.length && rows.every(exactly) ? await back.remove(packages, spec) : null
}

/** Those that can go without taking anything else along: all of them, or one by one. */
async function removable(back: RpmRollbackEngine, wanted: readonly Version[]): Promise<readonly Version[]> {
  const names = new Set(wanted.map(keyOf))
  const alone = async (some: readonly Version[]): Promise<boolean> => {
    const rows = await back.simulateRemoval(some.map(back.argument), QUERY)
    return rows !== null && rows.length > 0 && rows.every(row => row.action === 'remove' && names.has(keyOf(row)))
  }
  if (await alone(wanted)) return wanted
  const found: Version[] = []
  for (const one of wanted.slice(0, 20)) if (await alone([one])) found.push(one)
  return found.length > 0 && (await alone(found)) ? found : []
}
