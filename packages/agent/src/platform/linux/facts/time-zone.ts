import type { Disk } from '../../../core/ports/disk.ts'
import { readFact } from './read-files.ts'

/**
 * IANA name. localtime(5): the link's target counts, and without the file it is UTC; /etc/timezone of Debian may be stale and is asked only
 * where localtime is a copied file. Null: a copied file and no name anywhere.
 */
export async function readTimeZone(disk: Disk): Promise<string | null> {
  const link = await disk.readLink('/etc/localtime').catch(() => null)
  if (link !== null) return zoneOfPath(link)
  if ((await disk.stat('/etc/localtime').catch(() => null)) === null) return 'UTC'
  const text = await readFact(disk, '/etc/timezone')
  return text !== null && ZONE.test(text) ? text : null
}

const ZONE = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,2}$/

function zoneOfPath(path: string): string | null {
  const name = /\/zoneinfo\/(?:posix\/|right\/)?(.+)$/.exec(path)?.[1] ?? ''
  return ZONE.test(name) ? name : null
}
