import { type Clock, versionSchemes } from '@patchyard/domain'
import type { Disk } from '../../../core/ports/disk.ts'
import { type AcceptedPlan, type PackageManager, PackageManagerError } from '../../../core/ports/package-manager.ts'
import type { Processes } from '../../../core/ports/processes.ts'
import { engineArchitecture } from '../architecture.ts'
import { type KeepEngine, keepEarlier, livePoints, withWayBack } from '../rollback/keep-earlier.ts'
import type { KeepStore } from '../rollback/keep-store.ts'
import { type DryRunEngine, dryRunItems } from '../dry-run/dry-run-items.ts'
import { DPKG_QUERY, runDpkgTool } from './apt-commands.ts'
import { createAptLock } from './apt-lock.ts'
import { forgetArchives, tellingFetched } from './archives.ts'
import { auditDpkg } from './audit.ts'
import { configureAll, downloadApt, installApt } from './install.ts'
import { findInstalled } from './judge-plan.ts'
import { createKnownState } from './known-state.ts'
import { planSizes } from './plan-sizes.ts'
import { type PlanBasis, planApt } from './plan.ts'
import { planRollback } from './rollback/plan-rollback.ts'
import { rollbackApt } from './rollback/run-rollback.ts'
import { fetchDebs, identifyDeb, whyOneWay } from './rollback/way-back.ts'
import { refreshLists } from './refresh-lists.ts'
import { scanApt } from './scan.ts'

const QUERY = { timeoutMs: 120_000 }

/** Debian, Ubuntu and their kin, by apt-get, apt-cache and dpkg. */
export function createAptProvider(ports: {
  processes: Processes
  disk: Disk
  clock: Clock
  keep?: KeepStore | null
}): PackageManager {
  const lock = createAptLock(ports)
  const known = createKnownState(ports)
  const deps = { ...ports, lock, known, keep: ports.keep ?? null }
  // A plan of another process, or one that was read back, has no basis here and is judged again.
  const bases = new WeakMap<AcceptedPlan, PlanBasis>()
  const installedVersions: PackageManager['installedVersions'] = async packages => {
    const installed = await known.installed(QUERY)
    return packages.map(asked => {
      const found = findInstalled(installed, { name: asked.name, arch: engineArchitecture('deb', asked.arch) })
      return {
        ...asked,
        versions: found === undefined ? [] : [found.version],
        configured: found?.status === 'installed',
      }
    })
  }
  const keepEngine: KeepEngine = {
    ...deps,
    ending: 'deb',
    installedVersions,
    judge: (earlier, plan) => whyOneWay(deps, earlier, plan),
    fetch: (earlier, folder, options) => fetchDebs(deps, earlier, folder, options),
    identify: path => identifyDeb(deps, path),
  }
  const simulate: PackageManager['simulate'] = async (item, options) => {
    const { plan: judged, basis } = await planApt(deps, item, options)
    const plan = options.wayBack === true ? await withWayBack(keepEngine, judged) : judged
    if (plan.verdict === 'accepted') bases.set(plan, basis)
    return plan
  }
  const dryRunEngine: DryRunEngine = {
    disk: ports.disk,
    simulate,
    compare: versionSchemes.deb.compare,
    sizes: plan => planSizes(ports, plan),
    filesOf: async packages => {
      const names = packages.map(one => (one.arch === 'all' ? one.name : `${one.name}:${one.arch}`))
      const result = await runDpkgTool(ports.processes, DPKG_QUERY, ['-L', ...names], QUERY)
      return result.stdout.split('\n').filter(line => line.startsWith('/'))
    },
    cache: '/var/cache/apt/archives',
  }
  return {
    id: 'apt',
    scan: async options => {
      known.forget()
      const refreshed = options.refresh ? await refreshLists(deps, options) : { failed: [], problems: [] }
      const result = await scanApt(ports, { timeoutMs: options.timeoutMs, signal: options.signal }, refreshed.failed)
      if (refreshed.problems.length === 0) return result
      return {
        ...result,
        status: result.status === 'ok' ? 'partial' : result.status,
        problems: [...refreshed.problems, ...result.problems],
      }
    },
    simulate,
    download: (plan, options) => tellingFetched(ports.disk, () => downloadApt(deps, plan, options)),
    forgetFetched: files => forgetArchives(ports.disk, files),
    install: (plan, options) => installApt(deps, plan, bases.get(plan) ?? null, options),
    installedVersions,
    dryRun: (items, options) => dryRunItems(dryRunEngine, items, options),
    keep: (plan, options) => keepEarlier(keepEngine, plan, options),
    rollbackPoints: () => livePoints(deps.keep, 'deb', installedVersions),
    simulateRollback: async (item, options) => (await planRollback(deps, item, options)).plan,
    rollback: (plan, options) => rollbackApt(deps, plan, options),
    audit: () => auditDpkg(deps, QUERY),
    repair: async options => {
      await configureAll(deps, options)
      return await auditDpkg(deps, QUERY)
    },
    whoHoldsLock: () => lock.holder(),
    waitForLock: async wait => {
      const holder = await lock.waitFree('install', wait)
      if (holder !== null)
        throw new PackageManagerError('E_LOCK_HELD', `${holder.program ?? 'another process'} holds ${holder.path}`)
    },
  }
}
