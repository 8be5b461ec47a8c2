import { type ArchiveRecord, type FeedRecord, readInWorker, type Tally } from '@patchyard/feeds'
import type { HostAccess } from '@patchyard/testkit/hosts'
import { expect } from 'vitest'
import { lines } from './package-manager-on-host.ts'

/**
 * What the feed makes of the archives that a host's apt is set up with, from the files that apt itself has fetched and checked: each
 * InRelease, and of the lists that it names those that the host has.
 */
export async function feedOfArchives(host: HostAccess, nowMs: number): Promise<readonly ArchiveRecord[]> {
  const format = '$(FILENAME) $(METAKEY)'
  const targets = lines(await host.sh(`apt-get indextargets --format '${format}' 'Created-By: Packages'`)).map(line =>
    line.split(' '),
  )
  const records: ArchiveRecord[] = []
  for (const [list = '', key = ''] of targets) {
    const inRelease = `${list.slice(0, -key.replaceAll('/', '_').length)}InRelease`
    const index = await read(host, 'release', inRelease, { distro: 'debian', release: 'bookworm' }, nowMs)
    const named = index.tally.follows.filter(one => one.url.startsWith(key.slice(0, key.lastIndexOf('/') + 1)))
    if (named.length === 0 || !(await host.exists(list))) continue
    const found = await read(host, 'packages', list, named[0]?.options ?? {}, nowMs)
    expect(found.tally.rejections).toEqual([])
    records.push(...found.records.filter(record => record.kind === 'archive'))
  }
  return records
}

async function read(
  host: HostAccess,
  document: string,
  file: string,
  options: Readonly<Record<string, string>>,
  nowMs: number,
): Promise<{ records: FeedRecord[]; tally: Tally }> {
  const bytes = Buffer.from(await host.readFile(file))
  const reading = readInWorker('apt-repository', document, {
    chunks: (async function* () {
      yield bytes
    })(),
    url: `file://${file}`,
    options,
    sinceMs: null,
    nowMs,
  })
  const records: FeedRecord[] = []
  let next = await reading.next()
  while (next.done !== true) {
    records.push(...next.value)
    next = await reading.next()
  }
  return { records, tally: next.value }
}
