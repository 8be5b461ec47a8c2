import type { Clock } from '@patchyard/domain'
import type { Disk } from '../../../core/ports/disk.ts'
import type { AcceptedPlan, ActOptions, InstallOutcome } from '../../../core/ports/package-manager.ts'
import { type PackageManager, PackageManagerError } from '../../../core/ports/package-manager.ts'
import type { Processes } from '../../../core/ports/processes.ts'
import { engineArchitecture } from '../architecture.ts'
import { auditRpm, indexVersions, readRpmDatabase } from '../rpm/rpm-database.ts'
import { actSpec, attempt, explain, failure, installRpms, type RpmEngine } from '../rpm/rpm-install.ts'
import { sameRpmPlan } from '../rpm/same-rpm-plan.ts'
import { describeHolder, waitUntilFree } from '../wait-for-lock.ts'
import { installArguments, planZypper } from './zypper-plan.ts'
import { scanZypper } from './zypper-scan.ts'
import { EXIT, runZypper, saysLocked, zypperComplaint, zypperLockHolder } from './zypper-tools.ts'

const QUERY = { timeoutMs: 300_000 }
/** How often an installation is taken up again without the package that failed. */
const MOST_RETRIES = 10

/** SUSE's family. */
export function createZypperProvider(ports: { processes: Processes; disk: Disk; clock: Clock }): PackageManager {
  const holderNow = () => zypperLockHolder(ports)
  const engine: RpmEngine = {
    processes: ports.processes,
    waitFree: options => waitUntilFree(ports.clock, holderNow, options),
    plan: (item, options) => planZypper(ports, item, options),
    samePlan: sameRpmPlan,
    run: (plan, spec) => runZypper(ports, ['--no-refresh', ...installArguments(plan.changes)], spec),
    saysLocked,
    complaint: zypperComplaint,
  }
  return {
    id: 'zypper',
    scan: options => scanZypper(ports, options),
    simulate: (item, options) => planZypper(ports, item, options),
    download: async (plan, options) => {
      const locked = await engine.waitFree(options)
      if (locked !== null)
        return { ok: false, log: '', exitCode: null, failure: failure('lock_held', describeHolder(locked)) }
      const args = ['--no-refresh', ...installArguments(plan.changes, '--download-only')]
      const result = await attempt(() => runZypper(ports, args, actSpec(plan, options, null)))
      if (result instanceof Error)
        return { ok: false, log: '', exitCode: null, failure: failure('engine_failed', result.message) }
      const ok = result.code === 0 || result.code === EXIT.rebootNeeded || result.code === EXIT.restartNeeded
      return {
        ok,
        log: result.log,
        exitCode: result.code,
        failure: ok ? null : explain(engine, result, 'download_failed'),
      }
    },
    install: (plan, options) => installWithoutFailed(engine, plan, options),
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

/**
 * zypper stops at the first package that rpm refuses ("Abort, retry, ignore?", and without a person it aborts). The others are still to be
 * had: it is started again without the one that failed, as long as what it would do is part of the plan.
 */
async function installWithoutFailed(
  engine: RpmEngine,
  plan: AcceptedPlan,
  options: ActOptions,
): Promise<InstallOutcome> {
  const first = await installRpms(engine, plan, options)
  let last = first
  const refused = new Set<string>()
  for (let round = 0; round < MOST_RETRIES && last.failure?.code === 'maintainer_script'; round += 1) {
    const failed = last.packages.filter(one => one.detail !== null && one.state !== 'installed').map(one => one.name)
    // Also when nothing is named: then it is not one package that fails.
    if (failed.every(name => refused.has(name))) break
    for (const name of failed) refused.add(name)
    const rest = plan.changes.filter(change => !refused.has(change.name))
    if (rest.length === 0) break
    const again = await attempt(() =>
      engine.plan(
        { patch: plan.patch, packages: rest },
        { ...plan.options, whenGone: 'skip', knownAdditions: [...plan.options.knownAdditions, ...plan.additions] },
      ),
    )
    if (again instanceof Error || again.verdict !== 'accepted') break
    const planned = new Set([...plan.changes, ...plan.additions].map(one => `${one.name}.${one.arch} ${one.to}`))
    if (
      [...again.changes, ...again.additions].some(
        one => refused.has(one.name) || !planned.has(`${one.name}.${one.arch} ${one.to}`),
      )
    )
      break
    last = await installRpms(engine, again, options)
  }
  return last === first ? first : merged(first, last, plan)
}

/** One outcome of several runs: what each package came to at last, the first failure, the logs one after the other. */
function merged(first: InstallOutcome, last: InstallOutcome, plan: AcceptedPlan): InstallOutcome {
  const packages = first.packages.map(
    one => last.packages.find(other => other.name === one.name && other.arch === one.arch) ?? one,
  )
  const states = plan.changes.map(
    change => packages.find(one => one.name === change.name && one.arch === change.arch)?.state,
  )
  const done = states.filter(state => state === 'installed').length
  return {
    ...last,
    outcome: done === states.length ? 'installed' : done > 0 ? 'partial' : 'failed',
    packages: packages.map(one => ({
      ...one,
      before: first.packages.find(other => other.name === one.name && other.arch === one.arch)?.before ?? one.before,
    })),
    failure: first.failure,
    exitCode: first.exitCode,
    log: `${first.log}\n${last.log}`,
  }
}
