/** What a configuration profile may change on a host (features C3, C11). Every platform brings its own; without one nothing is changed. */
export interface ProfileHost {
  /** Caps of the agent itself and of its scans, never of installations. Null takes a cap of ours back. Never throws. */
  limit(limits: OwnLimits): Promise<LimitOutcome>
  /** Other programs on this host that install updates by themselves. */
  updaters(): Promise<readonly FoundUpdater[]>
  /** How it is now, as a text that `giveBack` understands. Changes nothing. */
  remember(name: string): Promise<string>
  /** May be repeated. Rejects when it could not be done; what was done of it is undone by `giveBack`. */
  switchOff(name: string): Promise<void>
  /** Makes it as it was; may be repeated, and works after half a `switchOff`. Rejects when it could not be done. */
  giveBack(name: string, former: string): Promise<void>
}

export interface OwnLimits {
  /** Of one processor. */
  readonly cpuPercent: number | null
  readonly memoryMb: number | null
}

export interface LimitOutcome {
  /** `unit`: none of ours, the unit's own hold. `unsupported`: nothing here can hold them. */
  readonly state: 'applied' | 'unit' | 'unsupported' | 'failed'
  readonly detail: string
}

export interface FoundUpdater {
  readonly name: string
  readonly enabled: boolean
}
