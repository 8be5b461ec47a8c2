import type {
  ActOptions,
  AuditResult,
  InstallOutcome,
  LockHolder,
  PackageId,
  PackageManager,
  PlanItem,
  PlannedPackage,
  Refusal,
  SimulatedPlan,
} from '../core/ports/package-manager.ts'
import { PackageManagerError } from '../core/ports/package-manager.ts'
import { type FakeKept, fakeDryRun, fakeKeeping } from './fake-rollback.ts'
import type { ScanResult } from '../core/ports/scan-result.ts'
import type { Clock } from '@patchyard/domain'

/**
 * The package database of one simulated host and everything that was ever really done to it. It belongs to the host, not to the agent's
 * process: what an installation changed stays changed when the agent dies in the middle.
 */
export interface FakePackages extends FakeKept {
  /** `name:arch` → installed version. */
  readonly installed: Map<string, string>
  /** `name:arch` → newest version offered; what is not here cannot be installed. */
  readonly offered: Map<string, string>
  /** `name:arch` of packages that were unpacked and not configured. */
  readonly unfinished: Set<string>
  /** Every run of the engine that may change the host, in order: `install openssl:amd64=3.0.2`, `repair`. */
  readonly executions: string[]
  /** What the next installation of a package does instead of working. */
  readonly behaviour: Map<string, FakeBehaviour>
  lockedBy: LockHolder | null
  /** Files in the engine's cache. */
  readonly cached: Set<string>
  /** Times that something was fetched, and the limit of each. */
  downloads: number
  readonly rates: (number | null | undefined)[]
  /** Milliseconds of virtual time that fetching takes. */
  downloadMs: number
  /** What the last plan was asked with. */
  whenGone: 'newest' | 'skip' | null
  /** Milliseconds of virtual time that each package of an installation takes. */
  installMs: number
  /** The engine at work. It goes on without the agent until somebody stops it, as in a scope of its own. */
  engine: FakeEngine | null
}

export interface FakeEngine {
  readonly scope: string | null
  /** Power cut, or the process group was killed: what is in the middle stays so. */
  stop(): void
}

export type FakeBehaviour =
  /** The maintainer script fails: unpacked, not configured, until a repair. */
  | 'script_fails'
  /** The engine says 0 and does nothing. */
  | 'does_nothing'
  /** The simulation would remove another package. */
  | 'would_remove'
  | 'download_fails'

export function createFakePackages(
  installed: Readonly<Record<string, string>>,
  offered: Readonly<Record<string, string>>,
): FakePackages {
  return {
    installed: new Map(Object.entries(installed)),
    offered: new Map(Object.entries(offered)),
    unfinished: new Set(),
    points: new Map(),
    executions: [],
    behaviour: new Map(),
    lockedBy: null,
    cached: new Set(),
    downloads: 0,
    rates: [],
    downloadMs: 0,
    whenGone: null,
    installMs: 1000,
    engine: null,
  }
}

export interface FakeEngineHooks {
  /** Called at each place where a process can die: before, during and after a change. */
  readonly point?: (name: string) => void
}

const keyOf = (one: PackageId) => `${one.name}:${one.arch}`
const CLEAN: AuditResult = { clean: true, problems: [] }

