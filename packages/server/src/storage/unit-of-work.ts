import type { AgentSettings } from './ports/agent-settings.ts'
import type { FollowingTags } from './ports/asset-changes.ts'
import type { EnrolStore } from './ports/enrol-store.ts'
import type { FindingStore } from './ports/finding-store.ts'
import type { InventoryStore } from './ports/inventory-store.ts'
import type { Matching } from './ports/matching.ts'
import type { LineStore } from './ports/line-store.ts'
import type { TaskStore } from './ports/task-store.ts'

/** Everything that one request of an agent may touch, in one transaction of its subscription. */
export interface UnitOfWork {
  readonly lines: LineStore
  readonly tasks: TaskStore
  readonly inventory: InventoryStore
  readonly findings: FindingStore
  readonly matching: Matching
  readonly enrol: EnrolStore
  readonly tags: FollowingTags
  /** Whether every activated asset has a licence: no limit, and no tags that decide. */
  licensesEveryone(nowMs: number): Promise<boolean>
  /** These assets were activated: each gets a licence as far as there is one for it. */
  assignLicences(assetIds: readonly number[], nowMs: number): Promise<void>
  /** What profiles and licence say of this asset's agent at this moment. */
  settings(assetId: number, nowMs: number): Promise<AgentSettings>
  /** Told to pages when the transaction commits. */
  notify(topic: 'asset' | 'agent' | 'task', id: number): Promise<void>
  /** A run may be over: looked at after the transaction. */
  runTouched(runId: number): void
}
