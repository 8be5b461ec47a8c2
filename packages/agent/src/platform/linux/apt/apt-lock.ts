import type { Clock } from '@patchyard/domain'
import type { Disk } from '../../../core/ports/disk.ts'
import type { LockHolder, LockWait } from '../../../core/ports/package-manager.ts'
import { findLockHolder } from '../lock-holder.ts'
import { waitUntilFree } from '../wait-for-lock.ts'

/** Locks by purpose, in the order in which apt takes them. */
const PATHS = {
  lists: ['/var/lib/apt/lists/lock'],
  install: ['/var/lib/dpkg/lock-frontend', '/var/lib/dpkg/lock', '/var/cache/apt/archives/lock'],
} as const

export interface AptLock {
  holder(): Promise<LockHolder | null>
  /** Null once free; the holder when `lockWaitMs` is over first. Rejects only with the signal's reason. */
  waitFree(purpose: keyof typeof PATHS, wait: LockWait): Promise<LockHolder | null>
}

export function createAptLock(deps: { disk: Disk; clock: Clock }): AptLock {
  return {
    holder: () => findLockHolder(deps.disk, [...PATHS.install, ...PATHS.lists]),
    waitFree: (purpose, wait) => waitUntilFree(deps.clock, () => findLockHolder(deps.disk, PATHS[purpose]), wait),
  }
}
