import { rmSync, statSync } from 'node:fs'
import { runCommand } from './command.ts'
import { isAlive } from './process-identity.ts'
import { type Leftover, readLeftovers, readOwner, registryFolders } from './registry.ts'
import { waitUntil } from './wait-until.ts'

/** Removes what dead test processes left on this machine. Living ones are not touched. Safe to run at any time, twice too. */
export async function reapLeftovers(): Promise<string[]> {
  const reaped: string[] = []
  for (const folder of registryFolders()) {
    const owner = readOwner(folder)
    if (owner ? isAlive(owner) : ageMs(folder) < 60_000) continue
    await reapFolder(folder)
    reaped.push(folder)
  }
  return reaped
}

function ageMs(folder: string): number {
  try {
    return Date.now() - statSync(folder).mtimeMs
  } catch {
    return 0
  }
}

/** Removes everything one registry names, then the registry. */
export async function reapFolder(folder: string): Promise<void> {
  let leftovers: Leftover[]
  try {
    leftovers = readLeftovers(folder)
  } catch {
    return // somebody else has just reaped it
  }
  // Processes first: they hold the mounts, namespaces and control groups.
  for (const leftover of leftovers) if (leftover.kind === 'process') await remove(leftover)
  for (const leftover of leftovers) if (leftover.kind !== 'process') await remove(leftover)
  rmSync(folder, { recursive: true, force: true })
}

export async function remove(leftover: Leftover): Promise<void> {
  switch (leftover.kind) {
    case 'process': {
      if (!isAlive(leftover.identity)) return
      process.kill(leftover.identity.pid, 'SIGKILL')
      await waitUntil('end of a killed process', () => !isAlive(leftover.identity))
      return
    }
    case 'bridge':
      await runCommand(['ip', 'link', 'delete', leftover.name])
      return
    case 'cgroup':
      await removeCgroup(leftover.path)
      return
    case 'mount':
      await runCommand(['umount', '--recursive', '--lazy', leftover.path])
      return
    case 'folder':
      rmSync(leftover.path, { recursive: true, force: true })
      return
  }
}

/**
 * Control groups are seen through a cgroup2 mount of our own, because machines mount the hierarchy in different
 * places. A group whose last process has just been killed stays busy for some milliseconds.
 */
async function removeCgroup(path: string): Promise<void> {
  await runCommand([
    'unshare',
    '--mount',
    '/bin/bash',
    '-c',
    `mount -t cgroup2 none /sys/fs/cgroup || exit 0
     for try in $(seq 100); do
       [ "$try" = 1 ] || sleep 0.02
       find "/sys/fs/cgroup/$1" -depth -type d -exec rmdir {} + 2>/dev/null
       [ -d "/sys/fs/cgroup/$1" ] || break
     done
     # The parent is shared by all test processes: it goes with the last of them.
     rmdir "/sys/fs/cgroup/$(dirname "$1")" 2>/dev/null`,
    'remove-cgroup',
    path,
  ])
}
