import { bool, type EntryOf, filled, oneOf, section, text } from './section.ts'

/**
 * What the package manager says is on the host. Installonly packages (kernels) stand here once for each version. No
 * column differs between hosts that have the same package: the server keeps each distinct row once.
 */
export const packagesSection = section('packages.1', 3, {
  name: filled(200),
  /** Common name: x86_64, aarch64, all. */
  arch: filled(32),
  version: filled(200),
  scheme: oneOf('deb', 'rpm', 'apk'),
  sourceName: text(200),
  sourceVersion: text(200),
  /** Vendor of an rpm, origin of a deb where it is known. */
  vendor: text(200),
  /** Held or version-locked: the package manager will not change it. */
  held: bool,
  /** `installed`, or dpkg's state of a package that is not whole: `half-installed`, `unpacked`, `half-configured`, … */
  state: filled(40),
})

export type PackageEntry = EntryOf<typeof packagesSection>
