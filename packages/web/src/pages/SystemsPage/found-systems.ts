import type { SupportedSystems } from '@patchyard/api'

/** Entries in which every word of the search stands. */
export function foundSystems({ engines, catalog }: SupportedSystems, search: string): SupportedSystems {
  const words = search.toLowerCase().split(/\s+/)
  const isFound = (...texts: readonly string[]): boolean =>
    words.every(word => texts.some(text => text.toLowerCase().includes(word)))
  return {
    engines: engines.filter(one => isFound(one.title, one.systems, one.platform, one.provenOn, ...one.limits)),
    catalog: catalog.filter(one => isFound(one.kind, one.name, one.release, one.lifecycle?.label ?? '')),
  }
}
