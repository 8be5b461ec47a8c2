import type { Disk } from '../../../core/ports/disk.ts'

/** One repository as its file sets it up. */
export interface ConfiguredRepo {
  readonly id: string
  readonly enabled: boolean
  /** Signatures of packages are checked (`gpgcheck`, dnf 5's `pkg_gpgcheck`). */
  readonly gpgcheck: boolean
  /** First address; "" where none is given. */
  readonly url: string
}

export interface DnfConfig {
  readonly repos: ReadonlyMap<string, ConfiguredRepo>
  /** Some update is kept away by hand: `exclude`, `excludepkgs`, or a version lock. */
  readonly hasExcludes: boolean
}

const MAIN_FILES = ['/etc/dnf/dnf.conf', '/etc/yum.conf']
const REPO_FOLDERS = ['/etc/yum.repos.d', '/etc/yum/repos.d', '/etc/distro.repos.d', '/etc/dnf/repos.override.d']
const LOCK_LISTS = [
  '/etc/dnf/plugins/versionlock.list',
  '/etc/yum/pluginconf.d/versionlock.list',
  '/etc/dnf/versionlock.toml',
]

/** dnf.conf(5), yum.conf(5): ini files, later ones win; a value that is not there comes from [main], there from the program. */
export async function readDnfConfig(disk: Disk): Promise<DnfConfig> {
  const sections = new Map<string, Map<string, string>>()
  for (const file of MAIN_FILES) mergeIni(sections, await textOf(disk, file))
  const folders = [
    ...REPO_FOLDERS,
    ...(sections
      .get('main')
      ?.get('reposdir')
      ?.split(/[\s,]+/) ?? []),
  ].filter(path => path.startsWith('/'))
  for (const folder of new Set(folders)) {
    for (const entry of await disk.list(folder).catch(() => [])) {
      if (entry.name.endsWith('.repo')) mergeIni(sections, await textOf(disk, `${folder}/${entry.name}`))
    }
  }
  const main = sections.get('main') ?? new Map<string, string>()
  sections.delete('main')
  const locks = await Promise.all(LOCK_LISTS.map(file => textOf(disk, file)))
  const excludes = (section: ReadonlyMap<string, string>) =>
    (section.get('exclude') ?? section.get('excludepkgs') ?? '') !== ''
  return {
    repos: new Map([...sections].map(([id, section]) => [id, toRepo(id, section, main)])),
    hasExcludes: [main, ...sections.values()].some(excludes) || locks.some(text => /^\s*[^#\s]/m.test(text)),
  }
}

async function textOf(disk: Disk, path: string): Promise<string> {
  return await disk.readText(path, 1024 * 1024).catch(() => '')
}

function toRepo(id: string, section: ReadonlyMap<string, string>, main: ReadonlyMap<string, string>): ConfiguredRepo {
  const value = (...names: string[]) =>
    names.map(name => section.get(name) ?? main.get(name)).find(found => found !== undefined)
  const url = section.get('baseurl') ?? section.get('metalink') ?? section.get('mirrorlist') ?? ''
  return {
    id,
    enabled: isTrue(section.get('enabled') ?? '1'),
    // Without a word of the file dnf and yum do not check.
    gpgcheck: isTrue(value('pkg_gpgcheck', 'gpgcheck') ?? '0'),
    url: (url.split(/[\s,]+/)[0] ?? '').replace(/^([a-z]+:\/\/)[^/@\s]*@/i, '$1'),
  }
}

function isTrue(text: string): boolean {
  return /^(?:1|yes|true|on)$/i.test(text.trim())
}

/** Comments, `[section]`, `name = value`, and values that go on in indented lines. */
export function mergeIni(sections: Map<string, Map<string, string>>, text: string): void {
  let section: Map<string, string> | null = null
  let last = ''
  for (const line of text.split(/\r?\n/)) {
    const heading = /^\[([^\]]+)\]\s*$/.exec(line)
    const setting = /^([A-Za-z0-9_.]+)\s*[=:]\s*(.*)$/.exec(line)
    if (/^\s*(?:[#;]|$)/.test(line)) continue
    if (heading !== null) {
      const name = heading[1] ?? ''
      section = sections.get(name) ?? new Map()
      sections.set(name, section)
    } else if (setting !== null && section !== null) {
      last = setting[1] ?? ''
      section.set(last, (setting[2] ?? '').trim())
    } else if (/^\s/.test(line) && section !== null && section.has(last)) {
      section.set(last, `${section.get(last) ?? ''} ${line.trim()}`)
    }
  }
}
