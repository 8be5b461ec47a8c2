import type { Disk } from '../../core/ports/disk.ts'
import type { LockHolder } from '../../core/ports/package-manager.ts'

const LARGEST_LOCKS = 4 * 1024 * 1024
/** proc(5): `1: POSIX  ADVISORY  WRITE 2345 08:01:123456 0 EOF`; device in hexadecimal, inode in decimal; `->` marks who waits. */
const LOCK = /^\d+: (?:POSIX|FLOCK|OFDLCK)\s+\S+\s+WRITE\s+(-?\d+) ([0-9a-f]+):([0-9a-f]+):(\d+) /

/**
 * Who holds a write lock on one of these files, in their order; null when nobody does. Looks only: a package manager's lock is an fcntl(2)
 * lock, which Node cannot take, and a lock file that merely exists means nothing.
 */
export async function findLockHolder(disk: Disk, paths: readonly string[]): Promise<LockHolder | null> {
  const locks = (await disk.readText('/proc/locks', LARGEST_LOCKS).catch(() => '')).split('\n').flatMap(line => {
    const [, pid = '', major = '', minor = '', inode = ''] = LOCK.exec(line) ?? []
    return inode === '' ? [] : [{ pid: Number(pid), major: parseInt(major, 16), minor: parseInt(minor, 16), inode }]
  })
  if (locks.length === 0) return null
  for (const path of paths) {
    const file = await disk.stat(path).catch(() => null)
    if (file === null) continue
    for (const lock of locks.filter(one => one.inode === file.inode)) {
      const sameDevice = lock.major === file.device.major && lock.minor === file.device.minor
      // overlayfs shows the inode of one layer with the device of another; then the open file itself has to tell.
      if (!sameDevice && !(await hasOpen(disk, lock.pid, path))) continue
      return { path, pid: lock.pid > 0 ? lock.pid : null, program: await programOf(disk, lock.pid) }
    }
  }
  return null
}

async function hasOpen(disk: Disk, pid: number, path: string): Promise<boolean> {
  if (pid <= 0) return false
  const entries = await disk.list(`/proc/${pid}/fd`).catch(() => [])
  for (const entry of entries) {
    if ((await disk.readLink(`/proc/${pid}/fd/${entry.name}`).catch(() => null)) === path) return true
  }
  return false
}

async function programOf(disk: Disk, pid: number): Promise<string | null> {
  if (pid <= 0) return null
  const name = await disk.readText(`/proc/${pid}/comm`, 256).catch(() => '')
  // Any process may call itself anything: only plain characters go on to people's screens.
  return name.trim().replace(/[^\x20-\x7e]/g, '?') || null
}
