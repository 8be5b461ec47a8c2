import { packagesSection, type Row, type SectionName, systemRows, updatesSection } from '@patchyard/protocol'

export interface SectionsOptions {
  /** Patches missing, one package each: package 0 … missing − 1. */
  readonly missing: number
  /** Of the packages that were missing, how many are now in their new version. */
  readonly installed?: number
  readonly prefix?: string
  readonly newVersion?: string
}

/** What a small Debian host reports, by hand. */
export function debianSections(options: SectionsOptions): Map<SectionName, readonly Row[]> {
  const { missing, installed = 0, prefix = 'wire', newVersion = '2.0-1' } = options
  const name = (i: number): string => `${prefix}-${i}`
  const packages = Array.from({ length: missing + installed }, (_, i) =>
    packagesSection.toRow({
      name: name(i),
      arch: 'amd64',
      version: i < missing ? '1.0-1' : newVersion,
      scheme: 'deb',
      sourceName: name(i),
      sourceVersion: '1.0-1',
      vendor: 'Debian',
      held: false,
      state: 'installed',
    }),
  )
  const updates = Array.from({ length: missing }, (_, i) =>
    updatesSection.toRow({
      patch: `deb:debian/bookworm/${name(i)}@${newVersion}`,
      package: name(i),
      arch: 'amd64',
      candidate: newVersion,
      installed: '1.0-1',
      title: `${name(i)} ${newVersion}`,
      isSecurity: i % 2 === 0,
      origin: 'Debian-Security',
      repository: 'bookworm-security',
      authenticated: true,
      sizeBytes: 1000,
      blocked: null,
      description: '',
    }),
  )
  return new Map<SectionName, readonly Row[]>([
    [
      'system.1',
      systemRows({
        hostname: 'wire-host',
        osId: 'debian',
        osVersionId: '12',
        osName: 'Debian GNU/Linux 12 (bookworm)',
        scanStatus: 'ok',
        scanReasons: [],
        repositories: [],
        updaters: [],
      }),
    ],
    ['packages.1', packages],
    ['updates.1', updates],
    ['restart.1', []],
  ])
}
