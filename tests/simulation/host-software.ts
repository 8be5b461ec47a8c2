import { createFakePackages, type FakeBehaviour, type FakePackages } from '@patchyard/agent/testing'
import type { SimRandom } from '@patchyard/testkit/simulation'

/** Source packages of the simulated distribution and what is built from each; a patch updates all of one source. */
const sources: Readonly<Record<string, readonly string[]>> = {
  openssl: ['openssl', 'libssl3'],
  curl: ['curl'],
  bash: ['bash'],
  linux: ['linux-image'],
}
const sourceOfPackage = new Map(
  Object.entries(sources).flatMap(([source, names]) => names.map(n => [n, source] as const)),
)

/** What is on one simulated host and what its package manager can do about it. */
export interface HostSoftware {
  readonly name: string
  readonly packages: FakePackages
  sourceOf(name: string): string
  rebootNeeded: boolean
}

const behaviours: readonly FakeBehaviour[] = ['script_fails', 'does_nothing', 'would_remove', 'download_fails']

export function createHostSoftware(name: string, random: SimRandom): HostSoftware {
  const keys = [...sourceOfPackage.keys()].map(one => `${one}:amd64`)
  const packages = createFakePackages(
    Object.fromEntries(keys.map(key => [key, '1'])),
    Object.fromEntries(keys.map(key => [key, random.chance(0.9) ? '2' : '1'])),
  )
  packages.installMs = random.between(500, 20_000)
  for (const key of keys) if (random.chance(0.04)) packages.behaviour.set(key, random.pick(behaviours))
  return { name, packages, sourceOf: one => sourceOfPackage.get(one) ?? one, rebootNeeded: false }
}
