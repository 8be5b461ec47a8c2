import type { Disk } from '../../../core/ports/disk.ts'
import type { LockHolder } from '../../../core/ports/package-manager.ts'
import { findLockHolder } from '../lock-holder.ts'
import { findPidFileHolder } from '../pid-file-lock.ts'

/** fcntl lock of every rpm transaction, whichever program makes it. */
const RPM_LOCK = '/var/lib/rpm/.rpm.lock'

/** Who holds rpm's lock, or one of the locks that the program on top of it keeps as files with a process number. */
export async function rpmLockHolder(disk: Disk, pidFiles: readonly string[]): Promise<LockHolder | null> {
  return (await findLockHolder(disk, [RPM_LOCK])) ?? (await findPidFileHolder(disk, pidFiles))
}
