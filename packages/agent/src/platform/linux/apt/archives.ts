import type { Disk } from '../../../core/ports/disk.ts'
import type { ActOptions, DownloadOutcome } from '../../../core/ports/package-manager.ts'

/** apt.conf(5): `Dir::Cache::archives`. A host that moved it keeps what was fetched, as before. */
const ARCHIVES = '/var/cache/apt/archives'
const ARCHIVE = /^\/var\/cache\/apt\/archives\/[A-Za-z0-9][A-Za-z0-9.+~%_-]{0,400}\.deb$/

/** apt takes nothing out of its cache by itself: a download says which files it brought, so that they can go again when the task is over. */
export async function tellingFetched(disk: Disk, download: () => Promise<DownloadOutcome>): Promise<DownloadOutcome> {
  const before = new Set(await archives(disk))
  const outcome = await download()
  const fetched = (await archives(disk)).filter(path => !before.has(path))
  return { ...outcome, fetched }
}

/** Only names of packages in apt's own folder: the list comes from our journal, and a removal by root asks twice. */
export async function forgetArchives(disk: Disk, files: readonly string[]): Promise<void> {
  for (const file of files) if (ARCHIVE.test(file)) await disk.remove(file)
}

async function archives(disk: Disk): Promise<string[]> {
  const found = await disk.list(ARCHIVES).catch(() => [])
  return found.filter(one => one.kind === 'file' && one.name.endsWith('.deb')).map(one => `${ARCHIVES}/${one.name}`)
}

/** apt.conf(5), "Acquire": kilobytes a second for each connection; apt opens one for each host it fetches from. */
export function rateArguments({ rateKBs }: Pick<ActOptions, 'rateKBs'>): string[] {
  if (rateKBs === undefined || rateKBs === null) return []
  return ['-o', `Acquire::http::Dl-Limit=${rateKBs}`, '-o', `Acquire::https::Dl-Limit=${rateKBs}`]
}
