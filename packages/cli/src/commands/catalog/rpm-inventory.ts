import { isOfModule, type ModuleOf, type RpmHostPackage, versionSchemes } from '@patchyard/domain'
import { readNevra } from '@patchyard/feeds'
import { InputFileError } from '../../session/input-file-error.ts'

/** What a person runs on the host. rpm before 4.14 knows no label of modules: without the last column their streams are not known. */
export const RPM_FORMAT = '%{NAME}\\t%{ARCH}\\t%|EPOCH?{%{EPOCH}:}:{}|%{VERSION}-%{RELEASE}\\t%{MODULARITYLABEL}\\n'

export interface RpmInventory {
  readonly packages: readonly RpmHostPackage[]
  /** false: plain lines of `rpm -qa`, which name no epochs. */
  readonly hasEpochs: boolean
  /** Of the packages that are not for every architecture the most frequent; null: there is none. */
  readonly architecture: string | null
}

/** Tells the list of an RPM host from dpkg's, which has six columns. */
export const isRpmInventory = (text: string): boolean => {
  const first = /^\s*([^\r\n]+)/.exec(text)?.[1] ?? ''
  const columns = first.split('\t').length
  return columns === 1
    ? readNevra(first.trim()) !== null || first.startsWith('gpg-pubkey-')
    : columns === 3 || columns === 4
}

/**
 * Reads `rpm -qa --qf` in {@link RPM_FORMAT}, with or without its last column, or the lines of `rpm -qa` alone, with or without an epoch
 * (`name-version-release.arch`). Throws InputFileError naming `file` and the line.
 */
export function readRpmInventory(text: string, file: string): RpmInventory {
  const packages: RpmHostPackage[] = []
  for (const [i, raw] of text.split('\n').entries()) {
    const line = raw.replace(/\r$/, '')
    if (line.trim() === '') continue
    const one = line.includes('\t') ? fromColumns(line) : fromNevra(line)
    if (one === null)
      throw new InputFileError(
        `${file}, line ${i + 1}: "${line.slice(0, 80)}" is neither a line of rpm -qa --qf '${RPM_FORMAT}' nor name-version-release.arch`,
      )
    // Keys that signatures are checked with stand in rpm's database, too.
    if (one.name !== 'gpg-pubkey') packages.push(one)
  }
  if (packages.length === 0) throw new InputFileError(`${file} lists no installed package`)
  return { packages, hasEpochs: packages.every(one => one.hasEpoch), architecture: architectureOf(packages) }
}

function fromColumns(line: string): RpmHostPackage | null {
  const [name = '', arch = '', version = '', label, ...more] = line.split('\t')
  if (!/^[A-Za-z0-9_][^\s/]{0,254}$/.test(name) || !/^[A-Za-z0-9_()-]{1,40}$/.test(arch) || more.length > 0) return null
  const evr = version.replace(/^(?:0|\(none\)):/, '')
  if (versionSchemes.rpm.problem(evr) !== undefined) return null
  return { name, arch, version: evr, hasEpoch: true, module: moduleOf(label, evr) }
}

function fromNevra(line: string): RpmHostPackage | null {
  const text = line.trim()
  if (/^gpg-pubkey-[0-9a-f]+-[0-9a-f]+(?:\.\(none\))?$/.test(text))
    return { name: 'gpg-pubkey', arch: '', version: '0', hasEpoch: true, module: '' }
  const found = readNevra(text)
  if (found === null) return null
  const hasEpoch = /-[0-9]+:[^-]+-[^-]+$/.test(text)
  return { ...found, hasEpoch, module: moduleOf(undefined, found.version) }
}

/** `nodejs:18:8090020240301110609:a75119d5` is stream nodejs:18. */
function moduleOf(label: string | undefined, version: string): ModuleOf {
  const named = /^([^:]+:[^:]+):/.exec(label ?? '')?.[1]
  return named ?? (isOfModule(version) ? null : '')
}

function architectureOf(packages: readonly RpmHostPackage[]): string | null {
  const counts = new Map<string, number>()
  for (const { arch } of packages) if (arch !== 'noarch') counts.set(arch, (counts.get(arch) ?? 0) + 1)
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0] ?? null
}
