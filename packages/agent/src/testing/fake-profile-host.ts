import type { LimitOutcome, OwnLimits, ProfileHost } from '../core/ports/profile-host.ts'

/** Other updaters of a host by name, and what was asked of its limits. */
export interface FakeUpdaters {
  readonly on: Map<string, boolean>
  /** What `limit` was asked for, in order. */
  readonly limits: OwnLimits[]
  outcome: LimitOutcome
  /** What fails, `updaters`, `switchOff NAME` or `giveBack NAME`; half of it is done all the same. */
  readonly broken: Set<string>
}

export function createFakeUpdaters(on: Readonly<Record<string, boolean>> = {}): FakeUpdaters {
  return { on: new Map(Object.entries(on)), limits: [], outcome: { state: 'applied', detail: '' }, broken: new Set() }
}

export function createFakeProfileHost(fake: FakeUpdaters): ProfileHost {
  const fail = (what: string) => {
    if (fake.broken.has(what)) throw new Error(`${what} failed`)
  }
  return {
    limit: async limits => {
      fake.limits.push(limits)
      const none = limits.cpuPercent === null && limits.memoryMb === null
      return none ? { state: 'unit', detail: '' } : fake.outcome
    },
    updaters: async () => {
      fail('updaters')
      return [...fake.on].map(([name, enabled]) => ({ name, enabled }))
    },
    remember: async name => JSON.stringify(fake.on.get(name) ?? false),
    switchOff: async name => {
      fake.on.set(name, false)
      fail(`switchOff ${name}`)
    },
    giveBack: async (name, former) => {
      fail(`giveBack ${name}`)
      fake.on.set(name, former === 'true')
    },
  }
}
