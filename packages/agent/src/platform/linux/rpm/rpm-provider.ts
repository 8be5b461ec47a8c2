import {
  type AcceptedPlan,
  type ActOptions,
  type PackageManager,
  PackageManagerError,
  type PlanItem,
  type PlanOptions,
  type SimulatedPlan,
} from '../../../core/ports/package-manager.ts'
import type { ProcessResult } from '../../../core/ports/processes.ts'
import { engineArchitecture } from '../architecture.ts'
import { describeHolder, waitUntilFree } from '../wait-for-lock.ts'
import { auditRpm, indexVersions, QUERY, readRpmDatabase } from './rpm-database.ts'
import { type ActSpec, actSpec, attempt, explain, failure, installRpms, type RpmEngine } from './rpm-install.ts'
import { rpmLockHolder } from './rpm-lock.ts'
import type { RpmPorts } from './rpm-ports.ts'
import { type RpmScanner, scanRpms } from './rpm-scan.ts'

/** What a program on top of rpm is asked for; what rpm itself knows is the same for all of them. */
export interface RpmFrontEnd extends RpmScanner {
  readonly plan: (item: PlanItem, options: PlanOptions) => Promise<SimulatedPlan>
  /** Fetches what the plan needs and installs nothing. */
  readonly fetch: (plan: AcceptedPlan, spec: ActSpec, options: ActOptions) => Promise<ProcessResult>
  readonly hasFetched: (result: ProcessResult) => boolean
  readonly run: RpmEngine['run']
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
  return {
    id: front.id,
    scan: options => scanRpms(ports, front, options),
    simulate: front.plan,
    download: async (plan, options) => {
      const locked = await engine.waitFree(options)
      if (locked !== null)
        return { ok: false, log: '', exitCode: null, failure: failure('lock_held', describeHolder(locked)) }
      const result = await attempt(() => front.fetch(plan, actSpec(plan, options, null), options))
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
    installedVersions: async packages => {
      const versions = indexVersions(await readRpmDatabase(ports.processes, QUERY))
      return packages.map(asked => ({
        ...asked,
        versions: versions({ name: asked.name, arch: engineArchitecture('rpm', asked.arch) }),
        configured: true,
      }))
    },
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
