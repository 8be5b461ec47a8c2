import { constants } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import type { Memory } from '../core/ports/memory.ts'

/** Where the kernel keeps it; a test has its own. */
export interface CgroupPlaces {
  readonly ownGroup: string
  readonly root: string
  readonly swaps: string
}

const KERNEL: CgroupPlaces = { ownGroup: '/proc/self/cgroup', root: '/sys/fs/cgroup', swaps: '/proc/swaps' }

/**
 * `memory.reclaim` of the agent's own service (cgroup v2 with the memory controller, Linux 5.19). What goes are pages that are files: of
 * Node's program, of which a waiting agent uses the smaller half, and of the lists that a scan read. They come back from the file when they
 * are touched. The agent's own data is never sent to swap for it. Only a service's group is touched, never a session's or the machine's.
 */
export function createCgroupMemory(places: CgroupPlaces = KERNEL): Memory {
  return {
    giveBack: async () => {
      try {
        const group = ownService(await readFile(places.ownGroup, 'utf8'))
        if (group === null) return
        const folder = `${places.root}${group}`
        const bytes = Number(await readFile(`${folder}/memory.current`, 'utf8'))
        if (!Number.isSafeInteger(bytes) || bytes <= 0) return
        await reclaim(`${folder}/memory.reclaim`, bytes, places.swaps)
      } catch {
        // No such file: another kernel, version 1, or no memory controller. Memory is then only given back under pressure, as everywhere.
      }
    },
  }
}

/** proc_pid_cgroup(5): `0::/system.slice/patchyard-agent.service`. */
export function ownService(text: string): string | null {
  const path = /^0::(\/.*)$/m.exec(text)?.[1]
  if (path === undefined || !path.endsWith('.service') || path.split('/').includes('..')) return null
  return path
}

async function reclaim(file: string, bytes: number, swaps: string): Promise<void> {
  try {
    await write(file, `${bytes} swappiness=0`)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    // All of it can never go: EAGAIN says that less was reclaimed than asked for.
    if (error.code !== 'EINVAL') return
    // Before Linux 6.8 there is no such word, and only a machine without swap leaves the agent's data where it is.
    const lines = (await readFile(swaps, 'utf8')).trim().split('\n')
    if (lines.length <= 1) await write(file, String(bytes))
  }
}

async function write(file: string, text: string): Promise<void> {
  // Neither created nor read: the kernel's file is for writing only.
  const handle = await open(file, constants.O_WRONLY)
  try {
    await handle.write(text)
  } finally {
    await handle.close()
  }
}
