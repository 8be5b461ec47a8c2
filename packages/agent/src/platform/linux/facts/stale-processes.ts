import type { Disk } from '../../../core/ports/disk.ts'
import type { StaleProcess, StaleService } from '../../../core/ports/system-facts.ts'

const MOST_PROCESSES = 20_000
/** A Java or browser process has some thousand mappings of 100 bytes. */
const LARGEST_MAPS = 8 * 1024 * 1024
const MOST_FILES = 10

export interface StaleFacts {
  readonly services: readonly StaleService[]
  readonly processes: readonly StaleProcess[]
  /** Whether process 1 is among them. */
  readonly init: boolean
}

/** Programs and libraries come from here; deleted files elsewhere (/tmp, /dev/shm, /memfd:) are a program's own business. */
const INSTALLED = /^\/(?:usr|lib|lib32|lib64|libx32|bin|sbin|opt)\//

/** Processes whose program or executable mappings were replaced on disk: "patched on disk, vulnerable in memory" (feature E8). */
export async function readStaleProcesses(disk: Disk): Promise<StaleFacts> {
  const services = new Map<string, { pids: number[]; files: Set<string> }>()
  const processes: StaleProcess[] = []
  let init = false
  const own = await pidNamespace(disk, 'self')
  const entries = await disk.list('/proc').catch(() => [])
  for (const entry of entries.filter(one => /^\d+$/.test(one.name)).slice(0, MOST_PROCESSES)) {
    const pid = Number(entry.name)
    const maps = await disk.readText(`/proc/${pid}/maps`, LARGEST_MAPS).catch(() => '')
    const files = replacedFiles(maps)
    const program = await disk.readLink(`/proc/${pid}/exe`).catch(() => null)
    const replaced = program === null ? null : deletedPath(program)
    if (replaced !== null && INSTALLED.test(replaced)) files.add(replaced)
    if (files.size === 0) continue
    // A container has its own package database and its own process numbers; a service with private folders has not.
    if ((await pidNamespace(disk, entry.name)) !== own) continue
    const cgroup = await disk.readText(`/proc/${pid}/cgroup`, 65_536).catch(() => '')
    if (pid === 1) init = true
    const unit = serviceOf(cgroup)
    if (unit === null) {
      const comm = (await disk.readText(`/proc/${pid}/comm`, 256).catch(() => '')).trim()
      processes.push({ pid, program: comm.replace(/[^\x20-\x7e]/g, '?'), files: sortedFiles(files) })
    } else {
      const service = services.get(unit) ?? { pids: [], files: new Set() }
      services.set(unit, service)
      service.pids.push(pid)
      for (const file of files) service.files.add(file)
    }
  }
  return {
    init,
    processes,
    services: [...services]
      .map(([unit, { pids, files }]) => ({ unit, pids, files: sortedFiles(files) }))
      .sort((a, b) => (a.unit < b.unit ? -1 : 1)),
  }
}

export async function pidNamespace(disk: Disk, process: string): Promise<string | null> {
  return await disk.readLink(`/proc/${process}/ns/pid`).catch(() => null)
}

function sortedFiles(files: ReadonlySet<string>): string[] {
  return [...files].sort().slice(0, MOST_FILES)
}

/** proc(5), maps: only executable mappings count; a data file that was replaced is no code that runs. */
export function replacedFiles(maps: string): Set<string> {
  const found = new Set<string>()
  for (const line of maps.split('\n')) {
    if (!line.endsWith(' (deleted)')) continue
    const match = /^[0-9a-f]+-[0-9a-f]+ ..x. \S+ \S+ \S+\s+(\/.*)$/.exec(line)
    const path = match === null ? null : deletedPath(match[1] ?? '')
    if (path !== null && INSTALLED.test(path)) found.add(path)
  }
  return found
}

/** `… (deleted)`; dpkg and rpm rename before they remove, and leave marks at the end of the name. */
function deletedPath(path: string): string | null {
  if (!path.endsWith(' (deleted)')) return null
  return path.slice(0, -' (deleted)'.length).replace(/(?:\.dpkg-(?:new|tmp)|;[0-9a-f]{8}|#prelink#\.\w+)$/, '')
}

/** The system's unit of a process, by its control group (v2, or systemd's own hierarchy of v1); null for sessions of people. */
export function serviceOf(cgroup: string): string | null {
  // A system with both hierarchies keeps units in one of them only.
  for (const [, path = ''] of cgroup.matchAll(/^(?:0::|\d+:name=systemd:)(\/.*)$/gm)) {
    const parts = path.split('/')
    if (parts.includes('user.slice')) return null
    const unit = parts.findLast(part => part.endsWith('.service'))
    if (unit !== undefined && /^[A-Za-z0-9:_.@\\-]{1,200}$/.test(unit)) return unit
  }
  return null
}
