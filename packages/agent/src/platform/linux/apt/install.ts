import type { Clock } from '@patchyard/domain'
import type {
  AcceptedPlan,
  ActFailure,
  ActOptions,
  AuditResult,
  DownloadOutcome,
  InstallOutcome,
  PackageOutcome,
} from '../../../core/ports/package-manager.ts'
import type { ProcessSpec } from '../../../core/ports/processes.ts'
import { CONFFILE_OPTIONS, DPKG, runAptGet, runDpkgTool } from './apt-commands.ts'
import type { AptLock } from './apt-lock.ts'
import { rateArguments } from './archives.ts'
import { auditDpkg } from './audit.ts'
import { readAutoMarks, restoreAutoMarks } from './auto-marks.ts'
import { dpkgComplaints, explain, failure, judgeOutcome, lockFailure } from './judge-outcome.ts'
import type { KnownState } from './known-state.ts'
import type { DpkgPackage } from './parse-dpkg-query.ts'
import { installArguments, isLocalAddress, missingDownloads, type PlanBasis, planApt, samePlan } from './plan.ts'
import type { AptTools } from './read-host.ts'

export interface AptDeps extends AptTools {
  readonly clock: Clock
  readonly lock: AptLock
  readonly known: KnownState
}

/** For dpkg's own lock, between our look and apt's start. */
export const LOCK_TIMEOUT_S = 30
const QUERY_TIMEOUT_MS = 120_000
const NOT_CACHED = 'not all packages of the plan are in the cache'

/** Fetches into apt's cache what the plan needs; nothing is installed. Never throws. */
export async function downloadApt(deps: AptDeps, plan: AcceptedPlan, options: ActOptions): Promise<DownloadOutcome> {
  const locked = await deps.lock.waitFree('install', options)
  if (locked !== null) return { ok: false, log: '', exitCode: null, failure: lockFailure(locked) }
  const result = await attempt(() =>
    runAptGet(
      deps.processes,
      ['--download-only', ...rateArguments(options), ...forPlan(plan)],
      acting(sizeOf(plan), options),
    ),
  )
  if (result instanceof Error)
    return { ok: false, log: '', exitCode: null, failure: failure('engine_failed', result.message) }
  const ok = result.code === 0
  return { ok, log: result.log, exitCode: result.code, failure: ok ? null : explain(result, 'download_failed') }
}

/**
 * Installs an accepted plan from apt's cache and reads from dpkg's database what came of it. `basis`: what the plan was judged by; where the
 * host is no longer as it was then, or nobody can tell, apt is asked again and the plan refused when the answer differs. Never throws.
 */
export async function installApt(
  deps: AptDeps,
  plan: AcceptedPlan,
  basis: PlanBasis | null,
  options: ActOptions,
): Promise<InstallOutcome> {
  const unchanged = async (failed: ActFailure): Promise<InstallOutcome> => ({
    outcome: 'failed',
    packages: await outcomes(deps, plan, null, ''),
    audit: await safeAudit(deps),
    exitCode: null,
    log: '',
    failure: failed,
    scoped: false,
  })
  const locked = await deps.lock.waitFree('install', options)
  if (locked !== null) return await unchanged(lockFailure(locked))
  const ground = await standingGround(deps, plan, basis)
  if ('code' in ground) return await unchanged(ground)

  const before = await attempt(() => deps.known.installed({ timeoutMs: QUERY_TIMEOUT_MS }))
  if (before instanceof Error) return await unchanged(failure('database_broken', before.message))
  const all = [...plan.changes, ...plan.additions]
  const auto = [
    ...(await readAutoMarks(
      deps,
      all.filter(one => one.from !== null),
    ).catch(() => [])),
    ...plan.changes.filter(one => one.from === null),
  ]
  // With `--no-download` apt ends before dpkg begins when a package is not in its cache.
  const cached = ground.local ? await whatIsCached(deps, plan) : 'all'
  if (cached === 'no') return await unchanged(failure('download_failed', NOT_CACHED))
  const args = [
    ...(cached === 'all' ? ['--no-download'] : []),
    '--no-remove',
    ...CONFFILE_OPTIONS,
    '-o',
    `DPkg::Lock::Timeout=${LOCK_TIMEOUT_S}`,
    ...forPlan(plan),
  ]
  const spec = acting(sizeOf(plan), options, options.scopeName)
  const result = await attempt(() => runAptGet(deps.processes, args, spec))
  if (result instanceof Error) return await unchanged(failure('engine_failed', result.message))
  await restoreAutoMarks(deps, auto, { timeoutMs: QUERY_TIMEOUT_MS })
  let audit = await safeAudit(deps)
  if (!audit.clean) {
    await configureAll(deps, options)
    audit = await safeAudit(deps)
  }
  const packages = await outcomes(deps, plan, before, `${result.stdout}\n${result.stderr}`)
  const done = packages.filter(one => one.state === 'installed').length
  const unknown = packages.length === 0
  const complete = !unknown && done === packages.length
  return {
    outcome: unknown ? 'unknown' : complete ? 'installed' : done > 0 ? 'partial' : 'failed',
    packages,
    audit,
    exitCode: result.code,
    log: result.log,
    failure: complete ? null : explain(result, 'engine_failed'),
    scoped: result.scoped,
  }
}

