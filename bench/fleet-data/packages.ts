import { createHash } from 'node:crypto'
import { type VersionScheme, versionSchemes } from '@patchyard/domain'
import { Dice } from './dice.ts'
import type { Kind } from './kinds.ts'
import { linuxSources, macProducts, padded, windowsProducts } from './product-names.ts'

export interface MadePackage {
  readonly id: number
  readonly scheme: VersionScheme
  readonly name: string
  readonly architecture: string
  readonly version: string
  readonly vendor: string
  readonly sourceName: string
  readonly rowHash: Uint8Array
  readonly versionKey: Uint8Array
}

/** What hosts of one kind can have: images (kind × role × patch level) share most of it, each host adds a few of its own. */
export interface KindSoftware {
  readonly packages: readonly MadePackage[]
  /** Ascending ids; [role][level]. */
  readonly images: readonly (readonly (readonly number[])[])[]
  /** Ids above all of the images', consecutive. */
  readonly ownFrom: number
  readonly ownCount: number
}

export const LEVELS = 6
export const ROLES = 10

const shapes = {
  linux: { common: 330, role: 120, own: 1500, ownEach: 50 },
  windows: { common: 90, role: 40, own: 1200, ownEach: 40 },
  macos: { common: 60, role: 20, own: 400, ownEach: 20 },
} as const

export const ownEach = (kind: Kind): number => shapes[kind.platform].ownEach

export function makeSoftware(kind: Kind, firstId: number, seed: number): KindSoftware {
  const dice = new Dice(`packages ${kind.name}`, seed)
  const shape = shapes[kind.platform]
  const names = namesOf(kind, shape.common + shape.role * ROLES + shape.own)
  const packages: MadePackage[] = []
  const add = (name: string, version: string): number => {
    const id = firstId + packages.length
    const architecture = kind.platform === 'linux' ? (kind.osFamily === 'debian' ? 'amd64' : 'x86_64') : 'x64'
    const vendor = kind.platform === 'windows' ? (vendorOf.get(name) ?? `Vendor ${name.length}`) : kind.osId
    const hash = createHash('sha256').update(`${seed} ${kind.name} ${name} ${version}`).digest()
    packages.push({
      ...{ id, scheme: kind.scheme, name, architecture, version, vendor, sourceName: name },
      rowHash: hash.subarray(0, 16),
      versionKey: versionSchemes[kind.scheme].key(version),
    })
    return id
  }
  // A package has one to LEVELS versions; hosts of a higher level have the higher ones.
  const versionsOf = (name: string): number[] => {
    const count = 1 + Math.floor(dice.fraction() ** 2 * LEVELS)
    const base = `${1 + dice.int(9)}.${dice.int(40)}`
    return Array.from({ length: count }, (_, i) => add(name, versionText(kind, `${base}.${i * 3}`, i)))
  }
  const common = names.slice(0, shape.common).map(versionsOf)
  const roles = Array.from({ length: ROLES }, (_, role) =>
    names.slice(shape.common + role * shape.role, shape.common + (role + 1) * shape.role).map(versionsOf),
  )
  const ownFrom = firstId + packages.length
  for (const name of names.slice(shape.common + shape.role * ROLES)) versionsOf(name)
  const images = roles.map(own =>
    Array.from({ length: LEVELS }, (_, level) =>
      [...common, ...own].map(ids => ids[Math.min(level, ids.length - 1)]!).sort((a, b) => a - b),
    ),
  )
  return { packages, images, ownFrom, ownCount: firstId + packages.length - ownFrom }
}

const vendorOf: ReadonlyMap<string, string> = new Map(windowsProducts.map(([, name, vendor]) => [name, vendor]))

function namesOf(kind: Kind, count: number): string[] {
  if (kind.platform === 'windows')
    return padded(
      windowsProducts.map(([, name]) => name),
      count,
      'Product ',
    )
  return padded(
    kind.platform === 'macos' ? macProducts : linuxSources,
    count,
    kind.platform === 'macos' ? 'App ' : 'lib',
  )
}

function versionText(kind: Kind, base: string, step: number): string {
  if (kind.osFamily === 'debian') return `${base}-1+deb12u${step}`
  return kind.platform === 'linux' ? `0:${base}-${step}.el9` : base
}
