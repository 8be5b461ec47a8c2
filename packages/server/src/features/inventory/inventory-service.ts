import type { InstalledVersions } from '@patchyard/domain'
import {
  advisoriesSection,
  networkSection,
  packagesSection,
  programsSection,
  type ReportSection,
  restartSection,
  type Row,
  type SectionName,
  systemFacts,
  updatesSection,
} from '@patchyard/protocol'
import type { Interface, UpdatesApplied } from '../../storage/ports/inventory-store.ts'
import { isIpAddress } from '../../config/ip-address.ts'
import { installedKey } from '../../storage/ports/inventory-store.ts'
import type { UnitOfWork } from '../../storage/unit-of-work.ts'

export { schemeOf } from './scheme-of.ts'

export type UpdatesChange = UpdatesApplied

export interface SectionAbsorbed {
  readonly count: number
  readonly fresh: number
  readonly updates?: UpdatesChange
}

/** Writes one section. `rows` holds everything for sections that are kept whole, null for interned ones. */
export async function absorbSection(
  stores: UnitOfWork,
  assetId: number,
  section: ReportSection,
  rows: readonly Row[] | null,
  nowMs: number,
): Promise<SectionAbsorbed> {
  const { inventory } = stores
  const replace = section.base === null
  const whole = rows ?? []
  switch (section.name as SectionName) {
    case 'system.1':
      await inventory.saveSystem(assetId, systemFacts(whole), whole)
      return { count: whole.length, fresh: 0 }
    case 'network.1':
      await inventory.saveInterfaces(assetId, interfacesOf(whole))
      return { count: whole.length, fresh: 0 }
    case 'restart.1': {
      const entries = whole.map(row => restartSection.fromRow(row))
      await inventory.saveRestart(assetId, entries)
      return { count: whole.length, fresh: 0 }
    }
    case 'profile.1':
    case 'rollback.1':
      // Kept whole as they came; shown with the asset's profiles, and where patches can be taken back.
      return { count: whole.length, fresh: 0 }
    case 'packages.1': {
      const add = section.add.map(row => packagesSection.fromRow(row))
      return inventory.applyPackages(assetId, { replace, add, del: section.del })
    }
    case 'programs.1': {
      const add = section.add.map(row => programsSection.fromRow(row))
      return inventory.applyPrograms(assetId, { replace, add, del: section.del })
    }
    case 'updates.1': {
      const add = section.add.map(row => updatesSection.fromRow(row))
      const updates = await inventory.applyUpdates(assetId, { replace, add, del: section.del }, nowMs)
      return { count: updates.count, fresh: updates.fresh, updates }
    }
    case 'advisories.1': {
      const add = section.add.map(row => advisoriesSection.fromRow(row))
      return inventory.applyAdvisories(assetId, { replace, add, del: section.del })
    }
  }
}

function interfacesOf(rows: readonly Row[]): Interface[] {
  const entries = rows.map(row => networkSection.fromRow(row))
  const macs = new Map(entries.filter(e => e.family === 'link').map(e => [e.interface, e.address]))
  return (
    entries
      // An address that PostgreSQL's inet would refuse must not make the whole report fail.
      .filter(e => e.family !== 'link' && isIpAddress(e.address))
      .map(e => ({ name: e.interface, address: e.address, mac: macs.get(e.interface) ?? '' }))
  )
}

/** What is wholly installed of these packages, for judging items and findings. */
export async function installedOf(
  stores: UnitOfWork,
  assetId: number,
  names: readonly string[],
): Promise<InstalledVersions> {
  const versions = await stores.inventory.installedVersions(assetId, names)
  return (name, arch) => versions.get(installedKey(name, arch)) ?? []
}
