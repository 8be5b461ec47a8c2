import type { Inventory } from '@patchyard/agent/testing'
import { packagesSection, type Row, type SectionName, updatesSection } from '@patchyard/protocol'
import type { HostSoftware } from './host-software.ts'

/**
 * One look at a simulated Debian host: what is installed, what its repositories offer above that, and how the scan went.
 * The look itself is at one moment of the time that a scan takes.
 */
export function createSimInventory(ports: {
  software: HostSoftware
  sleep: (ms: number) => Promise<void>
  /** Milliseconds before and after the look. */
  scanMs: () => readonly [number, number]
  fails: () => boolean
}): Inventory {
  const { software, sleep } = ports
  return {
    async collect() {
      const [beforeMs, afterMs] = ports.scanMs()
      await sleep(beforeMs)
      if (ports.fails()) {
        await sleep(afterMs)
        const sections = new Map<SectionName, readonly Row[]>([['system.1', systemRows(software, 'failed')]])
        return { status: 'failed', sections, additions: [], rebootNeeded: software.rebootNeeded }
      }
      const sections = new Map<SectionName, readonly Row[]>([
        ['packages.1', packageRows(software)],
        ['updates.1', updateRows(software)],
        ['system.1', systemRows(software, 'ok')],
      ])
      const rebootNeeded = software.rebootNeeded
      await sleep(afterMs)
      return { status: 'ok', sections, additions: [], rebootNeeded }
    },
  }
}

function systemRows(software: HostSoftware, status: 'ok' | 'failed'): Row[] {
  return [
    ['host', software.name],
    ['os.id', 'debian'],
    ['provider.name', 'apt'],
    ['scan.status', status],
  ]
}

function packageRows({ packages, sourceOf }: HostSoftware): Row[] {
  return [...packages.installed].map(([key, version]) => {
    const [name = '', arch = ''] = key.split(':')
    return packagesSection.toRow({
      name,
      arch,
      version,
      scheme: 'deb',
      sourceName: sourceOf(name),
      sourceVersion: version,
      vendor: '',
      held: false,
      state: packages.unfinished.has(key) ? 'half-configured' : 'installed',
    })
  })
}

function updateRows({ packages, sourceOf }: HostSoftware): Row[] {
  return [...packages.offered].flatMap(([key, candidate]) => {
    const installed = packages.installed.get(key)
    if (installed === undefined || Number(installed) >= Number(candidate)) return []
    const [name = '', arch = ''] = key.split(':')
    return [
      updatesSection.toRow({
        patch: patchKey(sourceOf(name), candidate),
        package: name,
        arch,
        candidate,
        installed,
        title: `${sourceOf(name)} security update`,
        isSecurity: true,
        origin: 'Debian-Security',
        repository: 'bookworm-security',
        authenticated: true,
        sizeBytes: 1000,
        blocked: null,
        description: '',
      }),
    ]
  })
}

export const patchKey = (source: string, version: string): string => `deb:debian/12/${source}@${version}`
