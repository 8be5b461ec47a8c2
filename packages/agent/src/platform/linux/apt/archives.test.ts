import { describe, expect, it } from 'vitest'
import type { Disk } from '../../../core/ports/disk.ts'
import type { DownloadOutcome } from '../../../core/ports/package-manager.ts'
import { createMemoryDisk } from '../../../testing/memory-disk.ts'
import { forgetArchives, rateArguments, tellingFetched } from './archives.ts'

const outcome: DownloadOutcome = { ok: true, log: '', exitCode: 0, failure: null }
const at = (name: string) => `/var/cache/apt/archives/${name}`

/** A disk whose files come and go. */
function diskOf(files: Record<string, string>): Disk {
  return {
    ...createMemoryDisk(files),
    list: path => createMemoryDisk(files).list(path),
    remove: async path => void delete files[path],
  }
}

describe('what a download brought into the cache of apt', () => {
  it('is what was not there before, and packages alone', async () => {
    const files = { [at('old_1_amd64.deb')]: '', [at('lock')]: '' }
    const told = await tellingFetched(diskOf(files), async () => {
      files[at('libc6_2%3a2.36-9_amd64.deb')] = ''
      files[at('partial/half_1_amd64.deb')] = ''
      return outcome
    })
    expect(told.fetched).toEqual([at('libc6_2%3a2.36-9_amd64.deb')])
  })

  it('is told of a download that failed, too: what came before it failed lies there', async () => {
    const files: Record<string, string> = {}
    const told = await tellingFetched(diskOf(files), async () => {
      files[at('a_1_all.deb')] = ''
      return { ...outcome, ok: false }
    })
    expect([told.ok, told.fetched]).toEqual([false, [at('a_1_all.deb')]])
  })

  it('is removed, and nothing else whatever the journal says', async () => {
    const keep = [
      '/etc/passwd',
      at('../../../../etc/passwd'),
      at('lock'),
      at('partial/a_1_all.deb'),
      '/root/a_1_all.deb',
    ]
    const files = Object.fromEntries([...keep, at('a_1_all.deb')].map(path => [path, '']))
    await forgetArchives(diskOf(files), [...keep, at('a_1_all.deb'), `${at('a')}\n.deb`])
    expect(Object.keys(files)).toEqual(keep)
  })
})

it('a limit is for both ways of fetching, and none is none', () => {
  expect(rateArguments({ rateKBs: 500 })).toEqual([
    '-o',
    'Acquire::http::Dl-Limit=500',
    '-o',
    'Acquire::https::Dl-Limit=500',
  ])
  for (const none of [{}, { rateKBs: null }]) expect(rateArguments(none)).toEqual([])
})
