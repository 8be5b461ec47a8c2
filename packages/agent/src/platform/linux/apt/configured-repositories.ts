import type { Disk } from '../../../core/ports/disk.ts'
import type { IndexTarget } from './parse-index-targets.ts'
import { parseStanzas } from './parse-stanzas.ts'

const LARGEST_SOURCES_FILE = 1024 * 1024

/** One repository that a sources file sets up. */
export interface ConfiguredRepository {
  readonly file: string
  /** Line, or stanza of a .sources file; from 1. */
  readonly number: number
  readonly uri: string
  readonly suite: string
}

/**
 * Whether every repository that is set up has lists. A quick look that costs no run of apt: false means "ask apt", since only apt knows all
 * ways to write an address.
 */
export async function areAllFetched(disk: Disk, targets: readonly IndexTarget[]): Promise<boolean> {
  const fetched = new Set(
    targets.map(target =>
      key(target.entry?.file ?? '', target.entry?.number ?? 0, target.repositoryUri, target.release),
    ),
  )
  for (const file of await sourcesFiles(disk)) {
    const text = await disk.readText(file, LARGEST_SOURCES_FILE).catch(() => null)
    if (text === null) return false
    const repositories = file.endsWith('.sources') ? fromStanzas(file, text) : fromLines(file, text)
    if (repositories === null) return false
    if (repositories.some(one => !fetched.has(key(one.file, one.number, one.uri, one.suite)))) return false
  }
  return true
}

function key(file: string, number: number, uri: string, suite: string): string {
  return `${file} ${number} ${uri.replace(/\/+$/, '')} ${suite}`
}

async function sourcesFiles(disk: Disk): Promise<string[]> {
  const folder = '/etc/apt/sources.list.d'
  const entries = await disk.list(folder).catch(() => [])
  const names = entries.map(entry => entry.name).filter(name => /^[A-Za-z0-9_.-]+\.(?:list|sources)$/.test(name))
  const main = (await disk.stat('/etc/apt/sources.list').catch(() => null)) === null ? [] : ['/etc/apt/sources.list']
  return [...main, ...names.map(name => `${folder}/${name}`)]
}

/** sources.list(5), one-line style. */
export function fromLines(file: string, text: string): ConfiguredRepository[] {
  return text.split('\n').flatMap((line, index) => {
    const [, uri, suite] = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)/.exec(line) ?? []
    return uri === undefined || suite === undefined ? [] : [{ file, number: index + 1, uri, suite }]
  })
}

/** sources.list(5), deb822 style; null when the text is none. */
export function fromStanzas(file: string, text: string): ConfiguredRepository[] | null {
  try {
    return parseStanzas('sources', text).flatMap((stanza, index) => {
      const words = (name: string) => (stanza.get(name) ?? '').split(/\s+/).filter(word => word !== '')
      if (
        !words('types').includes('deb') ||
        /^(?:no|false|without|off|disable|0)$/i.test(stanza.get('enabled') ?? 'yes')
      )
        return []
      return words('uris').flatMap(uri => words('suites').map(suite => ({ file, number: index + 1, uri, suite })))
    })
  } catch {
    // apt may read what we do not; it is asked then.
    return null
  }
}

/**
 * Whether somebody may have told apt to prefer other versions than the newest: preferences files or a default release. Only then every
 * installed package has to be looked at for versions that are kept away.
 */
export async function mayHavePins(disk: Disk): Promise<boolean> {
  const nonEmpty = async (path: string) =>
    /^\s*[^#\s]/m.test(await disk.readText(path, LARGEST_SOURCES_FILE).catch(() => ''))
  if (await nonEmpty('/etc/apt/preferences')) return true
  for (const entry of await disk.list('/etc/apt/preferences.d').catch(() => [])) {
    if (await nonEmpty(`/etc/apt/preferences.d/${entry.name}`)) return true
  }
  const settings = [
    '/etc/apt/apt.conf',
    ...(await disk.list('/etc/apt/apt.conf.d').catch(() => [])).map(entry => `/etc/apt/apt.conf.d/${entry.name}`),
  ]
  for (const file of settings) {
    const text = await disk.readText(file, LARGEST_SOURCES_FILE).catch(() => '')
    if (/Default-Release|Dir::Etc|preferences/i.test(text)) return true
  }
  return false
}
