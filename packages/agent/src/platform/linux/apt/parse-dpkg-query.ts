import { badLine, notOfKind, ParseError } from '../../parse-error.ts'
import { addRecord, textLines } from '../../text-lines.ts'

export interface DpkgPackage {
  readonly name: string
  readonly version: string
  readonly arch: string | null
  readonly source: string
  readonly sourceVersion: string
  readonly status: DpkgStatus | null
  /** The administrator's selection; null where the format does not hold it. */
  readonly wanted: 'unknown' | 'install' | 'hold' | 'deinstall' | 'purge' | null
}

export type DpkgStatus =
  | 'not-installed'
  | 'config-files'
  | 'half-installed'
  | 'unpacked'
  | 'half-configured'
  | 'triggers-awaited'
  | 'triggers-pending'
  | 'installed'

/** The format that the agent asks for; the first six fields are those of the recorded samples. */
export const DPKG_QUERY_FORMAT =
  '${Package}\\t${Version}\\t${Architecture}\\t${db:Status-Abbrev}\\t${source:Package}\\t${source:Version}\\n'

const KIND = 'dpkg-query -W'

// dpkg-query(1), db:Status-Abbrev: desired action, status, error flag (blank or R).
const WANTED = { u: 'unknown', i: 'install', h: 'hold', r: 'deinstall', p: 'purge' } as const
const STATUS = {
  n: 'not-installed',
  c: 'config-files',
  H: 'half-installed',
  U: 'unpacked',
  F: 'half-configured',
  W: 'triggers-awaited',
  t: 'triggers-pending',
  i: 'installed',
} as const

/**
 * Reads `dpkg-query -W`: tab-separated lines of 2 (name, version) or 6 fields (`DPKG_QUERY_FORMAT`), or one JSON object a line with
 * `package`, `version`, `architecture`, `status`, `source_name`, `source_version`. @throws ParseError
 */
export function parseDpkgQuery(text: string): DpkgPackage[] {
  const packages: DpkgPackage[] = []
  textLines(KIND, text).forEach((line, index) => {
    if (line.trim() === '') return
    const found = line.startsWith('{') ? fromJson(line) : fromTabs(line.split('\t'))
    if (found !== null) {
      addRecord(KIND, packages, found)
      return
    }
    if (packages.length === 0) throw notOfKind(KIND, 'neither tab-separated fields nor JSON lines')
    throw badLine(KIND, index + 1, line)
  })
  return packages
}

function fromTabs(fields: readonly string[]): DpkgPackage | null {
  const [qualified = '', version = '', arch, abbreviation, source, sourceVersion] = fields
  if ((fields.length !== 2 && fields.length !== 6) || qualified === '' || /\s/.test(qualified)) return null
  const colon = qualified.indexOf(':')
  const name = colon > 0 ? qualified.slice(0, colon) : qualified
  if (fields.length === 2) {
    const nameArch = colon > 0 ? qualified.slice(colon + 1) : null
    return { name, version, arch: nameArch, source: name, sourceVersion: version, status: null, wanted: null }
  }
  const wanted = pick(WANTED, abbreviation?.[0])
  const status = pick(STATUS, abbreviation?.[1])
  if (wanted === undefined || status === undefined) return null
  return {
    name,
    version,
    arch: arch === '' || arch === undefined ? null : arch,
    source: source || name,
    sourceVersion: sourceVersion || version,
    status,
    wanted,
  }
}

function fromJson(line: string): DpkgPackage | null {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw new ParseError('E_PARSE_KIND', `${KIND}: a line begins with "{" but is no JSON`)
  }
  const field = (name: string): string | null => {
    const found =
      typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined
    return typeof found === 'string' && found !== '' ? found : null
  }
  const name = field('package')
  const version = field('version')
  if (name === null || version === null) return null
  const status = Object.values(STATUS).find(known => known === field('status')) ?? null
  return {
    name,
    version,
    arch: field('architecture'),
    source: field('source_name') ?? name,
    sourceVersion: field('source_version') ?? version,
    status,
    wanted: null,
  }
}

function pick<T extends object>(table: T, key: string | undefined): T[keyof T] | undefined {
  return key !== undefined && Object.hasOwn(table, key) ? table[key as keyof T] : undefined
}
