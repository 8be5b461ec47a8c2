import type { AgentPorts } from './agent-ports.ts'
import type { PlanItem } from './ports/package-manager.ts'

/** A host without a package manager that the agent knows: it is inventoried, and every item is refused with that reason. */
export function createNoPackageManager(): AgentPorts['packages'] {
  const detail = 'this system has no package manager that the agent knows'
  const never = () => Promise.reject(new Error(detail))
  const refused = (item: PlanItem) =>
    Promise.resolve({
      verdict: 'refused' as const,
      patch: item.patch,
      refusals: [{ code: 'no_plan' as const, package: null, detail }],
    })
  return {
    simulate: refused,
    simulateRollback: refused,
    rollback: never,
    keep: never,
    rollbackPoints: () => Promise.resolve([]),
    dryRun: async items => ({
      items: await Promise.all(items.map(async item => ({ ...(await refused(item)), wayBack: null }))),
      added: [],
      changed: [],
      held: [],
      replaced: [],
      services: [],
      reboot: [],
      downloadBytes: null,
      growthBytes: null,
      disk: [],
      refusals: [],
      // Nothing to group: every such host says the same.
      digest: '0'.repeat(64),
    }),
    // Nothing is ever accepted, so nothing is fetched or installed.
    download: never,
    install: never,
    installedVersions: packages => Promise.resolve(packages.map(one => ({ ...one, versions: [], configured: false }))),
    audit: () => Promise.resolve({ clean: true, problems: [] }),
    repair: () => Promise.resolve({ clean: true, problems: [] }),
    whoHoldsLock: () => Promise.resolve(null),
    waitForLock: () => Promise.resolve(),
  }
}
