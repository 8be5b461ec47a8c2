import type { Disk } from '../../../core/ports/disk.ts'
import type { IndexTarget } from './parse-index-targets.ts'
import { parseStanzas } from './parse-stanzas.ts'

const LARGEST_SOURCES_FILE = 1024 * 1024

/**
 * Descriptions of the targets whose signature the host really checks. `Trusted: yes` alone does not tell: apt says it for `[trusted=yes]` too,
 * signed or not, so the entry that set the repository up is read. An entry that cannot be found or read does not count as checked.
 */
export async function authenticatedTargets(disk: Disk, targets: readonly IndexTarget[]): Promise<ReadonlySet<string>> {
  const files = new Map<string, Promise<string | null>>()
  const textOf = (file: string): Promise<string | null> => {
    const known = files.get(file) ?? disk.readText(file, LARGEST_SOURCES_FILE).catch(() => null)
    files.set(file, known)
    return known
  }
  const authenticated = new Set<string>()
  const refused = new Set<string>()
  for (const target of targets) {
    const text = target.entry === null ? null : await textOf(target.entry.file)
    const forced = target.entry === null || text === null || isForced(text, target.entry)
    if (target.trusted && !forced) authenticated.add(target.description)
    else refused.add(target.description)
  }
  // One repository set up twice, once with trusted=yes: apt merges them, and so the weaker entry decides.
  return new Set([...authenticated].filter(description => !refused.has(description)))
}

/** apt's StringToBool: these words mean yes, and any number but 0. */
const YES = /^(?:yes|true|with|on|enable|[1-9]\d*)$/i

function isForced(text: string, entry: { readonly file: string; readonly number: number }): boolean {
  if (entry.file.endsWith('.sources')) {
    const value = stanzaOf(text, entry.number)?.get('trusted')
    return value === undefined ? stanzaOf(text, entry.number) === undefined : YES.test(value)
  }
  const line = text.split('\n')[entry.number - 1]
  const options = line === undefined ? undefined : /^\s*deb(?:-src)?\s+\[([^\]]*)\]/.exec(line)?.[1]
  if (line === undefined) return true
  return (options ?? '').split(/\s+/).some(option => {
    const [name = '', value = ''] = option.split('=')
    return name.toLowerCase() === 'trusted' && YES.test(value)
  })
}

function stanzaOf(text: string, number: number): ReadonlyMap<string, string> | undefined {
  try {
    return parseStanzas('sources', text)[number - 1]
  } catch {
    // What apt could read and we cannot counts as not checked.
    return undefined
  }
}

/** Addresses may hold a user and a password; neither may leave the host. */
export function withoutCredentials(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^/\s@]*@/gi, '$1')
}
