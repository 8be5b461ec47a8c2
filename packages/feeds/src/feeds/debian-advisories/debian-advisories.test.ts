import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { expectItHolds, readBytes } from '../../testing/mutated-bytes.ts'
import { debianAdvisories } from './index.ts'

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url))
const read = async (bytes: Uint8Array | string, document = 'dsa') =>
  await readBytes(debianAdvisories, bytes, { document, options: {} })

test('an advisory has its day, its CVEs and the fixed version of each release', async () => {
  const items = await read(fixture('DSA-list.txt'))
  expect(items).toHaveLength(3)
  expect(items[2]).toEqual({
    kind: 'advisory',
    name: 'DSA-5544-1',
    title: 'zookeeper - security update',
    category: 'security',
    vendorSeverity: '',
    severity: '',
    issuedAtMs: Date.UTC(2023, 9, 31),
    updatedAtMs: null,
    url: 'https://security-tracker.debian.org/tracker/DSA-5544-1',
    cves: ['CVE-2023-44981'],
    replaces: [],
    reboot: null,
    fixes: [fixed('bullseye', 'zookeeper', '3.4.13-6+deb11u1'), fixed('bookworm', 'zookeeper', '3.8.0-11+deb12u1')],
  })
  expect(items[0]).toMatchObject({ cves: { length: 13 } })
  expect(items[1]).toMatchObject({ name: 'DSA-5545-1', cves: [] })
  expect(await read(fixture('DLA-list.txt'), 'dla')).toMatchObject([{ name: 'DLA-3644-1' }, { name: 'DLA-3643-1' }])
})

function fixed(release: string, name: string, version: string) {
  return {
    distro: 'debian',
    release,
    of: 'source',
    package: { name, arch: '', version, module: '', file: null },
    pocket: '',
  }
}

test('older forms: no revision, two sources, announcements that fix nothing', async () => {
  const items = await read(fixture('DSA-list-older.txt'))
  const short = items.map(item => (item.kind === 'advisory' ? [item.name, item.category, item.fixes.length] : item))
  expect(short).toEqual([
    ['DSA-141', 'security', 1],
    ['DSA-140', 'security', 2],
    ['DSA-139', 'security', 1],
    ['DSA-138', 'security', 1],
    ['DSA-2819-1', '', 0],
    ['DSA-2808-2', 'security', 2],
    ['DSA-3281-1', '', 0],
    ['DSA-4205-1', '', 0],
    ['DSA-4323-1', 'security', 1],
    ['DSA-5970-1', 'security', 1],
  ])
})

describe('single entries', () => {
  test('revision 3 replaces 2 and 1', async () => {
    expect(await read('[01 Jan 2024] DSA-5000-3 x - regression update\n')).toMatchObject([
      { replaces: ['DSA-5000-2', 'DSA-5000-1'] },
    ])
  })

  test.each([
    ['a day that there is not', '[31 Feb 2024] DSA-1-1 x - y\n', ['rejected']],
    ['an unknown first line', 'DSA-1-1 x\n\t{CVE-2024-0001}\n[01 Jan 2024] DSA-2-1 x - y\n', ['rejected', 'advisory']],
    ['an unknown line below', '[01 Jan 2024] DSA-2-1 x - y\n\t???\n', ['rejected', 'advisory']],
    ['a version that is none', '[01 Jan 2024] DSA-2-1 x - y\n\t[sid] - x a:1\n', ['rejected', 'advisory']],
    ['the same name twice', '[01 Jan 2024] DSA-2-1 x - y\n[02 Jan 2024] DSA-2-1 z - y\n', ['advisory', 'rejected']],
    ['notes and packages without a fix', '[01 Jan 2024] DSA-2-1 x\n\tNOTE: a\n\t[sid] - x <unfixed>\n', ['advisory']],
  ])('%s: %j gives %j', async (_, text, kinds) => {
    expect((await read(text)).map(item => item.kind)).toEqual(kinds)
  })

  test.each([
    ['empty', ''],
    ['a page', '<html>\n</html>\n'],
    ['cut off within a line', fixture('DSA-list.txt').subarray(0, 100)],
  ])('%s is refused', async (_, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: 'feed_malformed' })
  })
})

test('whatever the bytes, it ends with FeedError or sound records', async () => {
  const document = { document: 'dsa', options: {} }
  await expectItHolds(debianAdvisories, document, [fixture('DSA-list.txt'), fixture('DSA-list-older.txt')])
})