/** The plan still holds: by unchanged files, or by apt's word of now. */
async function standingGround(
  deps: AptDeps,
  plan: AcceptedPlan,
  basis: PlanBasis | null,
): Promise<ActFailure | { readonly local: boolean }> {
  if (basis !== null && basis.marks !== null && basis.marks.all === (await deps.known.marks())?.all) return basis
  const again = await attempt(() =>
    planApt(
      deps,
      { patch: plan.patch, packages: plan.changes },
      { ...plan.options, whenGone: 'skip', knownAdditions: [...plan.options.knownAdditions, ...plan.additions] },
    ),
  )
  if (again instanceof Error) return failure('engine_failed', again.message)
  if (again.plan.verdict === 'refused')
    return { ...failure('refused', again.plan.refusals[0]?.detail ?? ''), refusals: again.plan.refusals }
  if (again.plan.verdict === 'accepted' && !samePlan(again.plan, plan))
    return failure('refused', 'apt would now do something else than what was planned')
  return again.basis
}

/**
 * Whether the installation can do without the network. Packages of repositories on the host's own disk (`file:`) are never copied into the
 * cache, and with `--no-download` apt cannot find them ("Pathname to install is not absolute", apt 2.6): such plans go without the option.
 */
async function whatIsCached(deps: AptDeps, plan: AcceptedPlan): Promise<'all' | 'local' | 'no'> {
  const missing = await attempt(() => missingDownloads(deps, plan.changes, plan.options))
  if (missing === null || missing instanceof Error) return 'no'
  if (missing.length === 0) return 'all'
  return missing.every(isLocalAddress) ? 'local' : 'no'
}

/** `dpkg --configure -a`: finishes what an interrupted run left. The same settings-file policy as an installation. Never throws. */
export async function configureAll(deps: AptDeps, options: ActOptions): Promise<void> {
  if ((await deps.lock.waitFree('install', options)) !== null) return
  const spec = {
    timeoutMs: options.timeoutMs,
    overflow: 'cut' as const,
    ...(options.scopeName === null
      ? {}
      : { scope: { kind: 'transient' as const, name: `${options.scopeName.slice(0, 54)}-configure` } }),
  }
  await attempt(() =>
    runDpkgTool(deps.processes, DPKG, ['--force-confdef', '--force-confold', '--configure', '-a'], spec),
  )
}

/** An unreadable database is a finding, not an error. */
export async function safeAudit(deps: AptDeps): Promise<AuditResult> {
  const audit = await attempt(() => auditDpkg(deps, { timeoutMs: QUERY_TIMEOUT_MS }))
  if (!(audit instanceof Error)) return audit
  return {
    clean: false,
    problems: [{ package: null, detail: `the package database cannot be read: ${audit.message}`.slice(0, 200) }],
  }
}

/** Null `before`: nothing was begun. An empty list means that the database could not be read. */
async function outcomes(
  deps: AptDeps,
  plan: AcceptedPlan,
  before: readonly DpkgPackage[] | null,
  output: string,
): Promise<PackageOutcome[]> {
  const after = await attempt(() => deps.known.installed({ timeoutMs: QUERY_TIMEOUT_MS }))
  if (after instanceof Error) return []
  const complaints = dpkgComplaints(output)
  return [...plan.changes, ...plan.additions].map(planned => judgeOutcome(planned, before ?? after, after, complaints))
}

function forPlan(plan: AcceptedPlan): string[] {
  return installArguments(plan.changes, plan.options)
}

/** Limits, scope and progress of a run that acts on so many packages. */
export function acting(
  packages: number,
  options: ActOptions,
  scopeName: string | null = null,
): Omit<ProcessSpec, 'program' | 'args' | 'env'> {
  const total = 2 * packages
  let done = 0
  const onLine = (line: string) => {
    if (!/^(?:Get:\d+ |Unpacking |Removing |Setting up |Processing triggers )/.test(line)) return
    if (/^(?:Unpacking|Setting up) /.test(line)) done = Math.min(total, done + 1)
    options.onProgress?.({ done, total, text: line.replace(/[\x00-\x1f\x7f-\x9f]/g, ' ').slice(0, 200) })
  }
  return {
    timeoutMs: options.timeoutMs,
    // A chatty script must not cost the transaction its life.
    overflow: 'cut',
    onLine,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(scopeName === null ? {} : { scope: { kind: 'transient' as const, name: scopeName } }),
  }
}

const sizeOf = (plan: AcceptedPlan) => plan.changes.length + plan.additions.length

/** Failures become values. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | Error> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error) return error
    throw error
  }
}
