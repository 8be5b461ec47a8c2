import { bytesOf, sha256Of } from '../../fields/hashes.ts'
import { isArchitecture, isRpmName, isVersion } from '../../fields/package-names.ts'
import { lineOf } from '../../fields/plain-text.ts'
import { repositoryPath } from '../../fields/public-url.ts'
import type { ArchiveRecord } from '../../records/archive-record.ts'
import type { Rejection } from '../../records/record.ts'
import { evrOf } from './fixed-package.ts'
import type { PrimaryPackage } from './parse-primary.ts'
import type { RepositoryContext } from './repository-context.ts'

/** null for sources, which nobody installs. */
export function mapPackage(one: PrimaryPackage, context: RepositoryContext): ArchiveRecord | Rejection | null {
  if (one.arch === 'src' || one.arch === 'nosrc') return null
  const version = evrOf(one.epoch, one.version, one.release)
  const reject = (reason: string): Rejection => ({
    kind: 'rejected',
    where: lineOf(`${one.name} ${version ?? ''}`, 100) || 'a package',
    reason,
  })
  if (!isRpmName(one.name) || !isArchitecture(one.arch) || version === null)
    return reject('has no name, architecture or version')
  // Amazon's repositories keep their packages beside them: ../../../../blobstore/….
  const [, up = '', below = ''] = /^((?:\.\.\/){0,8})(.*)$/s.exec(one.href) ?? []
  const path = repositoryPath(below)
  if (path === '') return reject('has no location')
  const sha256 = one.checksumType === 'sha256' ? sha256Of(one.checksum) : null
  if (one.checksumType === 'sha256' && sha256 === null) return reject('has a sha256 that is none')
  return {
    kind: 'archive',
    distro: context.distro,
    release: context.release,
    origin: context.repository,
    // Of RPM repositories the advisories say it.
    isSecurity: false,
    name: one.name,
    arch: one.arch,
    version,
    ...sourceOf(one, version),
    phasedPercentage: null,
    path: up + path,
    sha256,
    bytes: bytesOf(one.size),
  }
}

/** `bind-9.16.23-1.el9.src.rpm`; the file's name holds no epoch, which a source shares with most of its packages. */
function sourceOf(one: PrimaryPackage, version: string): { source: string; sourceVersion: string } {
  const match = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(one.sourceRpm.slice(0, 600))
  const [, name = '', sourceVersion = ''] = match ?? []
  if (!isRpmName(name) || !isVersion(sourceVersion)) return { source: one.name, sourceVersion: version }
  const epoch = /^[0-9]+:/.exec(version)?.[0] ?? ''
  return { source: name, sourceVersion: `${epoch}${sourceVersion}` }
}
