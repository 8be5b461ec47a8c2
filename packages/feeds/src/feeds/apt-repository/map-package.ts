import { versionSchemes } from '@patchyard/domain'
import { bytesOf, sha256Of } from '../../fields/hashes.ts'
import { isArchitecture, isPackageName, isVersion } from '../../fields/package-names.ts'
import { lineOf } from '../../fields/plain-text.ts'
import { repositoryPath } from '../../fields/public-url.ts'
import type { ArchiveRecord } from '../../records/archive-record.ts'
import type { Rejection } from '../../records/record.ts'
import type { PackageContext } from './package-context.ts'
import type { PackageStanza } from './parse-packages.ts'

/** One stanza as a record, or why it is none. */
export function mapPackage({ line, fields }: PackageStanza, context: PackageContext): ArchiveRecord | Rejection {
  const field = (name: string): string => fields.get(name) ?? ''
  const name = field('package')
  const version = field('version')
  const arch = field('architecture')
  const reject = (reason: string): Rejection => ({
    kind: 'rejected',
    where: isPackageName(name) ? lineOf(`${name} ${version}`, 200) : `line ${line}`,
    reason,
  })
  if (!isPackageName(name)) return reject('has no Package that is a name')
  const problem = isVersion(version) ? versionSchemes.deb.problem(version) : 'is missing or too long'
  if (problem !== undefined) return reject(`has a Version that ${problem}`)
  if (!isArchitecture(arch)) return reject('has no Architecture')
  const source = sourceOf(field('source'), name, version)
  if (source === null) return reject('has a Source that is no name with a version')
  const path = repositoryPath(field('filename').replace(/^\.\//, ''))
  if (path === '') return reject('has a Filename that leads out of its repository')
  const sha256 = sha256Of(field('sha256'))
  if (sha256 === null && field('sha256') !== '') return reject('has an SHA256 that is none')
  const phased = phasedOf(field('phased-update-percentage'))
  if (phased === undefined) return reject('has a Phased-Update-Percentage that is not 0 to 100')
  return {
    kind: 'archive',
    distro: context.distro,
    release: context.release,
    origin: context.origin,
    isSecurity: context.isSecurity,
    name,
    arch,
    version,
    source: source.name,
    sourceVersion: source.version,
    phasedPercentage: phased,
    path,
    sha256,
    bytes: bytesOf(field('size')),
  }
}

/** `Source: openssl (3.0.11-1)`; absent where name and version are the package's own (deb-control(5)). */
function sourceOf(text: string, name: string, version: string): { name: string; version: string } | null {
  if (text === '') return { name, version }
  const match = /^([^\s()]+)(?:\s+\(([^\s()]+)\))?$/.exec(text)
  if (match === null || !isPackageName(match[1] ?? '')) return null
  const sourceVersion = match[2] ?? version
  return isVersion(sourceVersion) ? { name: match[1] ?? '', version: sourceVersion } : null
}

/** null: not phased. 100 is everybody, as well, but says that it was. */
function phasedOf(text: string): number | null | undefined {
  if (text === '') return null
  return /^(?:[0-9]{1,2}|100)$/.test(text) ? Number(text) : undefined
}
