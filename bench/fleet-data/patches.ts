import { type VersionScheme, versionSchemes } from '@patchyard/domain'
import { Dice } from './dice.ts'
import type { Kind } from './kinds.ts'
import { linuxSources, macProducts, padded, windowsProducts } from './product-names.ts'
import { benchNowMs, dayMs } from './sizes.ts'

/** One patch as the generator thinks of it; patch-rows.ts makes the row. */
export interface MadePatch {
  readonly id: number
  readonly kind: Kind
  /** Within its kind: 0 is the newest, and the newest are on most assets. */
  readonly rank: number
  readonly key: string
  readonly title: string
  readonly product: string
  readonly vendor: string
  readonly packageName: string
  readonly kb: string | null
  readonly advisory: string | null
  readonly track: string
  readonly version: string
  readonly versionScheme: VersionScheme | null
  readonly isSecurity: boolean
  readonly severity: string
  readonly issuedMs: number
  readonly supersededBy: number | null
  readonly cves: readonly string[]
}

/** Newest first; the popularity of a patch falls with its rank. Ids of a kind follow each other in the order of rank. */
export function makePatches(kind: Kind, firstId: number, count: number, seed: number): MadePatch[] {
  const dice = new Dice(`patches ${kind.name}`, seed)
  const products = productsOf(kind, Math.max(10, Math.round(count / 6)))
  const newest = new Map<number, number>()
  return Array.from({ length: count }, (_, rank): MadePatch => {
    // Squared: a kernel or a browser gets a patch each month, the tail of packages hardly ever one.
    const index = Math.floor(dice.fraction() ** 2 * products.length)
    const product = products[index]!
    const id = firstId + rank
    const supersededBy = newest.get(index) ?? null
    newest.set(index, id)
    const isSecurity = dice.chance(0.55)
    const issuedMs = benchNowMs - Math.floor((1 + 1500 * (rank / count) ** 1.5 + dice.fraction()) * dayMs)
    const serial = count - rank
    return {
      id,
      kind,
      rank,
      ...identity(kind, product, serial, issuedMs, dice, isSecurity),
      isSecurity,
      severity: isSecurity ? dice.weighted(severities, s => s.weight).name : '',
      issuedMs,
      supersededBy,
      cves: isSecurity ? cvesOf(dice, issuedMs) : [],
    }
  })
}

const severities = [
  { name: 'critical', weight: 8 },
  { name: 'important', weight: 30 },
  { name: 'moderate', weight: 40 },
  { name: 'low', weight: 22 },
]

interface Product {
  readonly id: string
  readonly name: string
  readonly vendor: string
}

function productsOf(kind: Kind, count: number): Product[] {
  switch (kind.platform) {
    case 'windows':
      return Array.from({ length: count }, (_, i) => {
        const known = windowsProducts[i - 1]
        if (i === 0) return { id: 'windows', name: kind.osName.replace('Microsoft ', ''), vendor: 'Microsoft' }
        return known === undefined
          ? { id: `Vendor${i % 97}.Product${i}`, name: `Product ${i}`, vendor: `Vendor ${i % 97}` }
          : { id: known[0], name: known[1], vendor: known[2] }
      })
    case 'macos':
      return padded(macProducts, count, 'cask-').map(name => ({ id: name, name, vendor: '' }))
    case 'linux':
      return padded(linuxSources, count, 'lib').map(name => ({ id: name, name, vendor: vendors[kind.osId] ?? '' }))
  }
}
const vendors: Readonly<Record<string, string>> = { debian: 'Debian', ubuntu: 'Ubuntu', rhel: 'Red Hat', sles: 'SUSE' }

type Identity = Pick<
  MadePatch,
  'key' | 'title' | 'product' | 'vendor' | 'packageName' | 'kb' | 'advisory' | 'track' | 'version' | 'versionScheme'
>

function identity(
  kind: Kind,
  product: Product,
  serial: number,
  issuedMs: number,
  dice: Dice,
  isSecurity: boolean,
): Identity {
  const common = { product: product.name, vendor: product.vendor, packageName: product.id, kb: null, advisory: null }
  const month = new Date(issuedMs).toISOString().slice(0, 7)
  const year = month.slice(0, 4)
  if (kind.platform === 'windows' && product.id === 'windows') {
    const kb = `KB50${String(10_000 + serial)}`
    const title = `${month} Cumulative Update for ${kind.osName} for x64-based Systems (${kb})`
    const key = `kb:${kb.slice(2)}@${kind.name}`
    return { ...common, key, title, kb, track: key, version: '', versionScheme: null }
  }
  if (kind.platform !== 'linux') {
    const version = `${1 + dice.int(130)}.${dice.int(10)}.${serial}`
    const name = kind.platform === 'windows' ? `winget:${product.id}` : `cask:${product.id}`
    // One product on several releases of the system: the kind keeps the keys apart.
    const track = `${name}/${kind.name}`
    const title = `${product.name} ${version}`
    return { ...common, key: `${track}@${version}`, title, track, version, versionScheme: 'winget' }
  }
  const distro = `${kind.osId}/${kind.osVersion}`
  if (kind.osFamily === 'debian') {
    const version = `${1 + dice.int(9)}.${dice.int(30)}.${dice.int(20)}-1~deb12u${serial}`
    const track = `deb:${distro}/${product.id}`
    const title = `${product.name} ${version}`
    return { ...common, key: `${track}@${version}`, title, track, version, versionScheme: 'deb' }
  }
  const advisory =
    kind.osFamily === 'suse' ? `SUSE-SU-${year}:${serial}-1` : `RH${isSecurity ? 'S' : 'B'}A-${year}:${serial}`
  const title = `${advisory}: ${product.name} ${isSecurity ? 'security update' : 'bug fix and enhancement update'}`
  const key = kind.osFamily === 'suse' ? `suse:${kind.name}-${advisory}` : `rpm:${kind.name}/${advisory}`
  return { ...common, key, title, advisory, track: key, version: '', versionScheme: null }
}

function cvesOf(dice: Dice, issuedMs: number): string[] {
  const year = new Date(issuedMs).getUTCFullYear()
  const count = 1 + Math.floor(dice.fraction() ** 3 * 12)
  // Few numbers a year, so that one CVE is fixed by patches of several systems.
  return [...new Set(Array.from({ length: count }, () => `CVE-${year}-${1000 + dice.int(6000)}`))]
}

export const versionKeyOf = (scheme: VersionScheme | null, version: string): Uint8Array =>
  scheme === null ? new Uint8Array() : versionSchemes[scheme].key(version)
