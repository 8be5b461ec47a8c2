import type { Row, SectionName } from '@patchyard/protocol'
import type { CollectedInventory, Inventory } from '../core/ports/inventory.ts'
import type { FakePackages } from './fake-package-manager.ts'

/** Package rows and the reboot mark of a simulated host. `scans` counts the looks. */
export interface FakeInventoryState {
  scans: number
  rebootNeeded: boolean
  status: CollectedInventory['status']
}

export function createFakeInventory(packages: FakePackages, state: FakeInventoryState): Inventory {
  return {
    collect: () => {
      state.scans++
      const rows = [...packages.installed]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, version]): Row => {
          const [name = '', arch = ''] = key.split(':')
          return [
            name,
            arch,
            version,
            'deb',
            name,
            version,
            '',
            false,
            packages.unfinished.has(key) ? 'half-configured' : 'installed',
          ]
        })
      const sections = new Map<SectionName, readonly Row[]>([
        ['packages.1', rows],
        ['system.1', [['host', 'web-01']]],
      ])
      return Promise.resolve({
        status: state.status,
        sections: state.status === 'failed' ? new Map() : sections,
        additions: [],
        rebootNeeded: state.rebootNeeded,
      })
    },
  }
}
