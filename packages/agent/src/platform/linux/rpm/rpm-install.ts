import type {
  AcceptedPlan,
  ActFailure,
  ActOptions,
  AuditResult,
  InstallOutcome,
  LockHolder,
  LockWait,
  PlanItem,
  PlanOptions,
  SimulatedPlan,
} from '../../../core/ports/package-manager.ts'
import type { Processes, ProcessResult, ProcessSpec } from '../../../core/ports/processes.ts'
import { describeHolder } from '../wait-for-lock.ts'
import { judgeRpmOutcome, rpmComplaints } from './judge-rpm-outcome.ts'
import { auditRpm, indexVersions, QUERY, readRpmDatabase, severalAllowed } from './rpm-database.ts'
import { sameRpmPlan } from './same-rpm-plan.ts'

/** What an engine on top of rpm brings to an installation; order and judgement are the same for all of them. */
export interface RpmEngine {
  readonly processes: Processes
  readonly waitFree: (options: LockWait) => Promise<LockHolder | null>
  readonly plan: (item: PlanItem, options: PlanOptions) => Promise<SimulatedPlan>
  readonly run: (plan: AcceptedPlan, spec: ActSpec) => Promise<ProcessResult>
  readonly saysLocked: (result: ProcessResult) => boolean
  readonly complaint: (result: ProcessResult) => string
}

export type ActSpec = Omit<ProcessSpec, 'program' | 'args' | 'env'>

/** Installs an accepted plan from the engine's cache and reads from rpm's database what came of it. Never throws. */
export async function installRpms(engine: RpmEngine, plan: AcceptedPlan, options: ActOptions): Promise<InstallOutcome> {
  const before = await attempt(() => readRpmDatabase(engine.processes, QUERY))
  const unchanged = async (failed: ActFailure): Promise<InstallOutcome> => ({
    outcome: 'failed',
    packages: [],
    audit: await safeAudit(engine.processes),
    exitCode: null,
    log: '',
    failure: failed,
    scoped: false,
  })
  if (before instanceof Error) return await unchanged(failure('database_broken', before.message))
  const locked = await engine.waitFree(options)
  if (locked !== null) return await unchanged(failure('lock_held', describeHolder(locked)))
  const again = await attempt(() =>
    engine.plan(
      { patch: plan.patch, packages: plan.changes },
      { ...plan.options, whenGone: 'skip', knownAdditions: [...plan.options.knownAdditions, ...plan.additions] },
    ),
  )
  if (again instanceof Error) return await unchanged(failure('engine_failed', again.message))
  if (again.verdict === 'refused') {
    return await unchanged({ ...failure('refused', again.refusals[0]?.detail ?? ''), refusals: again.refusals })
  }
  if (again.verdict === 'accepted' && !sameRpmPlan(again, plan)) {
    return await unchanged(failure('refused', 'it would now do something else than what was planned'))
  }
  const result = await attempt(() => engine.run(plan, actSpec(sizeOf(plan), options, options.scopeName)))
  if (result instanceof Error) return await unchanged(failure('engine_failed', result.message))
  const audit = await safeAudit(engine.processes)
  const after = await attempt(() => readRpmDatabase(engine.processes, QUERY))
  const several = await attempt(() => severalAllowed(engine.processes, QUERY))
  const failed = explain(engine, result, 'engine_failed')
  const common = { audit, exitCode: result.code, log: result.log, scoped: result.scoped }
  if (after instanceof Error || several instanceof Error) {
    return { ...common, outcome: 'unknown', packages: [], failure: failed }
  }
  const complaints = rpmComplaints(`${result.stdout}\n${result.stderr}`)
  const packages = [...plan.changes, ...plan.additions].map(planned =>
    judgeRpmOutcome(planned, indexVersions(before), indexVersions(after), complaints, several),
  )
  const done = packages.filter(one => one.state === 'installed').length
  const complete = done === packages.length
  return {
    ...common,
    outcome: complete ? 'installed' : done > 0 ? 'partial' : 'failed',
    packages,
    failure: complete ? null : failed,
  }
}

/** An unreadable database is a finding, not an error. */
export async function safeAudit(processes: Processes): Promise<AuditResult> {
  const audit = await attempt(() => auditRpm(processes, QUERY))
  if (!(audit instanceof Error)) return audit
  return {
    clean: false,
    problems: [{ package: null, detail: `the package database cannot be read: ${audit.message}`.slice(0, 200) }],
  }
}

/** Limits, scope and progress of a run that acts on so many packages. */
export function actSpec(total: number, options: ActOptions, scopeName: string | null): ActSpec {
  let done = 0
  const onLine = (line: string) => {
    // dnf: "  Upgrading        : foo-2-1.noarch   1/4"; zypper: "(1/4) Installing: foo-2-1.noarch [done]"
    const step =
      /^\s*(?:Installing|Upgrading|Updating|Downgrading|Erasing)\s*: |^\(\d+\/\d+\) Installing: |^Retrieving/.test(line)
    if (!step) return
    if (!line.startsWith('Retrieving')) done = Math.min(total, done + 1)
    options.onProgress?.({
      done,
      total,
      text: line
        .replace(/[\x00-\x1f\x7f-\x9f]/g, ' ')
        .trim()
        .slice(0, 200),
    })
  }
  return {
    timeoutMs: options.timeoutMs,
    overflow: 'cut',
    onLine,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(scopeName === null ? {} : { scope: { kind: 'transient' as const, name: scopeName } }),
  }
}

export function failure(code: ActFailure['code'], detail: string): ActFailure {
  return { code, detail: detail.slice(0, 200), refusals: [] }
}

/** Why a run that did not reach its aim failed, as far as its words tell. */
export function explain(
  engine: Pick<RpmEngine, 'saysLocked' | 'complaint'>,
  result: ProcessResult,
  otherwise: ActFailure['code'],
): ActFailure {
  const said = `${result.stderr}\n${result.stdout}`
  const detail = engine.complaint(result)
  if (result.timedOut) return failure('timed_out', 'the time limit of this step ended it')
  if (result.aborted) return failure('aborted', 'it was told to stop')
  if (engine.saysLocked(result)) return failure('lock_held', detail)
  if (
    /No space left on device|insufficient space|needs \d+\s?[KMG]?B more space|At least \d+[KMG]?B more space needed/i.test(
      said,
    )
  ) {
    return failure('disk_full', detail)
  }
  const [complaint] = rpmComplaints(said)
  if (complaint !== undefined) return failure('maintainer_script', `${complaint[0]}: ${complaint[1]}`)
  return failure(otherwise, detail)
}

export const sizeOf = (plan: AcceptedPlan): number => plan.changes.length + plan.additions.length

export async function attempt<T>(work: () => Promise<T>): Promise<T | Error> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error) return error
    throw error
  }
}
