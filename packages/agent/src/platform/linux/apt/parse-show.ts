import { parseStanzas } from './parse-stanzas.ts'

/** Record of one version in a package list. */
export interface AptRecord {
  readonly name: string
  readonly arch: string
  readonly version: string
  readonly source: string
  readonly sourceVersion: string
  readonly sizeBytes: number | null
  readonly summary: string
  /** Names in Depends, Pre-Depends and Recommends, alternatives included, without architecture and version. */
  readonly needs: ReadonlySet<string>
  readonly provides: ReadonlySet<string>
}

/** Reads `apt-cache show NAME=VERSION…`. @throws ParseError */
export function parseAptShow(text: string): AptRecord[] {
  const records: AptRecord[] = []
  for (const stanza of parseStanzas('apt-cache show', text)) {
    const field = (name: string): string => stanza.get(name) ?? ''
    const [name, version] = [field('package'), field('version')]
    if (name === '' || version === '') continue
    // "Source: linux-signed-amd64 (6.1.140+1)", without the brackets when the versions are equal, absent when the names are too.
    const source = /^(\S+)(?:\s+\(([^)]+)\))?/.exec(field('source'))
    const size = field('size')
    records.push({
      name,
      arch: field('architecture'),
      version,
      source: source?.[1] ?? name,
      sourceVersion: source?.[2] ?? version,
      sizeBytes: /^\d{1,15}$/.test(size) ? Number(size) : null,
      summary: (field('description-en') || field('description')).split('\n')[0] ?? '',
      needs: names([field('depends'), field('pre-depends'), field('recommends')].join(',')),
      provides: names(field('provides')),
    })
  }
  return records
}

function names(relations: string): ReadonlySet<string> {
  return new Set(relations.split(/[,|]/).flatMap(relation => /^\s*([a-z0-9][a-z0-9+.-]*)/i.exec(relation)?.[1] ?? []))
}
