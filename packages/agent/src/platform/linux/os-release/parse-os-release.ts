import type { OsRelease } from '../../../core/ports/system-facts.ts'
import { notOfKind } from '../../parse-error.ts'
import { textLines } from '../../text-lines.ts'

const KIND = '/etc/os-release'
const ASSIGNMENT = /^\s*([A-Z][A-Z0-9_]*)=(.*?)\s*$/

/**
 * Reads os-release(5): shell-like assignments, later ones win, defaults of the page (`linux`, `Linux`) where a field is missing. Lines that
 * are no assignment are passed over, as systemd does. @throws ParseError `E_PARSE_KIND` when there is none at all.
 */
export function parseOsRelease(text: string): OsRelease {
  const fields = new Map<string, string>()
  for (const line of textLines(KIND, text)) {
    const match = ASSIGNMENT.exec(line)
    const value = match === null ? null : unquote(match[2] ?? '')
    if (match !== null && value !== null) fields.set(match[1] ?? '', value)
  }
  if (fields.size === 0) throw notOfKind(KIND, 'no line is NAME=value')
  const field = (name: string): string | null => fields.get(name) || null
  return {
    id: (field('ID') ?? 'linux').toLowerCase(),
    idLike: (field('ID_LIKE') ?? '').split(/\s+/).filter(word => word !== ''),
    versionId: field('VERSION_ID'),
    prettyName: field('PRETTY_NAME') ?? 'Linux',
    codename: field('VERSION_CODENAME') ?? field('UBUNTU_CODENAME'),
  }
}

/** Null when a quote is not closed or text follows it: the shell would not assign either. */
function unquote(raw: string): string | null {
  const quote = raw[0]
  if (quote === "'") return /^'[^']*'$/.test(raw) ? raw.slice(1, -1) : null
  if (quote !== '"') return raw.replace(/\\(.)/g, '$1')
  if (!/^"(?:[^"\\]|\\.)*"$/.test(raw)) return null
  return raw.slice(1, -1).replace(/\\(["\\$`])/g, '$1')
}
