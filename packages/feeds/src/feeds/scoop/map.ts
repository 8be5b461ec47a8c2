import { sha256Of } from '../../fields/hashes.ts'
import { lineOf } from '../../fields/plain-text.ts'
import { publicUrl } from '../../fields/public-url.ts'
import type { ApplicationFile, ApplicationVersionRecord } from '../../records/application-version-record.ts'
import type { Rejection } from '../../records/record.ts'
import type { ScoopManifest } from './manifest-schema.ts'
import { tracks } from './tracks.ts'

export function mapManifest(
  manifest: ScoopManifest,
  id: string,
  catalog: string,
): ApplicationVersionRecord | Rejection {
  const version = manifest.version.trim()
  if (version === '' || version.length > 128 || lineOf(version) !== version || version.includes('@'))
    return { kind: 'rejected', where: id, reason: 'has no version' }
  const { architecture = {}, hash } = manifest
  const files = [
    ...filesOf(manifest.url, hash, ''),
    ...filesOf(architecture['64bit']?.url, architecture['64bit']?.hash ?? hash, 'x64'),
    ...filesOf(architecture['32bit']?.url, architecture['32bit']?.hash ?? hash, 'x86'),
    ...filesOf(architecture.arm64?.url, architecture.arm64?.hash ?? hash, 'arm64'),
  ]
  if (files.length === 0) return { kind: 'rejected', where: id, reason: 'has no file with a public address' }
  const track = Object.hasOwn(tracks, id) ? (tracks[id] ?? '') : ''
  return { kind: 'applicationVersion', catalog, id, version, track, files: files.slice(0, 200) }
}

/** Addresses and hashes go side by side; what stands behind `#` of an address is Scoop's own name for the file. */
function filesOf(
  urls: string | readonly string[] | undefined,
  hashes: string | readonly string[] | undefined,
  arch: string,
): ApplicationFile[] {
  const hashList = listOf(hashes)
  return listOf(urls).flatMap((text, i) => {
    const url = publicUrl(text.split('#')[0] ?? '')
    return url === '' ? [] : [{ url, sha256: sha256In(hashList[i] ?? ''), arch }]
  })
}

/** Bare or "sha256:…"; "sha512:", "sha1:" and "md5:" are no hashes that ours could be compared with. */
const sha256In = (hash: string): string | null =>
  sha256Of(
    hash
      .trim()
      .toLowerCase()
      .replace(/^sha256:/, ''),
  )

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value
