import type { Disk } from '../../core/ports/disk.ts'
import type { LockHolder } from '../../core/ports/package-manager.ts'

/** A lock that is a file with a process number in it (dnf, yum, zypp): held while that process lives. */
export async function findPidFileHolder(disk: Disk, paths: readonly string[]): Promise<LockHolder | null> {
  for (const path of paths) {
    const text = await disk.readText(path, 64).catch(() => '')
    const pid = /^\s*(\d{1,10})\s*$/.exec(text)?.[1]
    if (pid === undefined) continue
    const program = await disk.readText(`/proc/${pid}/comm`, 256).catch(() => null)
    // A file that outlived its process is no lock; those programs think so too.
    if (program === null) continue
    return { path, pid: Number(pid), program: program.trim().replace(/[^\x20-\x7e]/g, '?') }
  }
  return null
}
