import { packagesSection, type ReportSection, updatesSection } from '@patchyard/protocol'

/**
 * Names of the packages of which the catalog may judge otherwise after these sections: what came, went, or is offered. null: everything,
 * when an asset says all of its packages or of its system anew, or runs another system or release of it now.
 */
export function packagesToMatch(changed: readonly ReportSection[]): readonly string[] | null {
  const names = new Set<string>()
  for (const section of changed) {
    if (section.name === 'packages.1' || section.name === 'system.1') {
      if (section.base === null) return null
    }
    if (section.name === 'system.1' && [...section.add, ...section.del].some(([key]) => isOfRelease(key))) return null
    if (section.name === 'packages.1') {
      for (const row of section.add) names.add(packagesSection.fromRow(row).name)
      for (const key of section.del) names.add(String(key[0]))
    } else if (section.name === 'updates.1') {
      for (const row of section.add) names.add(updatesSection.fromRow(row).package)
    }
  }
  return [...names]
}

/** What says which fixes are for a machine (features/catalog/match/assets-read-model.ts). */
const isOfRelease = (fact: unknown): boolean => fact === 'os.id' || fact === 'os.codename' || fact === 'os.versionId'
