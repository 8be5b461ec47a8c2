import { parseStanzas } from './parse-stanzas.ts'

/** One package list of one repository, as apt is set up. */
export interface IndexTarget {
  /** Equals the text by which `apt-cache policy` names the source of a version. */
  readonly description: string
  readonly repositoryUri: string
  readonly suite: string
  readonly codename: string
  readonly release: string
  readonly component: string
  readonly origin: string
  readonly label: string
  /** Stored Release file, without its ending (`InRelease` or `Release`). */
  readonly releaseFilePrefix: string
  /** apt checked a signature, or was told not to. */
  readonly trusted: boolean
  /** File and entry (line, or stanza of a .sources file; from 1) that set it up; null in apt before 1.5. */
  readonly entry: { readonly file: string; readonly number: number } | null
}

/** Reads `apt-get indextargets 'Created-By: Packages'`. @throws ParseError */
export function parseIndexTargets(text: string): IndexTarget[] {
  return parseStanzas('apt-get indextargets', text).map(stanza => {
    const field = (name: string): string => stanza.get(name) ?? ''
    const entry = /^(\/.*):(\d{1,6})$/.exec(field('sourcesentry'))
    return {
      description: field('description').replace(/\s+/g, ' '),
      repositoryUri: field('repo-uri'),
      suite: field('suite'),
      codename: field('codename'),
      release: field('release'),
      component: field('component'),
      origin: field('origin'),
      label: field('label'),
      releaseFilePrefix: releaseFilePrefix(field('filename'), field('metakey')),
      trusted: field('trusted') === 'yes',
      entry: entry === null ? null : { file: entry[1] ?? '', number: Number(entry[2]) },
    }
  })
}

/** apt names a stored list after its whole address, and an index after its Release file's: what the two share is the repository. */
function releaseFilePrefix(filename: string, metaKey: string): string {
  const suffix = metaKey.replaceAll('/', '_')
  return suffix !== '' && filename.endsWith(suffix) ? filename.slice(0, -suffix.length) : ''
}
