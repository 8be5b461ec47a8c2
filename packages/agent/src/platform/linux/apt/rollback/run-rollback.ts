import type { ActFailure, ActOptions, PackageOutcome } from '../../../../core/ports/package-manager.ts'
import type { AcceptedRollback, LeftBehind, RollbackOutcome } from '../../../../core/ports/rollback.ts'
import type { KeepStore } from '../../rollback/keep-store.ts'
import { rollbackFailed } from '../../rollback/rollback-failed.ts'
import { sameRollback } from '../../rollback/same-rollback.ts'
import { CONFFILE_OPTIONS, runAptGet } from '../apt-commands.ts'
import { readAutoMarks, restoreAutoMarks } from '../auto-marks.ts'
import { acting, type AptDeps, attempt, configureAll, LOCK_TIMEOUT_S, safeAudit } from '../install.ts'
import { dpkgComplaints, explain, failure, judgeOutcome, lockFailure } from '../judge-outcome.ts'
import { findInstalled } from '../judge-plan.ts'
import { planRollback } from './plan-rollback.ts'

const QUERY = { timeoutMs: 120_000 }

/** Goes back as the plan says, and reads from dpkg's database what came of it. Never throws. */
export async function rollbackApt(
  deps: AptDeps & { readonly keep: KeepStore | null },
  plan: AcceptedRollback,
  options: ActOptions,
): Promise<RollbackOutcome> {
  const stays: LeftBehind[] = [...plan.left]
  const unchanged = async (failed: ActFailure): Promise<RollbackOutcome> =>
    rollbackFailed(failed, await safeAudit(deps), stays)
  const locked = await deps.lock.waitFree('install', options)
  if (locked !== null) return await unchanged(lockFailure(locked))
  const again = await attempt(() =>
    planRollback(deps, { patch: plan.patch, packages: [...plan.changes, ...plan.alreadyThere] }, plan.options),
  )
  if (again instanceof Error) return await unchanged(failure('engine_failed', again.message))
  if (again.plan.verdict === 'refused')
    return await unchanged({
      ...failure('refused', again.plan.refusals[0]?.detail ?? ''),
      refusals: again.plan.refusals,
    })
  if (again.plan.verdict !== 'accepted' || !sameRollback(again.plan, plan))
    return await unchanged(failure('refused', 'apt would now do something else than what was planned'))
  const before = await attempt(() => deps.known.installed(QUERY))
  if (before instanceof Error) return await unchanged(failure('database_broken', before.message))
  const auto = await readAutoMarks(deps, plan.changes).catch(() => [])
  const spec = acting(plan.changes.length + plan.removals.length, options, options.scopeName)
  // What does not lie here is fetched first; the run that changes the host then finds everything on its disk.
  if (plan.changes.length > 0) {
    const fetched = await attempt(() =>
      runAptGet(deps.processes, ['--download-only', ...again.args], acting(0, options, null)),
    )
    if (fetched instanceof Error) return await unchanged(failure('engine_failed', fetched.message))
    if (fetched.code !== 0) return await unchanged(explain(fetched, 'download_failed'))
  }
  // Without --no-download: apt 2.6 then cannot find packages that are given as files ("Pathname to install is not absolute").
  const args = [...CONFFILE_OPTIONS, '-o', `DPkg::Lock::Timeout=${LOCK_TIMEOUT_S}`, ...again.args]
  const result = await attempt(() => runAptGet(deps.processes, args, spec))
  if (result instanceof Error) return await unchanged(failure('engine_failed', result.message))
  await restoreAutoMarks(deps, auto, QUERY)
  let audit = await safeAudit(deps)
  if (!audit.clean) {
    await configureAll(deps, options)
    audit = await safeAudit(deps)
  }
  const common = { audit, exitCode: result.code, log: result.log, scoped: result.scoped }
  const after = await attempt(() => deps.known.installed(QUERY))
  const failed = explain(result, 'engine_failed')
  if (after instanceof Error)
    return { ...common, outcome: 'unknown', packages: [], failure: failed, removed: [], left: stays }
  const complaints = dpkgComplaints(`${result.stdout}\n${result.stderr}`)
  const packages = plan.changes.map((one): PackageOutcome => {
    const judged = judgeOutcome(one, before, after, complaints)
    // Going forward "at least" is enough; going back it is this version or not.
    return judged.state === 'installed' && judged.after !== one.to ? { ...judged, state: 'unchanged' } : judged
  })
  const removed = plan.removals.filter(one => findInstalled(after, one) === undefined)
  stays.push(
    ...plan.removals
      .filter(one => !removed.includes(one))
      .map(({ name, arch }) => ({ name, arch, why: 'apt did not remove it' })),
  )
  const done = packages.filter(one => one.state === 'installed').length
  const complete = done === packages.length
  return {
    ...common,
    outcome: complete ? 'installed' : done > 0 ? 'partial' : 'failed',
    packages,
    failure: complete ? null : failed,
    removed: removed.map(({ name, arch }) => ({ name, arch })),
    left: stays,
  }
}
