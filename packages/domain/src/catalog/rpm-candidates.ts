import { versionSchemes } from '../versions/registry.ts'
import { isKernelPackage, runsOn } from './rpm-architectures.ts'
import { type RpmObsoletes, replacementOf } from './rpm-obsoletes.ts'

/** A package as rpm has it. */
export interface RpmHostPackage {
  readonly name: string
  readonly arch: string
  /** epoch:version-release, without a zero epoch. */
  readonly version: string
  /** false: the list it comes from names no epochs, and versions are compared as if they had that of what is offered. */
  readonly hasEpoch: boolean
  readonly module: ModuleOf
}

/** '' : of no module; "nodejs:18"; null: of a module, and of which stream is not known. */
export type ModuleOf = string | null

/** A package that a repository offers. */
export interface RpmOffer {
  readonly name: string
  readonly arch: string
  readonly version: string
  readonly module: ModuleOf
  /** Stands beside its older versions: it provides installonlypkg(kernel) or the like. */
  readonly isInstallOnly: boolean
  readonly obsoletes: readonly RpmObsoletes[]
}

export interface RpmNotice {
  readonly id: string
  readonly isSecurity: boolean
  readonly vendorSeverity: string
  readonly rebootSuggested: boolean
  readonly packages: readonly Pick<RpmHostPackage, 'name' | 'arch' | 'version' | 'module'>[]
}

export interface RpmHost {
  readonly architecture: string
  /** Streams that dnf takes packages from: those that are enabled, and the defaults of other modules. */
  readonly activeStreams: ReadonlySet<string>
  /** Names of what these streams hold; packages of these names outside of modules are not offered by dnf. */
  readonly moduleNames: ReadonlySet<string>
}

export interface RpmUpgrade {
  readonly name: string
  /** Of what comes. */
  readonly arch: string
  readonly from: string
  readonly to: string
  /** Package that comes in its place and obsoletes it; null: a newer version of itself. */
  readonly replacedBy: string | null
  readonly advisories: readonly string[]
  readonly isSecurity: boolean
  readonly vendorSeverity: string
  /** It is installed beside what is there, and runs after a restart. */
  readonly isInstallOnly: boolean
  readonly rebootSuggested: boolean
  readonly module: string
}

/**
 * What dnf would upgrade: each installed package of which an architecture of its own (or none) is offered in a higher version, and those
 * that something obsoletes. Dependencies are not solved. Packages of modules whose stream is not known are left out: see `undecided`.
 */
export function rpmUpgrades(
  installed: readonly RpmHostPackage[],
  offered: readonly RpmOffer[],
  notices: readonly RpmNotice[],
  host: RpmHost,
): RpmUpgrade[] {
  const offers = offered.filter(one => runsOn(one.arch, host.architecture) && isVisible(one, host))
  const byName = Map.groupBy(offers, one => one.name)
  const byInstalled = Map.groupBy(installed, one => one.name)
  const installOnly = new Set([...kernels, ...offers.flatMap(one => (one.isInstallOnly ? [one.name] : []))])
  const byPackage = noticesByPackage(notices)
  const obsoleting = offers.filter(one => one.obsoletes.length > 0)
  const upgrades: RpmUpgrade[] = []
  for (const group of Map.groupBy(installed, one => `${one.name}\0${one.arch}`).values()) {
    const one = group.reduce((a, b) => (compare(b.version, a.version) > 0 ? b : a))
    if (one.module === null) continue
    const newer = bestOf(one, byName.get(one.name) ?? [], host.architecture)
    const isBeside = installOnly.has(one.name)
    const copies = byInstalled.get(one.name) ?? []
    // What cannot take the place of one of them would have to remove it, and dnf does not.
    const fitting = obsoleting.filter(offer => copies.every(copy => isOfArch(offer, copy.arch)))
    const other = isBeside ? null : replacementOf(one, newer, fitting)
    const next = other ?? newer
    if (next === null) continue
    const said = other === null ? noticesBetween(byPackage, one, next) : noticesAbout(byPackage, next)
    upgrades.push({
      ...{ name: one.name, arch: next.arch, from: one.version, to: next.version },
      replacedBy: other?.name ?? null,
      advisories: [...new Set(said.map(notice => notice.id))].sort(),
      isSecurity: said.some(notice => notice.isSecurity),
      vendorSeverity: worst(said),
      isInstallOnly: isBeside,
      rebootSuggested: (isBeside && isKernelPackage(one.name)) || said.some(notice => notice.rebootSuggested),
      module: next.module ?? '',
    })
  }
  return upgrades.sort((a, b) => compareText(a.name, b.name) || compareText(a.arch, b.arch))
}