/** The engine as one process of the agent sees it. */
export function createFakePackageManager(
  host: FakePackages,
  clock: Clock,
  hooks: FakeEngineHooks = {},
): PackageManager {
  const point = (name: string) => hooks.point?.(name)

  function audit(): AuditResult {
    if (host.unfinished.size === 0) return CLEAN
    return { clean: false, problems: [...host.unfinished].map(one => ({ package: one, detail: 'not configured' })) }
  }

  /** Unpacks at once and configures after a while, package by package, whether or not an agent still listens. */
  function startEngine(changes: readonly PlannedPackage[], scope: string | null): Promise<void> {
    return new Promise(resolve => {
      const left = [...changes]
      let cancel = () => {}
      const engine: FakeEngine = {
        scope,
        stop: () => {
          cancel()
          host.engine = null
        },
      }
      const next = () => {
        const one = left.shift()
        if (one === undefined) {
          host.engine = null
          resolve()
          return
        }
        const key = keyOf(one)
        const behaviour = host.behaviour.get(key)
        if (behaviour !== 'does_nothing') {
          host.installed.set(key, one.to)
          host.unfinished.add(key)
        }
        cancel = clock.after(host.installMs, () => {
          if (behaviour !== 'script_fails') host.unfinished.delete(key)
          next()
        })
      }
      host.engine = engine
      next()
    })
  }

  async function holdUp(options: Pick<ActOptions, 'lockWaitMs' | 'onWait' | 'signal'>): Promise<void> {
    const startedMs = clock.monotonicMs()
    for (;;) {
      const holder =
        host.lockedBy ?? (host.engine === null ? null : { path: '/var/lib/dpkg/lock', pid: 7, program: 'apt-get' })
      if (holder === null) return
      options.onWait?.(holder)
      const leftMs = options.lockWaitMs - (clock.monotonicMs() - startedMs)
      if (leftMs <= 0) throw new PackageManagerError('E_LOCK_HELD', 'the lock is held')
      await clock.sleep(Math.min(2000, leftMs), options.signal)
    }
  }

  const kept = fakeKeeping(host, host.installed, () => clock.nowMs())
  const simulate = (item: PlanItem): Promise<SimulatedPlan> => {
    point('simulate')
    const refusals: Refusal[] = item.packages.flatMap((one): Refusal[] => {
      const offered = host.offered.get(keyOf(one))
      const removing = host.behaviour.get(keyOf(one)) === 'would_remove'
      if (removing) return [{ code: 'would_remove', package: keyOf(one), detail: 'would remove it' }]
      return offered === undefined ? [{ code: 'not_offered', package: keyOf(one), detail: 'gone' }] : []
    })
    const there = item.packages.filter(one => host.installed.get(keyOf(one)) === one.to)
    if (there.length === item.packages.length) {
      return Promise.resolve({ verdict: 'alreadyInstalled', patch: item.patch, alreadyThere: there })
    }
    if (refusals.length > 0) return Promise.resolve({ verdict: 'refused', patch: item.patch, refusals })
    return Promise.resolve({
      verdict: 'accepted',
      patch: item.patch,
      changes: item.packages.filter(one => !there.includes(one)),
      additions: [],
      alreadyThere: there,
      replaced: [],
      downloadBytes: null,
      options: { timeoutMs: 0, allowUnauthenticated: false, whenGone: 'newest', knownAdditions: [] },
    })
  }
  return {
    id: 'apt',
    scan: () => Promise.resolve(scanResult(host)),
    ...kept,
    dryRun: items => fakeDryRun(items, simulate),
    rollback: async (plan, options) => {
      await holdUp(options)
      point('rollback: before')
      host.executions.push(`rollback ${plan.changes.map(one => `${keyOf(one)}=${one.to}`).join(' ')}`)
      const before = new Map(plan.changes.map(one => [keyOf(one), host.installed.get(keyOf(one)) ?? null]))
      const done = startEngine(plan.changes, options.scopeName)
      point('rollback: started')
      await done
      point('rollback: after')
      return { ...outcomeOf(host, plan.changes, before, audit()), removed: [], left: plan.left }
    },
    simulate: (item, options) => {
      host.whenGone = options.whenGone
      return simulate(item)
    },
    forgetFetched: files => {
      point('forgetFetched')
      for (const file of files) host.cached.delete(file)
      return Promise.resolve()
    },
    download: async (plan, options) => {
      point('download')
      await holdUp(options)
      host.downloads++
      host.rates.push(options.rateKBs)
      if (host.downloadMs > 0) await clock.sleep(Math.min(host.downloadMs, options.timeoutMs), options.signal)
      if (host.downloadMs > options.timeoutMs) {
        const late = { code: 'timed_out' as const, detail: 'too slow', refusals: [] }
        return { ok: false, log: '', exitCode: null, failure: late }
      }
      const fails = plan.changes.some(one => host.behaviour.get(keyOf(one)) === 'download_fails')
      const failure = fails ? { code: 'download_failed' as const, detail: 'checksum', refusals: [] } : null
      const files = plan.changes.map(one => `${one.name}_${one.to}.deb`).filter(one => !host.cached.has(one))
      if (!fails) for (const file of files) host.cached.add(file)
      return { ok: !fails, log: '', exitCode: fails ? 100 : 0, failure, fetched: fails ? [] : files }
    },
    install: async (plan, options) => {
      await holdUp(options)
      point('install: before')
      host.executions.push(`install ${plan.changes.map(one => `${keyOf(one)}=${one.to}`).join(' ')}`)
      const before = new Map(plan.changes.map(one => [keyOf(one), host.installed.get(keyOf(one)) ?? null]))
      const done = startEngine(plan.changes, options.scopeName)
      point('install: started')
      await done
      point('install: after')
      return outcomeOf(host, plan.changes, before, audit())
    },
    installedVersions: packages => {
      point('installedVersions')
      return Promise.resolve(
        packages.map(one => {
          const version = host.installed.get(keyOf(one))
          const { name, arch } = one
          return {
            name,
            arch,
            versions: version === undefined ? [] : [version],
            configured: !host.unfinished.has(keyOf(one)),
          }
        }),
      )
    },
    audit: () => {
      point('audit')
      return Promise.resolve(audit())
    },
    repair: () => {
      point('repair')
      host.executions.push('repair')
      for (const one of host.unfinished) if (host.behaviour.get(one) !== 'script_fails') host.unfinished.delete(one)
      return Promise.resolve(audit())
    },
    whoHoldsLock: () => Promise.resolve(host.lockedBy),
    waitForLock: async options => {
      point('waitForLock')
      await holdUp(options)
    },
  }
}

