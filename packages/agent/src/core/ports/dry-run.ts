import type { PlanItem, PlannedPackage, PlanOptions, Refusal } from './package-manager.ts'
import type { WayBackVerdict } from './rollback.ts'

export interface DryRunner {
  /** The engine's own solver over all items of a task together (feature J6). Changes nothing. Never throws for what a host can look like. */
  dryRun(items: readonly PlanItem[], options: PlanOptions): Promise<DryRun>
}

export interface DryRun {
  /** In the order asked. */
  readonly items: readonly DryRunItem[]
  /** Packages that were not there. */
  readonly added: readonly PlannedPackage[]
  readonly changed: readonly PlannedPackage[]
  /** `name:arch` of packages that the administrator holds. */
  readonly held: readonly string[]
  readonly replaced: readonly {
    readonly name: string
    readonly arch: string
    readonly planned: string
    readonly to: string
  }[]
  /** Units of the system whose programs or libraries would be replaced while they run. */
  readonly services: readonly string[]
  /** Why the host would have to be rebooted; empty: it would not. */
  readonly reboot: readonly string[]
  /** Null where the engine does not say. */
  readonly downloadBytes: number | null
  /** More room that the packages take once unpacked; negative when they shrink. Null where nobody says. */
  readonly growthBytes: number | null
  readonly disk: readonly DiskRoom[]
  /** Why all items together have no plan, though each alone has one; empty: they have. */
  readonly refusals: readonly Refusal[]
  /** SHA-256, the same for the same plan on whichever host: of items, added, changed, held, replaced and refusals, nothing of this machine. */
  readonly digest: string
}

export interface DryRunItem {
  readonly patch: string
  readonly verdict: 'accepted' | 'alreadyInstalled' | 'refused'
  readonly refusals: readonly Refusal[]
  readonly wayBack: WayBackVerdict | null
}

export interface DiskRoom {
  readonly path: string
  readonly neededBytes: number
  readonly freeBytes: number
}
