import type { MissingPatch, UpdatePackage } from '../../../core/ports/scan-result.ts'

/** The patch of updates that no advisory brings: one package, or those of one build. `along` are new packages that come with them. */
export function plainUpdate(
  key: string,
  packages: readonly UpdatePackage[],
  along: readonly UpdatePackage[],
): MissingPatch {
  const [first] = packages
  return {
    key,
    title: `${first?.name ?? ''}: update to ${first?.candidate ?? ''}`,
    isSecurity: false,
    severity: null,
    category: null,
    advisories: [],
    cves: [],
    issuedMs: null,
    rebootSuggested: false,
    packages: [...packages, ...along],
    blocked: blockedBy(packages),
  }
}

/** Why nothing is installed of these: one comes from a repository whose signatures this host does not check. */
export function blockedBy(packages: readonly UpdatePackage[]): MissingPatch['blocked'] {
  return packages.every(one => one.authenticated) ? null : 'unauthenticated'
}
