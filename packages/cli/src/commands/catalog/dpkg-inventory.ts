import { type HostPackage, versionSchemes } from '@patchyard/domain'
import { InputFileError } from '../../session/input-file-error.ts'

/** What a person runs on the host; the page of the command says so. `${binary:Package}` in place of `${Package}` is understood as well. */
export const DPKG_FORMAT =
  '${Package}\\t${Version}\\t${Architecture}\\t${db:Status-Abbrev}\\t${source:Package}\\t${source:Version}\\n'

export interface DpkgInventory {
  /** Installed packages; what was removed and left its configuration is none. */
  readonly packages: readonly HostPackage[]
  /** `dpkg --print-architecture` as far as the list tells: the architecture of dpkg itself; null where it does not. */
  readonly architecture: string | null
}

/** Reads the output of `dpkg-query -W` in {@link DPKG_FORMAT}. Throws InputFileError naming `file` and the line. */
export function readDpkgInventory(text: string, file: string): DpkgInventory {
  const packages: HostPackage[] = []
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  lines.forEach((line, i) => {
    const one = readLine(line.endsWith('\r') ? line.slice(0, -1) : line, `${file}, line ${i + 1}`)
    if (one !== null) packages.push(one)
  })
  if (packages.length === 0) throw new InputFileError(`${file} lists no installed package`)
  return { packages, architecture: architectureOf(packages) }
}

function readLine(line: string, where: string): HostPackage | null {
  const columns = line.split('\t')
  if (columns.length !== 6)
    throw new InputFileError(
      `${where}: has ${columns.length} columns, not the six of dpkg-query -W -f '${DPKG_FORMAT}'`,
    )
  const [label = '', version = '', arch = '', status = ''] = columns
  // dpkg-query(1): ${binary:Package} adds the architecture of packages that may stand beside each other.
  const [, name = '', qualifier] = /^([a-z0-9][a-z0-9+.-]*)(?::([a-z0-9-]+))?$/i.exec(label) ?? []
  if (name === '') throw new InputFileError(`${where}: "${label.slice(0, 80)}" is no package name`)
  // Selection, state and error, as in the first columns of dpkg -l.
  if (!/^[uihrp][ncHUFWti][ R]?$/.test(status))
    throw new InputFileError(`${where}: "${status.slice(0, 20)}" is no status as dpkg-query abbreviates it`)
  if (status[1] !== 'i') return null
  if (!/^[a-z0-9-]{1,40}$/.test(arch) || (qualifier !== undefined && qualifier !== arch))
    throw new InputFileError(`${where}: "${arch.slice(0, 40)}" is not the architecture of ${label.slice(0, 80)}`)
  const problem = versionSchemes.deb.problem(version)
  if (problem !== undefined) throw new InputFileError(`${where}: version "${version.slice(0, 80)}" ${problem}`)
  return { name, arch, version, isHeld: status[0] === 'h' }
}

/** dpkg is of the native architecture. A list without it may still be of one architecture alone. */
function architectureOf(packages: readonly HostPackage[]): string | null {
  const dpkg = packages.find(one => one.name === 'dpkg')
  if (dpkg !== undefined) return dpkg.arch
  const all = new Set(packages.flatMap(one => (one.arch === 'all' ? [] : [one.arch])))
  return all.size === 1 ? ([...all][0] ?? null) : null
}
