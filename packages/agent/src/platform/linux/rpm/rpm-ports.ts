import type { Clock } from '@patchyard/domain'
import type { KeepStore } from '../rollback/keep-store.ts'
import type { Disk } from '../../../core/ports/disk.ts'
import type { Processes } from '../../../core/ports/processes.ts'

export interface RpmPorts {
  readonly processes: Processes
  readonly disk: Disk
  readonly clock: Clock
  /** Earlier packages; absent or null: nothing is kept by this process. */
  readonly keep?: KeepStore | null
}
