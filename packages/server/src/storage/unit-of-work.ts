import type { EnrolStore } from './ports/enrol-store.ts'
import type { FindingStore } from './ports/finding-store.ts'
import type { InventoryStore } from './ports/inventory-store.ts'
import type { LineStore } from './ports/line-store.ts'
import type { TaskStore } from './ports/task-store.ts'

/** Everything that one request of an agent may touch, in one transaction of its subscription. */
export interface UnitOfWork {
  readonly lines: LineStore
  readonly tasks: TaskStore
  readonly inventory: InventoryStore
  readonly findings: FindingStore
  readonly enrol: EnrolStore
  /** Scan and check-in intervals of the subscription, seconds. */
  settings(): Promise<{ checkInS: number; scanEveryS: number }>
  /** Told to pages when the transaction commits. */
  notify(topic: 'asset' | 'agent' | 'task', id: number): Promise<void>
  /** A run may be over: looked at after the transaction. */
  runTouched(runId: number): void
}
