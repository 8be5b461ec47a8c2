import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { HostAccess, HostBind } from '@patchyard/testkit/hosts'
import type {
  InstallOutcome,
  LockHolder,
  MissingPatch,
  PackageManagerRequest,
  PlannedPackage,
  SimulatedPlan,
} from '@patchyard/agent/testing'

const checkout = fileURLToPath(new URL('../..', import.meta.url))

/** What a host needs to see so that the driver runs on it: this checkout and the Node that runs the tests. */
export const driverBinds: readonly HostBind[] = [
  { from: checkout, to: '/opt/patchyard' },
  { from: dirname(process.execPath), to: '/opt/node' },
]

/** Asks the agent's package manager on the host. The shape is the caller's to know (`PackageManagerRequest`). */
export async function ask<T>(host: HostAccess, request: PackageManagerRequest): Promise<T> {
  const result = await host.exec(
    ['/opt/node/node', '/opt/patchyard/packages/agent/src/testing/package-manager-driver.ts'],
    {
      input: JSON.stringify(request),
      timeoutMs: 280_000,
    },
  )
  if (result.status !== 0) throw new Error(`driver ended with ${String(result.status)}: ${result.stderr.slice(-2000)}`)
  return JSON.parse(result.stdout) as T
}

/** Answer to a request to deploy. */
export interface Deployed {
  readonly plan: SimulatedPlan
  readonly outcome?: InstallOutcome
  readonly waits: readonly LockHolder[]
}

/** A patch as the server would plan it. */
export function planned(patch: MissingPatch): PlannedPackage[] {
  return patch.packages.map(({ name, arch, installed, candidate }) => ({ name, arch, from: installed, to: candidate }))
}

export function lines(text: string): string[] {
  return text.split('\n').filter(line => line.trim() !== '')
}
