import { agentTimeMs } from '../../../storage/agent-time.ts'
import type { UnitOfWork } from '../../../storage/unit-of-work.ts'
import { moveFindings } from '../../findings/findings-service.ts'
import type { UpdatesChange } from '../../inventory/inventory-service.ts'
import { endVerifiedTasks } from '../../tasks/tasks-service.ts'

export interface ScanTimes {
  readonly started: number
  readonly finished: number
}

/** What a finished scan means beyond its rows: findings move, and tasks that waited for it end by what it found. */
export async function absorbScan(
  stores: UnitOfWork,
  assetId: number,
  scan: ScanTimes,
  updates: UpdatesChange | null,
  nowMs: number,
): Promise<void> {
  const started = agentTimeMs(scan.started)
  await stores.inventory.saveScan(assetId, { startedMs: started, finishedMs: agentTimeMs(scan.finished) })
  if (updates !== null) await moveFindings(stores, assetId, updates, nowMs)
  await endVerifiedTasks(stores, assetId, started, nowMs)
}
