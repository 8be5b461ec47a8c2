import type { AgentPorts } from './agent-ports.ts'

/** A host without a package manager that the agent knows: it is inventoried, and every item is refused with that reason. */
export function createNoPackageManager(): AgentPorts['packages'] {
  const detail = 'this system has no package manager that the agent knows'
  const never = () => Promise.reject(new Error(detail))
  return {
    simulate: item =>
      Promise.resolve({
        verdict: 'refused',
        patch: item.patch,
        refusals: [{ code: 'no_plan', package: null, detail }],
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
