import type { Disk } from '../../../core/ports/disk.ts'
import { readFact } from './read-files.ts'

/** What a copy of this machine would share with it or not (agent-protocol §5); "" where the host has none. */
export async function readIdentity(disk: Disk): Promise<{ machineId: string; smbios: string; rootfs: string }> {
  const machineId = await readFact(disk, '/etc/machine-id')
  const smbios = await readFact(disk, '/sys/class/dmi/id/product_uuid')
  return {
    machineId: machineId !== null && /^[0-9a-f]{32}$/.test(machineId) ? machineId : '',
    // All zeros or all ones stand in boards whose maker left it out.
    smbios: smbios === null || /^[0-]+$|^[fF-]+$/.test(smbios) ? '' : smbios,
    rootfs: await rootFileSystemUuid(disk),
  }
}

/** mountinfo: fields 5 is the mount point, after the lone `-` come type and source. */
async function rootFileSystemUuid(disk: Disk): Promise<string> {
  const lines = (await disk.readText('/proc/self/mountinfo', 4 * 1024 * 1024).catch(() => '')).split('\n')
  const root = lines.findLast(line => line.split(' ')[4] === '/')
  const source = root === undefined ? '' : (/ - \S+ (\S+)/.exec(root)?.[1] ?? '')
  if (!source.startsWith('/dev/')) return ''
  const link = await disk.readLink(source).catch(() => null)
  const device = (link ?? source).split('/').at(-1)
  for (const entry of await disk.list('/dev/disk/by-uuid').catch(() => [])) {
    const target = await disk.readLink(`/dev/disk/by-uuid/${entry.name}`).catch(() => null)
    if (target?.split('/').at(-1) === device && device !== undefined) return entry.name
  }
  return ''
}
