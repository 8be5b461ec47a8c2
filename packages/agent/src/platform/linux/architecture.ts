/**
 * Architectures have one name across package managers where people and the server see them, as `uname -m` says it, and the engine's own
 * where the engine is asked. Both directions are exact for every name in the lists; other names stay as they are.
 */
export type PackageFamily = 'deb' | 'rpm'

/** dpkg's `cputable`. */
const DEB: readonly (readonly [engine: string, common: string])[] = [
  ['amd64', 'x86_64'],
  ['arm64', 'aarch64'],
  ['armhf', 'armv7l'],
  ['armel', 'armv5tel'],
  ['i386', 'i686'],
  ['ppc64el', 'ppc64le'],
]
/** rpm's names are those of uname, but for machine-independent packages, which Debian calls `all`. */
const RPM: readonly (readonly [engine: string, common: string])[] = [['noarch', 'all']]

const COMMON = { deb: new Map(DEB), rpm: new Map(RPM) }
const ENGINE = {
  deb: new Map(DEB.map(([engine, common]) => [common, engine])),
  rpm: new Map(RPM.map(([engine, common]) => [common, engine])),
}

export function commonArchitecture(family: PackageFamily, engineName: string): string {
  return COMMON[family].get(engineName) ?? engineName
}

/** Takes the common name and the engine's own. */
export function engineArchitecture(family: PackageFamily, name: string): string {
  return ENGINE[family].get(name) ?? name
}

/** As `commonArchitecture`; null for a tool's "none" (`(none)` of rpm's gpg-pubkey, an empty field). */
export function shownArchitecture(family: PackageFamily, engineName: string | null): string | null {
  return engineName === null || engineName === '' || engineName === '(none)'
    ? null
    : commonArchitecture(family, engineName)
}
