import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AptSource, parseDeb822Sources, parseOneLineSources } from './apt-sources.ts'
import { outputOf } from './command.ts'

/** Where this machine gets Debian 12 from. Addresses end without a slash. */
export interface DebianMirror {
  readonly release: string
  readonly updates: string
  readonly security: string
}

/** Undefined when this machine's own apt sources do not name all three suites of Debian 12. */
export function findDebianMirror(etcApt = '/etc/apt'): DebianMirror | undefined {
  const sources = readSources(etcApt)
  const uriOf = (suite: string): string | undefined =>
    sources
      .find(source => source.suite === suite && source.components.includes('main') && /^https?:/.test(source.uri))
      ?.uri.replace(/\/+$/, '')
  const [release, updates, security] = [uriOf('bookworm'), uriOf('bookworm-updates'), uriOf('bookworm-security')]
  return release === undefined || updates === undefined || security === undefined
    ? undefined
    : { release, updates, security }
}

function readSources(etcApt: string): AptSource[] {
  const read = (path: string): string => {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      return ''
    }
  }
  let parts: string[] = []
  try {
    parts = readdirSync(join(etcApt, 'sources.list.d'))
  } catch {
    // a machine may have sources.list alone
  }
  return [
    ...parseOneLineSources(read(join(etcApt, 'sources.list'))),
    ...parts.flatMap(name => {
      const text = (): string => read(join(etcApt, 'sources.list.d', name))
      if (name.endsWith('.sources')) return parseDeb822Sources(text())
      return name.endsWith('.list') ? parseOneLineSources(text()) : []
    }),
  ]
}

/** apt options of this machine without which its mirror cannot be used (proxy, old snapshots), as configuration text. */
export async function machineAptSettings(): Promise<string> {
  const dump = await outputOf(['apt-config', 'dump'])
  return dump
    .split('\n')
    .filter(line => /^Acquire::(https?|Check-Valid-Until|Check-Date|Retries)\b/i.test(line))
    .join('\n')
}
