import type { DoorKey } from './ports/enrol-store.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** The database as the door sees it; the simulator has a twin in memory. */
export interface Storage {
  findKey(keyid: string): Promise<DoorKey | null>
  inSubscription<T>(subscriptionId: number, work: (stores: UnitOfWork) => Promise<T>): Promise<T>
}
