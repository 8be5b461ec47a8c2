import { createFakeActionState, createFakeUserState, type FakeActions, type FakeUsers } from '@patchyard/agent/testing'
import type { SimRandom } from '@patchyard/testkit/simulation'
import { actionNames } from './sim-job.ts'

/** What actions come to on one simulated host, whether its administrator allows them, and who sits there. */
export interface HostPeople {
  readonly allowsActions: boolean
  readonly actions: FakeActions
  readonly users: FakeUsers
}

export function createHostPeople(random: SimRandom): HostPeople {
  const actions = createFakeActionState()
  for (const name of actionNames) {
    if (random.chance(0.3)) actions.exits.set(name, random.pick([1, 10, 11, 12, 101, 77]))
    // Some take longer than their limit of two minutes.
    actions.durations.set(name, random.chance(0.05) ? 600_000 : random.between(100, 60_000))
  }
  const users = createFakeUserState()
  users.there = random.chance(0.3)
  users.defers = random.chance(0.5)
  return { allowsActions: random.chance(0.7), actions, users }
}
