/** A binary package that an archive offers. */
export interface ArchiveRecord {
  readonly kind: 'archive'
  readonly distro: string
  readonly release: string
  /** What apt shows: "Debian-Security:12/oldstable-security", or the id of an RPM repository. */
  readonly origin: string
  readonly isSecurity: boolean
  readonly name: string
  readonly arch: string
  readonly version: string
  readonly source: string
  readonly sourceVersion: string
  /** Ubuntu's share of machines that get it now, 0 to 100; null: everybody. */
  readonly phasedPercentage: number | null
  readonly path: string
  readonly sha256: string | null
  readonly bytes: number | null
}
