import type { AcceptedPlan, ActOptions, InstallOutcome } from '../../../core/ports/package-manager.ts'
import { attempt, installRpms, type RpmEngine } from '../rpm/rpm-install.ts'

/** How often an installation is taken up again without the package that failed. */
const MOST_RETRIES = 10

/**
 * zypper stops at the first package that rpm refuses ("Abort, retry, ignore?", and without a person it aborts). The others are still to be
 * had: it is started again without the one that failed, as long as what it would do is part of the plan.
 */
export async function installWithoutFailed(
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
