import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { expectItHolds, readBytes } from '../../testing/mutated-bytes.ts'
import { mutatedJson } from '../../testing/mutated-json.ts'
import { realDataOr } from '../../testing/real-data.ts'
import { debianTracker } from './index.ts'

const fixture = readFileSync(new URL('fixtures/security-tracker-excerpt-2.json', import.meta.url))
const document = { document: 'data', options: {} }
const read = async (bytes: Uint8Array | string) => await readBytes(debianTracker, bytes, document)
const fixes = async (bytes: Uint8Array | string) => (await read(bytes)).filter(item => item.kind === 'fix')
const of = (release: object) => JSON.stringify({ openssl: { 'CVE-2024-0001': { releases: { bookworm: release } } } })

describe('what the tracker says of a release', () => {
  test.each([
    [{ status: 'resolved', fixed_version: '3.0.11-1' }, 'fixed', '3.0.11-1', ''],
    [{ status: 'resolved', fixed_version: '0', urgency: 'unimportant' }, 'notAffected', '', ''],
    [{ status: 'open', urgency: 'high**' }, 'affected', '', ''],
    [{ status: 'open', nodsa: 'Minor issue', nodsa_reason: '' }, 'affected', '', '<no-dsa> Minor issue'],
    [{ status: 'open', nodsa: 'Fix later', nodsa_reason: 'postponed' }, 'affected', '', '<postponed> Fix later'],
    [{ status: 'open', nodsa: 'Minor issue', nodsa_reason: 'ignored' }, 'noFixPlanned', '', '<ignored> Minor issue'],
    [{ status: 'open', urgency: 'end-of-life' }, 'noFixPlanned', '', '<end-of-life>'],
    [{ status: 'open', urgency: 'unimportant' }, 'affected', '', '<unimportant>'],
    [{ status: 'undetermined' }, 'undetermined', '', ''],
  ])('%j is %s %s', async (release, status, fixedVersion, note) => {
    expect(await read(of(release))).toEqual([
      {
        kind: 'fix',
        distro: 'debian',
        release: 'bookworm',
        product: '',
        of: 'source',
        package: 'openssl',
        scheme: 'deb',
        cve: 'CVE-2024-0001',
        status,
        fixedVersion,
        note,
      },
    ])
  })

  test.each([
    [{ status: 'resolved' }, /missing/],
    [{ status: 'resolved', fixed_version: 'a:1' }, /epoch/],
    [{ status: 'fine' }, /status "fine"/],
    [{ status: 3 }, /no status/],
    [{}, /no status/],
    ['open', /no status/],
  ])('%j is rejected', async (release, reason) => {
    expect(await read(of(release as object))).toMatchObject([
      { kind: 'rejected', where: 'openssl CVE-2024-0001 bookworm', reason: expect.stringMatching(reason) as string },
    ])
  })
})

test('a real excerpt: never affected, fixed, left unfixed; TEMP names are left out; each CVE is described once', async () => {
  const items = await read(fixture)
  const short = items.map(item =>
    item.kind === 'fix' ? `${item.package} ${item.cve} ${item.release} ${item.status} ${item.fixedVersion}` : item.kind,
  )
  expect(short).toEqual([
    'vulnerability',
    '389-ds-base CVE-2012-0833 bullseye notAffected ',
    '389-ds-base CVE-2012-0833 sid notAffected ',
    'vulnerability',
    '389-ds-base CVE-2016-5405 bullseye fixed 1.3.5.15-1',
    '389-ds-base CVE-2016-5405 sid fixed 1.3.5.15-1',
    'vulnerability',
    '389-ds-base CVE-2016-5416 bullseye noFixPlanned ',
    '389-ds-base CVE-2016-5416 sid affected ',
  ])
  expect(items[0]).toMatchObject({ description: expect.stringMatching(/^The acllas__handle_group_entry/) as string })
})

test('the other real excerpt: an issue of no release gives nothing, end of life is no promise', async ({ skip }) => {
  const items = await fixes(realDataOr(skip, 'debian/security-tracker-excerpt.json'))
  expect(items).toHaveLength(25)
  expect(items.find(item => item.package === 'chromium' && item.release === 'stretch')).toMatchObject({
    status: 'noFixPlanned',
    note: '<end-of-life>',
  })
  expect(items.find(item => item.package === 'sope' && item.release === 'bookworm')).toMatchObject({
    fixedVersion: '5.8.0-1+deb12u1',
  })
})

test('bad sources and issues are counted, the others are taken', async () => {
  const good = { releases: { sid: { status: 'open' } } }
  const items = await read(
    `{"__proto__":{"CVE-2024-0001":${JSON.stringify(good)}},"a b":{},"x":[],"bash":{"CVE-2024-0002":{"releases":"sid"},"CVE-2024-0003":${JSON.stringify(good)}}}`,
  )
  expect(items.map(item => item.kind)).toEqual(['rejected', 'rejected', 'rejected', 'rejected', 'fix'])
})

test.each([
  ['empty', ''],
  ['an empty object', '{}'],
  ['a list', '[]'],
  ['cut off', fixture.subarray(0, 1000)],
  ['a page', '<html></html>'],
  ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
])('%s is refused', async (_, bytes) => {
  await expect(read(bytes)).rejects.toMatchObject({ code: 'feed_malformed' })
})

test('nested 10,000 deep it is refused', async () => {
  await expect(read('{"a":'.repeat(10_000))).rejects.toMatchObject({ code: 'feed_too_large' })
})

test('whatever the bytes, it ends with FeedError or sound records', async () => {
  await expectItHolds(debianTracker, document, [fixture])
  await expectItHolds(debianTracker, document, mutatedJson([fixture]))
})
