import { versionSchemes } from '../versions/registry.ts'
import { isPhasedIn } from './phased-update.ts'

/** A repository as apt ranks it. */
export interface Archive {
  /** As apt writes it: "Debian-Security:12/oldstable-security". */
  readonly origin: string
  readonly isSecurity: boolean
  readonly pin: ArchivePin
}

/**
 * apt_preferences(5): 500; 100 of a repository that is NotAutomatic and ButAutomaticUpgrades (backports); 1 of one that is NotAutomatic
 * alone (experimental).
 */
export type ArchivePin = 500 | 100 | 1

/** A binary package that an archive offers. */
export interface OfferedPackage {
  readonly name: string
  readonly arch: string
  readonly version: string
  readonly source: string
  readonly sourceVersion: string
  /** 0 to 100; null: for everybody. */
  readonly phasedPercentage: number | null
  readonly archive: Archive
}

/** A package as a host has it, wholly installed. */
export interface HostPackage {
  readonly name: string
  readonly arch: string
  readonly version: string
  /** dpkg's selection is `hold`. */
  readonly isHeld: boolean
}

export interface AptHost {
  /** `dpkg --print-architecture`. Packages of architecture `all` are of this one. */
  readonly architecture: string
  /** Of /etc/machine-id; null: not known, and every phased update counts as held. */
  readonly machineId: string | null
}

/** Why apt leaves an upgrade alone: a person's hold, an update that is not for every host yet, or another architecture that would stay behind. */
export type HeldBack = 'hold' | 'phasing' | 'otherArchitecture'

export interface PackageUpgrade {
  readonly name: string
  /** Of the new version. */
  readonly arch: string
  readonly from: string
  readonly to: string
  /** One of the archives that offer this very version is a security archive. */
  readonly isSecurity: boolean
  readonly source: string
  readonly sourceVersion: string
  /** Archives that offer it, highest pin first. */
  readonly origins: readonly string[]
  readonly phasedPercentage: number | null
  /** null: apt upgrades it. */
  readonly heldBack: HeldBack | null
}

/**
 * What apt would upgrade: each installed package whose candidate is above what it has, by name and architecture. The candidate is what
 * apt_preferences(5) says without preferences of the host's own; what depends on what is not looked at, so that an upgrade which apt
 * keeps back because it cannot satisfy its dependencies is in the list.
 */
export function archiveUpgrades(
  installed: readonly HostPackage[],
  offered: readonly OfferedPackage[],
  host: AptHost,
): PackageUpgrade[] {
  const placeOf = (one: { readonly name: string; readonly arch: string }): string =>
    `${one.name}\0${one.arch === 'all' ? host.architecture : one.arch}`
  const offers = Map.groupBy(offered, placeOf)
  const upgrades = installed.flatMap(one => {
    const own = offers.get(placeOf(one)) ?? []
    const candidate = candidateOf(one.version, own)
    return candidate === null ? [] : [upgradeOf(one, candidate, own, host)]
  })
  return withLockstep(upgrades, installed).sort(
    (a, b) => compareText(a.name, b.name) || compareText(a.arch, b.arch) || compare(a.from, b.from),
  )
}

const { compare } = versionSchemes.deb
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** All offers of one version: apt makes one version of them, whose pin is the highest of theirs. */
type Offers = readonly [OfferedPackage, ...OfferedPackage[]]

/** Offers of the candidate; null when that is the installed version (pkgPolicy::GetCandidateVer: the first of the highest pin, never a step back). */
function candidateOf(installed: string, offers: readonly OfferedPackage[]): Offers | null {
  // A version that only dpkg's own status file has is worth 100.
  let highest = 100
  let best: Offers | null = null
  for (const one of sameVersions(offers)) {
    const pin = Math.max(...one.map(offer => offer.archive.pin))
    const order = compare(one[0].version, installed)
    if (order < 0) continue
    if (order === 0) {
      highest = Math.max(highest, pin)
      continue
    }
    if (best === null || pin > pinOf(best) || (pin === pinOf(best) && compare(one[0].version, best[0].version) > 0))
      best = one
  }
  return best !== null && pinOf(best) >= highest ? best : null
}

const pinOf = (offers: Offers): number => Math.max(...offers.map(offer => offer.archive.pin))

function sameVersions(offers: readonly OfferedPackage[]): Offers[] {
  const groups: [OfferedPackage, ...OfferedPackage[]][] = []
  for (const one of offers) {
    const group = groups.find(([first]) => compare(first.version, one.version) === 0)
    if (group === undefined) groups.push([one])
    else group.push(one)
  }
  return groups
}

function upgradeOf(
  installed: HostPackage,
  candidate: Offers,
  offers: readonly OfferedPackage[],
  host: AptHost,
): PackageUpgrade {
  const [first] = candidate
  const shares = candidate.flatMap(one => one.phasedPercentage ?? [])
  const share = shares.length === 0 ? null : Math.min(...shares)
  const isPhasing =
    share !== null &&
    share < 100 &&
    !leapsSecurity(installed.version, first.version, offers) &&
    !isForHost(first, share, host)
  const byPin = [...candidate].sort((a, b) => b.archive.pin - a.archive.pin)
  return {
    name: installed.name,
    arch: first.arch,
    from: installed.version,
    to: first.version,
    isSecurity: candidate.some(one => one.archive.isSecurity),
    source: first.source,
    sourceVersion: first.sourceVersion,
    origins: [...new Set(byPin.map(one => one.archive.origin))],
    phasedPercentage: share,
    heldBack: installed.isHeld ? 'hold' : isPhasing ? 'phasing' : null,
  }
}

/** A phased update that takes the place of a security update is for all who still lack that (upgrade.cc, PhasedUpgrader::IsSecurityUpdate). */
const leapsSecurity = (from: string, to: string, offers: readonly OfferedPackage[]): boolean =>
  offers.some(({ archive, version }) => archive.isSecurity && compare(version, from) > 0 && compare(version, to) < 0)

const isForHost = (offer: OfferedPackage, share: number, { machineId }: AptHost): boolean =>
  machineId !== null && isPhasedIn({ source: offer.source, version: offer.sourceVersion, machineId }, share)

/**
 * Only packages that are `Multi-Arch: same` stand beside each other in several architectures, and dpkg wants these in one version: where
 * one of them cannot follow, none goes.
 */
function withLockstep(upgrades: readonly PackageUpgrade[], installed: readonly HostPackage[]): PackageUpgrade[] {
  const copies = Map.groupBy(installed, one => one.name)
  const going = Map.groupBy(
    upgrades.filter(one => one.heldBack === null),
    one => one.name,
  )
  return upgrades.map(one => {
    const count = copies.get(one.name)?.length ?? 1
    if (count < 2 || one.heldBack !== null) return one
    const together = going.get(one.name) ?? []
    const isWhole = together.length === count && together.every(other => compare(other.to, one.to) === 0)
    return isWhole ? one : { ...one, heldBack: 'otherArchitecture' as const }
  })
}
