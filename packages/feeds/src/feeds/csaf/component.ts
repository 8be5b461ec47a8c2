import { isArchitecture, isRpmName, isVersion, withoutZeroEpoch } from '../../fields/package-names.ts'
import type { TreeProduct } from './product-tree.ts'

/** A package, with its version where the product id names one. */
export interface Component {
  readonly of: 'source' | 'binary'
  readonly name: string
  /** '' : of every version. */
  readonly version: string
  /** '' : of every architecture. */
  readonly arch: string
}

/** null for containers, ranges and whatever else is no RPM package. */
export function componentOf({ name, purl }: TreeProduct): Component | null {
  // Azure Linux: "azl3 ruby 3.3.5-2"; what is below it ("<azl3 ruby 3.3.5-2") follows from it.
  const azure = /^(?:azl[0-9]|cbl[0-9]) (\S+) (\S+)$/.exec(name.slice(0, 600))
  if (azure !== null) return made('source', azure[1] ?? '', azure[2] ?? '', '')
  if (purl !== '' && !purl.startsWith('pkg:rpm/')) return null
  // "bind-libs-32:9.11.36-3.el8.x86_64" of Red Hat, "bind-9.9.4P2-0.6.1.i586" of SUSE: name, epoch, version, release, architecture.
  const nevra = /^(.+)-(?:([0-9]+):)?([^-:]+)-([^-:]+)\.([A-Za-z0-9_]+)$/.exec(name.slice(0, 600))
  if (nevra !== null) {
    const [, base = '', epoch, version = '', release = '', arch = ''] = nevra
    return madeOf(base, `${epoch === undefined ? '' : `${epoch}:`}${version}-${release}`, arch)
  }
  if (purl === '') return madeOf(name, '', '')
  const parts = /^pkg:rpm\/[^/]+\/([^@?#]+)(?:@([^?#]+))?(?:\?([^#]*))?/.exec(purl.slice(0, 1000))
  if (parts === null) return null
  const qualifiers = new URLSearchParams(parts[3] ?? '')
  const epoch = qualifiers.get('epoch')
  const version = decoded(parts[2] ?? '')
  return madeOf(
    decoded(parts[1] ?? ''),
    epoch === null || version === '' ? version : `${epoch}:${version}`,
    qualifiers.get('arch') ?? '',
  )
}

const madeOf = (name: string, version: string, arch: string): Component | null =>
  made(arch === 'src' || arch === 'nosrc' ? 'source' : 'binary', name, version, arch)

function made(of: Component['of'], name: string, version: string, arch: string): Component | null {
  const isSound = isRpmName(name) && (version === '' || isVersion(version)) && (arch === '' || isArchitecture(arch))
  return isSound ? { of, name, version: withoutZeroEpoch(version), arch: of === 'source' ? '' : arch } : null
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A purl with a broken escape names nothing that is installed.
    return ''
  }
}
