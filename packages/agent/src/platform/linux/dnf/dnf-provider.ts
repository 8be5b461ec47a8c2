import type { Clock } from '@patchyard/domain'
import type { Disk } from '../../../core/ports/disk.ts'
import { type PackageManager, PackageManagerError } from '../../../core/ports/package-manager.ts'
import type { Processes } from '../../../core/ports/processes.ts'
import { engineArchitecture } from '../architecture.ts'
import { auditRpm, indexVersions, readRpmDatabase } from '../rpm/rpm-database.ts'
import { actSpec, attempt, explain, failure, installRpms, type RpmEngine } from '../rpm/rpm-install.ts'
import { sameRpmPlan } from '../rpm/same-rpm-plan.ts'
import { describeHolder, waitUntilFree } from '../wait-for-lock.ts'
import { type DnfDialect, FROM_CACHE } from './dnf-dialect.ts'
import { planDnf, upgradeArguments } from './dnf-plan.ts'
import { scanDnf } from './dnf-scan.ts'
import { dnfComplaint, dnfLockHolder, type DnfTools, runDnf, saysLocked } from './dnf-tools.ts'

const QUERY = { timeoutMs: 300_000 }

/** Red Hat's family: dnf 4 by real hosts; dnf 5 and yum 3 by recorded output only (decisions §3.8). */
export function createDnfProvider(
  ports: { processes: Processes; disk: Disk; clock: Clock },
  dialect: DnfDialect,
): PackageManager {
  const tools: DnfTools = { ...ports, dialect }
  const holderNow = () => dnfLockHolder(tools)
  const engine: RpmEngine = {
    processes: ports.processes,
    waitFree: options => waitUntilFree(ports.clock, holderNow, options),
    plan: (item, options) => planDnf(tools, item, options),
    samePlan: sameRpmPlan,
    run: (plan, spec) => runDnf(tools, [...FROM_CACHE, '-y', ...upgradeArguments(tools, plan.changes)], spec),
    saysLocked,
    complaint: dnfComplaint,
  }
  return {
    id: dialect.id,
    scan: options => scanDnf(tools, options),
    simulate: (item, options) => planDnf(tools, item, options),
    download: async (plan, options) => {
      const locked = await engine.waitFree(options)
      if (locked !== null)
        return { ok: false, log: '', exitCode: null, failure: failure('lock_held', describeHolder(locked)) }
      const result = await attempt(() =>
        runDnf(tools, ['-y', '--downloadonly', ...upgradeArguments(tools, plan.changes)], actSpec(plan, options, null)),
      )
      if (result instanceof Error)
        return { ok: false, log: '', exitCode: null, failure: failure('engine_failed', result.message) }
      const ok = result.code === 0
      return {
        ok,
        log: result.log,
        exitCode: result.code,
        failure: ok ? null : explain(engine, result, 'download_failed'),
      }
    },
    install: (plan, options) => installRpms(engine, plan, options),
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
      const holder = await waitUntilFree(ports.clock, holderNow, wait)
      if (holder !== null) throw new PackageManagerError('E_LOCK_HELD', describeHolder(holder))
    },
  }
}
