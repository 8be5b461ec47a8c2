import type { Clock } from '@patchyard/domain'
import type { Disk } from '../../../core/ports/disk.ts'
import { type AcceptedPlan, type PackageManager, PackageManagerError } from '../../../core/ports/package-manager.ts'
import type { Processes } from '../../../core/ports/processes.ts'
import { engineArchitecture } from '../architecture.ts'
import { createAptLock } from './apt-lock.ts'
import { forgetArchives, tellingFetched } from './archives.ts'
import { auditDpkg } from './audit.ts'
import { configureAll, downloadApt, installApt } from './install.ts'
import { findInstalled } from './judge-plan.ts'
import { createKnownState } from './known-state.ts'
import { type PlanBasis, planApt } from './plan.ts'
import { refreshLists } from './refresh-lists.ts'
import { scanApt } from './scan.ts'

const QUERY = { timeoutMs: 120_000 }

/** Debian, Ubuntu and their kin, by apt-get, apt-cache and dpkg. */
export function createAptProvider(ports: { processes: Processes; disk: Disk; clock: Clock }): PackageManager {
  const lock = createAptLock(ports)
  const known = createKnownState(ports)
  const deps = { ...ports, lock, known }
  // A plan of another process, or one that was read back, has no basis here and is judged again.
  const bases = new WeakMap<AcceptedPlan, PlanBasis>()
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
    simulate: async (item, options) => {
      const { plan, basis } = await planApt(deps, item, options)
      if (plan.verdict === 'accepted') bases.set(plan, basis)
      return plan
    },
    download: (plan, options) => tellingFetched(ports.disk, () => downloadApt(deps, plan, options)),
    forgetFetched: files => forgetArchives(ports.disk, files),
    install: (plan, options) => installApt(deps, plan, bases.get(plan) ?? null, options),
    installedVersions: async packages => {
      const installed = await known.installed(QUERY)
      return packages.map(asked => {
        const found = findInstalled(installed, { name: asked.name, arch: engineArchitecture('deb', asked.arch) })
        return {
          ...asked,
          versions: found === undefined ? [] : [found.version],
          configured: found?.status === 'installed',
        }
      })
    },
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
