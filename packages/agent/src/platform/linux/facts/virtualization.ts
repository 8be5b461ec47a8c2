import type { Disk } from '../../../core/ports/disk.ts'
import type { Processes } from '../../../core/ports/processes.ts'
import { readFact } from './read-files.ts'

const DETECT = '/usr/bin/systemd-detect-virt'

/** As systemd-detect-virt(1) names it; `none` on bare metal. Without that program, by the same marks in files that it looks at. */
export async function readVirtualization({
  disk,
  processes,
}: {
  disk: Disk
  processes: Processes
}): Promise<string | null> {
  if ((await disk.stat(DETECT).catch(() => null)) !== null) {
    // Exit code 1 with "none" where there is nothing to detect.
    const result = await processes.run({ program: DETECT, args: [], timeoutMs: 10_000 }).catch(() => null)
    const name = result?.stdout.trim() ?? ''
    if (/^[a-z0-9-]{1,40}$/.test(name)) return name
  }
  return (await containerName(disk)) ?? (await machineName(disk))
}

/** systemd's container interface: /run/systemd/container, then what the container managers leave. */
async function containerName(disk: Disk): Promise<string | null> {
  const declared = await readFact(disk, '/run/systemd/container')
  if (declared !== null && /^[a-z0-9-]{1,40}$/.test(declared)) return declared
  const environment = await disk.readText('/proc/1/environ', 65_536).catch(() => '')
  const named = /(?:^|\0)container=([a-z0-9-]{1,40})(?:\0|$)/.exec(environment)?.[1]
  if (named !== undefined) return named
  if ((await disk.stat('/.dockerenv').catch(() => null)) !== null) return 'docker'
  return (await disk.stat('/run/.containerenv').catch(() => null)) !== null ? 'podman' : null
}

/** Of systemd's table in virt.c, those with customers. */
const MACHINES: readonly (readonly [RegExp, string])[] = [
  [/KVM/, 'kvm'],
  [/^(?:QEMU|Standard PC \()/m, 'qemu'],
  [/VMware/, 'vmware'],
  [/VirtualBox|innotek/, 'oracle'],
  [/^Xen|HVM domU/m, 'xen'],
  [/Amazon EC2/, 'amazon'],
  [/Google Compute Engine/, 'google'],
  [/^Microsoft Corporation\nVirtual Machine/m, 'microsoft'],
  [/Parallels/, 'parallels'],
  [/BHYVE/, 'bhyve'],
]

async function machineName(disk: Disk): Promise<string | null> {
  const parts = ['sys_vendor', 'product_name', 'board_vendor', 'bios_vendor'].map(name =>
    readFact(disk, `/sys/class/dmi/id/${name}`),
  )
  const dmi = (await Promise.all(parts)).map(part => part ?? '').join('\n')
  const found = MACHINES.find(([pattern]) => pattern.test(dmi))?.[1]
  if (found !== undefined) return found
  const cpuinfo = await disk.readText('/proc/cpuinfo', 4 * 1024 * 1024).catch(() => '')
  if (/^flags\s*:.*\bhypervisor\b/m.test(cpuinfo)) return 'vm-other'
  return cpuinfo === '' ? null : 'none'
}
