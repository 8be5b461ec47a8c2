import { sha256Of } from '../../fields/hashes.ts'
import { instantOf } from '../../fields/instants.ts'
import { lineOf } from '../../fields/plain-text.ts'
import { publicUrl } from '../../fields/public-url.ts'
import type { PatchFile, PatchRecord } from '../../records/patch-record.ts'
import type { Rejection } from '../../records/record.ts'
import { readArtifacts } from './artifacts.ts'
import { type Cask, variationCheck } from './cask-schema.ts'

/** null: it is no application that installs without a person (fonts, command-line tools, drivers with their own assistant). */
export function mapCask(cask: Cask): PatchRecord | Rejection | null {
  const { token } = cask
  const version = cask.version.trim()
  const where = lineOf(token, 100)
  if (!/^[a-z0-9][a-z0-9@+._-]{0,127}$/.test(token)) return rejected(where, 'has a token that is none')
  if (version === '' || version.length > 128 || lineOf(version) !== version) return rejected(where, 'has no version')
  const { type, applications, packageIds } = readArtifacts(cask.artifacts ?? [])
  if (type === null) return null
  const files = filesOf(cask)
  if (typeof files === 'string') return rejected(where, files)
  const names = typeof cask.name === 'string' ? [cask.name] : (cask.name ?? [])
  const name = lineOf(names[0] ?? '', 200)
  const shown = name === '' ? token : name
  return {
    kind: 'patch',
    key: `cask:${token}@${version}`,
    title: lineOf(`${shown} ${version}`),
    platform: 'macos',
    vendor: '',
    products: [shown],
    families: [shown],
    track: `cask:${token}`,
    version,
    versionScheme: 'winget',
    category: '',
    isSecurity: false,
    vendorSeverity: '',
    severity: '',
    cves: [],
    advisories: [],
    references: [publicUrl(cask.homepage ?? '')].filter(url => url !== ''),
    issuedAtMs: null,
    updatedAtMs: null,
    reboot: type === 'pkg' ? null : 'never',
    downloadMethod: 'automatic',
    files,
    detection: {
      kind: 'macApplication',
      applications,
      bundleIds: [],
      packageIds,
      updatesItself: cask.auto_updates === true,
    },
    install: { type, silentArguments: '', successCodes: [0], rebootCodes: [], scope: 'machine' },
    deprecated: deprecationOf(cask),
  }
}

function filesOf(cask: Cask): readonly PatchFile[] | string {
  const url = publicUrl(cask.url ?? '')
  if (url === '') return 'has no public address'
  const sha256 = hashOf(cask.sha256)
  if (sha256 === undefined) return 'has a sha256 that is none'
  const others: PatchFile[] = []
  // The base is for the newest macOS on Apple silicon; "sonoma" is macOS 14 on Intel, "arm64_sonoma" on Apple silicon.
  for (const [system, value] of Object.entries(cask.variations ?? {})) {
    if (system.endsWith('_linux') || !variationCheck.Check(value)) continue
    const other = publicUrl(value.url ?? '')
    const hash = hashOf(value.sha256 ?? cask.sha256)
    // Older systems may get an older version: that is another patch.
    if (other === '' || hash === undefined || (value.version ?? cask.version) !== cask.version) continue
    const arch = system.startsWith('arm64_') ? 'arm64' : 'x64'
    if (other !== url && !others.some(file => file.url === other))
      others.push({ url: other, sha256: hash, bytes: null, arch })
  }
  const arch = others.some(file => file.arch === 'x64') ? 'arm64' : ''
  return [{ url, sha256, bytes: null, arch }, ...others.slice(0, 20)]
}

/** null: "no_check", the vendor's signature has to do; undefined: it is no hash. */
const hashOf = (sha256: string | null | undefined): string | null | undefined =>
  sha256 === 'no_check' || sha256 === null || sha256 === undefined ? null : (sha256Of(sha256) ?? undefined)

function deprecationOf(cask: Cask): PatchRecord['deprecated'] {
  if (cask.disabled === true) {
    return { atMs: instantOf(cask.disable_date ?? ''), reason: lineOf(cask.disable_reason ?? 'disabled', 200) }
  }
  if (cask.deprecated !== true) return null
  return { atMs: instantOf(cask.deprecation_date ?? ''), reason: lineOf(cask.deprecation_reason ?? 'deprecated', 200) }
}

const rejected = (where: string, reason: string): Rejection => ({ kind: 'rejected', where, reason })
