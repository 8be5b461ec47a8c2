/**
 * "7.1.5 (84650)" is 7.1.5.84650, which is how catalogs write it; of a cask's "2.5.14,2025,11" the first part is the version, the rest
 * stands in its address.
 */
export function plainVersion(version: string): string {
  const [first = ''] = version.split(',')
  return first.trim().replace(/ *\((\d[\d.]*)\)$/, '.$1')
}

/** As many parts as the other has: where a cask leaves the build number out, it is not compared. */
export function withPartsOf(version: string, other: string): string {
  return version.split('.').slice(0, other.split('.').length).join('.')
}
