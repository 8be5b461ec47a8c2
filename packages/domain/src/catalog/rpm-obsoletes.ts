import { versionSchemes } from '../versions/registry.ts'

/** An `Obsoletes:` of a package, as repositories write it. */
export interface RpmObsoletes {
  readonly name: string
  /** '' : every version. */
  readonly flags: '' | 'EQ' | 'LT' | 'LE' | 'GT' | 'GE'
  /** '' or epoch:version-release; the release may be missing, and is then not compared. */
  readonly version: string
}

interface Replaced {
  readonly name: string
  readonly version: string
}

const { compare } = versionSchemes.rpm

/**
 * What takes the place of an installed package: the newest of those that obsolete it, unless there is a newer version of it that the same
 * does not obsolete. null: nothing does.
 */
export function replacementOf<Offer extends Replaced & { readonly obsoletes: readonly RpmObsoletes[] }>(
  installed: Replaced,
  newer: Replaced | null,
  offers: readonly Offer[],
): Offer | null {
  const found = offers.filter(
    one => one.name !== installed.name && isObsoleted(one, installed) && (newer === null || isObsoleted(one, newer)),
  )
  return found.reduce<Offer | null>(
    (best, one) =>
      best === null || one.name < best.name || (one.name === best.name && compare(one.version, best.version) > 0)
        ? one
        : best,
    null,
  )
}

const isObsoleted = ({ obsoletes }: { readonly obsoletes: readonly RpmObsoletes[] }, { name, version }: Replaced) =>
  obsoletes.some(one => one.name === name && covers(one, version))

/** rpmdsCompare: a missing epoch is 0, a missing release is any. */
function covers({ flags, version }: RpmObsoletes, installed: string): boolean {
  if (flags === '' || version === '') return true
  const order = compare(version.includes('-') ? installed : installed.replace(/-[^-]*$/, ''), version)
  switch (flags) {
    case 'EQ':
      return order === 0
    case 'LT':
      return order < 0
    case 'LE':
      return order <= 0
    case 'GT':
      return order > 0
    case 'GE':
      return order >= 0
  }
}
