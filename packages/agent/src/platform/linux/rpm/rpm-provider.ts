import {
  type AcceptedPlan,
  type ActOptions,
  type PackageManager,
  PackageManagerError,
  type PlanItem,
  type PlannedPackage,
  type PlanOptions,
  type SimulatedPlan,
} from '../../../core/ports/package-manager.ts'
import type { ProcessResult } from '../../../core/ports/processes.ts'
import { engineArchitecture } from '../architecture.ts'
import { type DryRunEngine, dryRunItems } from '../dry-run/dry-run-items.ts'
import { type KeepEngine, keepEarlier, livePoints, withWayBack } from '../rollback/keep-earlier.ts'
import { describeHolder, waitUntilFree } from '../wait-for-lock.ts'
import { auditRpm, compareEvr, indexVersions, limitsOf, QUERY, readRpmDatabase, RPM } from './rpm-database.ts'
import { type ActSpec, actSpec, attempt, explain, failure, installRpms, type RpmEngine, sizeOf } from './rpm-install.ts'
import { rpmLockHolder } from './rpm-lock.ts'
import type { RpmPorts } from './rpm-ports.ts'
import { planRpmRollback } from './rollback/plan-rpm-rollback.ts'
import { type RpmRollbackEngine, rollbackRpms } from './rollback/rpm-rollback.ts'
import { identifyRpm, whyRpmOneWay } from './rollback/rpm-way-back.ts'
import { type RpmScanner, scanRpms } from './rpm-scan.ts'

/** What a program on top of rpm is asked for; what rpm itself knows is the same for all of them. */
export interface RpmFrontEnd extends RpmScanner {
  readonly plan: (item: PlanItem, options: PlanOptions) => Promise<SimulatedPlan>
  /** Fetches what the plan needs and installs nothing. */
  readonly fetch: (plan: AcceptedPlan, spec: ActSpec, options: ActOptions) => Promise<ProcessResult>
  readonly hasFetched: (result: ProcessResult) => boolean
  readonly run: RpmEngine['run']
  readonly back: RpmRollbackEngine
  /** How much more these packages take; where the plan itself does not say. */
  readonly growth?: (packages: readonly PlannedPackage[]) => Promise<number | null>
  /** Where packages are fetched to. */
  readonly cache: string
  readonly saysLocked: RpmEngine['saysLocked']
  /** Around {@link installRpms}, for a program that has to be started more than once. */
  readonly install?: (
    engine: RpmEngine,
    ...rest: Parameters<PackageManager['install']>
  ) => ReturnType<PackageManager['install']>
}

export function createRpmProvider(ports: RpmPorts, front: RpmFrontEnd): PackageManager {
  const holderNow = () => rpmLockHolder(ports.disk, front.pidFiles)
  const engine: RpmEngine = {
    processes: ports.processes,
    waitFree: options => waitUntilFree(ports.clock, holderNow, options),
    plan: front.plan,
    run: front.run,
    saysLocked: front.saysLocked,
    complaint: front.complaint,
  }
  const install = front.install ?? installRpms
  const keep = ports.keep ?? null
  const installedVersions: PackageManager['installedVersions'] = async packages => {
    const versions = indexVersions(await readRpmDatabase(ports.processes, QUERY))
    return packages.map(asked => ({
      ...asked,
      versions: versions({ name: asked.name, arch: engineArchitecture('rpm', asked.arch) }),
      configured: true,
    }))
  }
  const { back } = front
  const rollback = { engine, back, keep }
  const keepEngine: KeepEngine = {
    ...ports,
    keep,
    ending: 'rpm',
    installedVersions,
    judge: (earlier, plan) => whyRpmOneWay(ports.processes, back, earlier, plan),
    fetch: (earlier, folder, options) =>
      back.fetch(earlier, folder, actSpec(earlier.length, options, null), options.rateKBs ?? null),
    identify: (path, plan) => identifyRpm(ports.processes, path, plan),
  }
  const simulate: PackageManager['simulate'] = async (item, options) => {
    const plan = await front.plan(item, options)
    return options.wayBack === true ? await withWayBack(keepEngine, plan) : plan
  }
  const dryRunEngine: DryRunEngine = {
    disk: ports.disk,
    simulate,
    compare: compareEvr,
    sizes: async plan => ({
      downloadBytes: plan.downloadBytes,
      growthBytes: plan.growthBytes ?? (await front.growth?.([...plan.changes, ...plan.additions])) ?? null,
    }),
    filesOf: async packages => {
      const labels = packages.map(one => `${one.name}.${one.arch}`)
      const result = await ports.processes.run({ program: RPM, args: ['-ql', ...labels], ...limitsOf(QUERY) })
      return result.stdout.split('\n').filter(line => line.startsWith('/'))
    },
    cache: front.cache,
  }
  return {
    id: front.id,
    scan: options => scanRpms(ports, front, options),
    simulate,
    dryRun: (items, options) => dryRunItems(dryRunEngine, items, options),
    download: async (plan, options) => {
      const locked = await engine.waitFree(options)
      if (locked !== null)
        return { ok: false, log: '', exitCode: null, failure: failure('lock_held', describeHolder(locked)) }
      const result = await attempt(() => front.fetch(plan, actSpec(sizeOf(plan), options, null), options))
      if (result instanceof Error)
        return { ok: false, log: '', exitCode: null, failure: failure('engine_failed', result.message) }
      const ok = front.hasFetched(result)
      return {
        ok,
        log: result.log,
        exitCode: result.code,
        failure: ok ? null : explain(engine, result, 'download_failed'),
      }
    },
    install: (plan, options) => install(engine, plan, options),
    installedVersions,
    keep: (plan, options) => keepEarlier(keepEngine, plan, options),
    rollbackPoints: () => livePoints(keep, 'rpm', installedVersions),
    simulateRollback: async (item, options) => (await planRpmRollback(rollback, item, options)).plan,
    rollback: (plan, options) => rollbackRpms(rollback, plan, options),
    audit: () => auditRpm(ports.processes, QUERY),
    // rpm has no unfinished state that could be finished: a package is in the database or it is not.
    repair: () => auditRpm(ports.processes, QUERY),
    whoHoldsLock: holderNow,
    waitForLock: async wait => {
      const holder = await engine.waitFree(wait)
      if (holder !== null) throw new PackageManagerError('E_LOCK_HELD', describeHolder(holder))
    },
  }
}
