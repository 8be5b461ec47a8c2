import { refusal } from '../rpm/judge-rpm-plan.ts'
import { limitsOf } from '../rpm/rpm-database.ts'
import { brokenDependants } from '../rpm/rollback/broken-dependants.ts'
import type { RpmRollbackEngine } from '../rpm/rollback/rpm-rollback.ts'
import { exactArgument, search, summaryOf, toChange } from './zypper-plan.ts'
import { readRepos } from './zypper-scan.ts'
import { runZypper, zypperComplaint, type ZypperTools } from './zypper-tools.ts'

const BACK = ['install', '--oldpackage', '--no-recommends', '--no-force-resolution', '--auto-agree-with-licenses']
const REMOVE = ['remove', '--no-clean-deps']

/** Going back with zypper, by files and exact versions. */
export function createZypperRollback(tools: ZypperTools): RpmRollbackEngine {
  return {
    argument: exactArgument,
    offered: async (wanted, run) => {
      const repos = await readRepos(tools, run)
      const authenticated = new Set(repos.filter(repo => repo.authenticated).map(repo => repo.name))
      const offered = new Map<string, boolean>()
      for (const { name, arch, version, repository } of await search(tools, wanted, run)) {
        const of = `${name}.${arch} ${version}`
        offered.set(of, (offered.get(of) ?? true) && authenticated.has(repository))
      }
      return offered
    },
    fetch: async (earlier, folder, spec) => {
      // zypper(8): `download` takes no folder of its own, it fills the cache; so the cache of this run is the folder.
      await runZypper(
        tools,
        ['--no-refresh', '--pkg-cache-dir', folder, 'download', '--', ...earlier.map(exactArgument)],
        spec,
      )
    },
    simulate: async (packages, run) => {
      const args = ['--no-refresh', '--xmlout', ...BACK, '--dry-run', '--', ...packages]
      const result = await runZypper(tools, args, limitsOf(run))
      const summary = summaryOf(result.stdout)
      if (summary !== null)
        return summary.changes.filter(one => one.type === 'package').map(one => toChange(one, [], new Set()))
      const broken = brokenDependants(result.stdout, one =>
        packages.some(argument => argument.startsWith(`${one.name}.${one.arch}=`)),
      )
      return broken.length > 0 ? broken : [refusal('no_plan', null, zypperComplaint(result))]
    },
    downgrade: (packages, spec) => runZypper(tools, ['--no-refresh', ...BACK, '--', ...packages], spec),
    simulateRemoval: async (packages, run) => {
      const args = ['--no-refresh', '--xmlout', ...REMOVE, '--dry-run', '--', ...packages]
      const summary = summaryOf((await runZypper(tools, args, limitsOf(run))).stdout)
      return summary === null
        ? null
        : summary.changes.filter(one => one.type === 'package').map(one => toChange(one, [], new Set()))
    },
    remove: (packages, spec) => runZypper(tools, ['--no-refresh', ...REMOVE, '--', ...packages], spec),
    // zypper counts as chosen by a person what we named for it, so its word says nothing here.
    automatic: async () => () => true,
  }
}
