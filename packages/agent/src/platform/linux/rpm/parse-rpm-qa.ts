import { badLine, notOfKind } from '../../parse-error.ts'
import { addRecord, textLines } from '../../text-lines.ts'
import { withoutZeroEpoch } from './nevra.ts'

export interface RpmPackage {
  readonly name: string
  /** `(none)` for gpg-pubkey. */
  readonly arch: string
  /** EVR without a zero epoch. */
  readonly version: string
  /** File name of the source rpm; null where rpm has none. */
  readonly sourceRpm: string | null
  readonly vendor: string | null
  readonly installedAtS: number | null
}

/** Tab-separated, for the agent: rpm's JSON conversion came late (4.16), and header texts may hold quotes but hardly tabs. */
export const RPM_QA_FORMAT =
  '%{NAME}\\t%{ARCH}\\t%|EPOCH?{%{EPOCH}:}:{}|%{VERSION}-%{RELEASE}\\t%{SOURCERPM}\\t%{VENDOR}\\t%{INSTALLTIME}\\n'

const KIND = 'rpm -qa'

/**
 * Reads `rpm -qa` as JSON lines (`package`, `architecture`, `version`, `source_name`, `vendor`) or in `RPM_QA_FORMAT`.
 * @throws ParseError
 */
export function parseRpmQa(text: string): RpmPackage[] {
  const packages: RpmPackage[] = []
  textLines(KIND, text).forEach((line, index) => {
    if (line.trim() === '') return
    const found = line.startsWith('{') ? fromJson(line) : fromTabs(line.split('\t'))
    if (found !== null) {
      addRecord(KIND, packages, found)
      return
    }
    if (packages.length === 0) throw notOfKind(KIND, 'neither JSON lines nor tab-separated fields')
    throw badLine(KIND, index + 1, line)
  })
  return packages
}

function fromTabs(fields: readonly string[]): RpmPackage | null {
  const [name = '', arch = '', version = '', sourceRpm = '', vendor = '', installed = ''] = fields
  if (fields.length !== 6 || name === '' || version === '' || /\s/.test(name)) return null
  return {
    name,
    arch: arch === '' ? '(none)' : arch,
    version: withoutZeroEpoch(version),
    sourceRpm: orNull(sourceRpm),
    vendor: orNull(vendor),
    installedAtS: /^\d{1,12}$/.test(installed) ? Number(installed) : null,
  }
}

function fromJson(line: string): RpmPackage | null {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return null
  }
  const field = (name: string): string => {
    const found =
      typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined
    return typeof found === 'string' ? found : ''
  }
  return fromTabs([
    field('package'),
    field('architecture'),
    field('version'),
    field('source_name'),
    field('vendor'),
    '',
  ])
}

function orNull(text: string): string | null {
  return text === '' || text === '(none)' ? null : text
}

/** `openssl-3.0.7-27.el9.src.rpm` → `openssl` and `3.0.7-27.el9`. Null when the file name has not that shape. */
export function sourceOfRpm(sourceRpm: string): { name: string; version: string } | null {
  const match = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(sourceRpm)
  return match === null ? null : { name: match[1] ?? '', version: match[2] ?? '' }
}
