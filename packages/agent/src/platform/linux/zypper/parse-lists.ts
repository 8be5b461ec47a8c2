import { childText, descendants, parseXmlElements } from './xml-elements.ts'

export interface ZypperRepo {
  readonly alias: string
  readonly name: string
  readonly enabled: boolean
  /** Signatures of its metadata or of its packages are checked. */
  readonly authenticated: boolean
  readonly url: string
}

/** Reads `zypper --xmlout repos`. @throws ParseError */
export function parseZypperRepos(text: string): ZypperRepo[] {
  const stream = parseXmlElements('zypper repos', text)
  return [...descendants(stream, 'repo')].map(repo => {
    const flag = (name: string) => repo.attributes.get(name)
    // zypper before 1.14 tells only the setting; later ones also what comes of it.
    const told = flag('repo_gpgcheck') ?? flag('pkg_gpgcheck')
    return {
      alias: flag('alias') ?? '',
      name: flag('name') ?? flag('alias') ?? '',
      enabled: flag('enabled') !== '0',
      authenticated:
        told === undefined ? flag('gpgcheck') === '1' : flag('repo_gpgcheck') === '1' || flag('pkg_gpgcheck') === '1',
      url: childText(repo, 'url').replace(/^([a-z]+:\/\/)[^/@\s]*@/i, '$1'),
    }
  })
}

/** Reads `zypper --xmlout locks`: name patterns of packages that must not change. @throws ParseError */
export function parseZypperLocks(text: string): string[] {
  return [...descendants(parseXmlElements('zypper locks', text), 'lock')].flatMap(lock => {
    const type = childText(lock, 'type')
    const name = childText(lock, 'name')
    return name !== '' && (type === '' || type === 'package') ? [name] : []
  })
}

export interface ZypperOffer {
  readonly name: string
  readonly arch: string
  readonly version: string
  /** The repository's name, not its alias. */
  readonly repository: string
}

/** Reads `zypper --xmlout search -s`: every version with its repository, without what is only installed. @throws ParseError */
export function parseZypperSearch(text: string): ZypperOffer[] {
  return [...descendants(parseXmlElements('zypper search', text), 'solvable')].flatMap(solvable => {
    const value = (name: string) => solvable.attributes.get(name) ?? ''
    const repository = value('repository')
    if (value('kind') !== 'package' || repository === '' || repository.startsWith('(System')) return []
    return [{ name: value('name'), arch: value('arch'), version: value('edition'), repository }]
  })
}
