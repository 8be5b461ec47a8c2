import {
  type ActionItem,
  type AdvisoryEntry,
  type PackageChange,
  type PackageEntry,
  type Row,
  type SectionName,
  advisoriesSection,
  networkSection,
  packagesSection,
  systemRows,
  type SystemFacts,
  type UpdateEntry,
  updatesSection,
} from '@patchyard/protocol'

/** A host made of data: what a scan would find there. Installing an item moves its packages. */
export interface SimulatedHost {
  readonly hostname: string
  readonly facts: { readonly machineId: string; readonly smbios: string; readonly rootfs: string }
  sections(): ReadonlyMap<SectionName, readonly Row[]>
  /** Returns whether every package of the item is now there in its version. */
  install(patch: string, packages: readonly PackageChange[]): boolean
  /** Its own configuration permits actions. Default: no, as on real hosts. */
  readonly allowsActions?: boolean
  /** What an action ends with; without it each ends well. */
  act?(item: ActionItem): { readonly exitCode: number; readonly output: string }
  /** Title of what people at the machine are told. */
  onMessage?(title: string): void
}

export interface HostPlan {
  readonly hostname: string
  readonly facts: SimulatedHost['facts']
  readonly system: SystemFacts
  readonly packages: readonly PackageEntry[]
  readonly updates: readonly UpdateEntry[]
  readonly advisories: readonly AdvisoryEntry[]
  readonly address: string
  /** Patches whose installation fails here. */
  readonly broken: ReadonlySet<string>
  readonly allowsActions?: boolean
}

export function createSimulatedHost(plan: HostPlan): SimulatedHost {
  let packages = [...plan.packages]
  let updates = [...plan.updates]
  return {
    hostname: plan.hostname,
    facts: plan.facts,
    ...(plan.allowsActions === undefined ? {} : { allowsActions: plan.allowsActions }),
    sections() {
      return new Map<SectionName, readonly Row[]>([
        ['system.1', systemRows(plan.system)],
        ['network.1', [networkSection.toRow({ interface: 'eth0', family: 'inet', address: plan.address, prefix: 24 })]],
        ['packages.1', packages.map(entry => packagesSection.toRow(entry))],
        ['updates.1', updates.map(entry => updatesSection.toRow(entry))],
        [
          'advisories.1',
          plan.advisories
            .filter(a => updates.some(u => u.patch === a.patch))
            .map(entry => advisoriesSection.toRow(entry)),
        ],
        ['restart.1', []],
      ])
    },
    install(patch, changes) {
      if (plan.broken.has(patch)) return false
      for (const { name, arch, to } of changes) {
        packages = packages.map(p => (p.name === name && p.arch === arch ? { ...p, version: to } : p))
      }
      const moved = new Set(changes.map(c => `${c.name} ${c.arch}`))
      updates = updates.filter(u => u.patch !== patch || !moved.has(`${u.package} ${u.arch}`))
      return true
    },
  }
}