const { compare } = versionSchemes.rpm
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** dnf.conf(5), installonlypkgs, as far as it names packages. */
const kernels = ['kernel', 'kernel-PAE']

/** dnf's modular filtering: streams that are not active offer nothing, and active ones hide what has the names of their packages. */
const isVisible = (offer: RpmOffer, host: RpmHost): boolean =>
  offer.module === ''
    ? !host.moduleNames.has(offer.name)
    : offer.module !== null && host.activeStreams.has(offer.module)

const isOfArch = (offer: RpmOffer, arch: string): boolean =>
  offer.arch === arch || offer.arch === 'noarch' || arch === 'noarch'

/** hawkey's what_upgrades: the same name, and the same architecture or none on one of both sides. */
function bestOf(one: RpmHostPackage, offers: readonly RpmOffer[], architecture: string): RpmOffer | null {
  const fitting = offers.filter(
    offer =>
      isOfArch(offer, one.arch) &&
      (one.module === '' || offer.module === one.module || offer.module !== '') &&
      isAbove(offer.version, one),
  )
  const rank = (arch: string): number => (arch === one.arch ? 2 : arch === architecture ? 1 : 0)
  return fitting.reduce<RpmOffer | null>((best, offer) => {
    const order = best === null ? 1 : compare(offer.version, best.version)
    return best === null || order > 0 || (order === 0 && rank(offer.arch) > rank(best.arch)) ? offer : best
  }, null)
}

/** Above the installed version; of a list without epochs, that of the other is taken for both. */
function isAbove(version: string, one: RpmHostPackage): boolean {
  const epoch = one.hasEpoch ? '' : (/^[0-9]+:/.exec(version)?.[0] ?? '')
  return compare(version, epoch + one.version) > 0
}

type Said = RpmNotice & { readonly version: string; readonly module: ModuleOf }

function noticesByPackage(notices: readonly RpmNotice[]): ReadonlyMap<string, readonly Said[]> {
  const found = new Map<string, Said[]>()
  for (const notice of notices) {
    for (const { name, arch, version, module } of notice.packages) {
      const place = `${name}\0${arch}`
      const said = { ...notice, version, module }
      const known = found.get(place)
      if (known === undefined) found.set(place, [said])
      else known.push(said)
    }
  }
  return found
}

const noticesAbout = (said: ReadonlyMap<string, readonly Said[]>, { name, arch, version }: RpmOffer): Said[] =>
  (said.get(`${name}\0${arch}`) ?? []).filter(notice => compare(notice.version, version) === 0)

/** What fixes something on the way from what is installed to what comes. */
const noticesBetween = (
  said: ReadonlyMap<string, readonly Said[]>,
  one: RpmHostPackage,
  { name, arch, version, module }: RpmOffer,
): Said[] =>
  (said.get(`${name}\0${arch}`) ?? []).filter(
    notice =>
      isAbove(notice.version, one) &&
      compare(notice.version, version) <= 0 &&
      (notice.module === module || compare(notice.version, version) === 0),
  )

const severities = ['low', 'moderate', 'medium', 'important', 'critical']

function worst(said: readonly Said[]): string {
  const rank = (word: string): number => severities.indexOf(word.toLowerCase())
  return said.reduce((most, { vendorSeverity: word }) => (rank(word) > rank(most) ? word : most), '')
}