function outcomeOf(
  host: FakePackages,
  changes: readonly PlannedPackage[],
  before: ReadonlyMap<string, string | null>,
  audit: AuditResult,
): InstallOutcome {
  const packages = changes.map(one => {
    const after = host.installed.get(keyOf(one)) ?? null
    const broken = host.unfinished.has(keyOf(one))
    const state = broken ? ('broken' as const) : after === one.to ? ('installed' as const) : ('unchanged' as const)
    const { name, arch } = one
    return { name, arch, before: before.get(keyOf(one)) ?? null, planned: one.to, after, state, detail: null }
  })
  const good = packages.filter(one => one.state === 'installed').length
  const outcome = good === packages.length ? 'installed' : good === 0 ? 'failed' : 'partial'
  const broken = packages.some(one => one.state === 'broken')
  const failure =
    outcome === 'installed'
      ? null
      : {
          code: broken ? ('maintainer_script' as const) : ('engine_failed' as const),
          detail: 'it failed',
          refusals: [],
        }
  return {
    outcome,
    packages,
    audit,
    exitCode: outcome === 'installed' ? 0 : 100,
    log: 'engine output\n',
    failure,
    scoped: true,
  }
}

function scanResult(host: FakePackages): ScanResult {
  return {
    provider: 'apt',
    engine: 'apt fake',
    status: 'ok',
    problems: [],
    packages: [...host.installed].map(([key, version]) => {
      const [name = '', arch = ''] = key.split(':')
      const state = host.unfinished.has(key) ? ('broken' as const) : ('installed' as const)
      return {
        name,
        arch,
        version,
        source: name,
        sourceVersion: version,
        state,
        held: false,
        vendor: null,
        installedAtMs: null,
      }
    }),
    patches: [],
    installedPatches: [],
    withheld: [],
    additions: [],
    repositories: [],
  }
}
