import type { Disk } from '../../../core/ports/disk.ts'
import { pidNamespace, serviceOf } from './stale-processes.ts'

/** Programs and libraries that run now, by who runs them. */
export interface RunningFiles {
  /** Unit → files, in the form of {@link plainPath}. */
  readonly services: ReadonlyMap<string, ReadonlySet<string>>
  /** Of the first process. */
  readonly init: ReadonlySet<string>
}

const MOST_PROCESSES = 20_000
const LARGEST_MAPS = 8 * 1024 * 1024

/** The same walk as for replaced files (`stale-processes.ts`), before they are replaced. Processes of people are not looked at. */
export async function readRunningFiles(disk: Disk): Promise<RunningFiles> {
  const services = new Map<string, Set<string>>()
  let init: ReadonlySet<string> = new Set()
  const own = await pidNamespace(disk, 'self')
  const entries = await disk.list('/proc').catch(() => [])
  for (const entry of entries.filter(one => /^\d+$/.test(one.name)).slice(0, MOST_PROCESSES)) {
    const cgroup = await disk.readText(`/proc/${entry.name}/cgroup`, 65_536).catch(() => '')
    const unit = serviceOf(cgroup)
    if (unit === null && entry.name !== '1') continue
    if ((await pidNamespace(disk, entry.name)) !== own) continue
    const files = mappedFiles(await disk.readText(`/proc/${entry.name}/maps`, LARGEST_MAPS).catch(() => ''))
    const program = await disk.readLink(`/proc/${entry.name}/exe`).catch(() => null)
    if (program !== null) files.add(plainPath(program))
    if (entry.name === '1') init = files
    if (unit === null) continue
    const known = services.get(unit) ?? new Set()
    for (const file of files) known.add(file)
    services.set(unit, known)
  }
  return { services, init }
}

/** proc(5), maps: what is mapped to be executed. */
function mappedFiles(maps: string): Set<string> {
  const found = new Set<string>()
  for (const line of maps.split('\n')) {
    const path = /^[0-9a-f]+-[0-9a-f]+ ..x. \S+ \S+ \S+\s+(\/.*)$/.exec(line)?.[1]
    if (path !== undefined) found.add(plainPath(path))
  }
  return found
}

/** One form for both names of a file on systems where /lib and /bin lead into /usr: databases know either. */
export function plainPath(path: string): string {
  return path.replace(/^\/usr\/(?=(?:bin|sbin|lib|lib32|lib64|libx32)\/)/, '/')
}
