import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FeedError } from '../../feed/feed-error.ts'
import { recordProblem } from '../../records/record-problem.ts'
import type { FeedItem } from '../../records/record.ts'
import { collected, inChunks } from '../../testing/chunks.ts'
import { msrcCvrf } from './index.ts'
import { jsonMonth, xmlMonth } from './testing/months.ts'

const read = (document: string, text: string | Uint8Array, sinceMs: number | null = null): Promise<FeedItem[]> =>
  collected(
    msrcCvrf.read({
      document,
      url: 'https://api.msrc.microsoft.com/cvrf/v3.0/updates',
      member: '',
      chunks: inChunks(text, 701),
      options: {},
      sinceMs,
    }),
  )
const of = <K extends FeedItem['kind']>(items: readonly FeedItem[], kind: K) =>
  items.filter((item): item is Extract<FeedItem, { kind: K }> => item.kind === kind)
const day = (text: string): number => Date.parse(`${text}T07:00:00Z`)

const shared = fileURLToPath(new URL('../../../../../../shared/data/msrc/', import.meta.url))
/** Published under Microsoft's terms: read where they are. */
const real = (name: string, skip: (note: string) => void): Buffer => {
  if (!existsSync(shared + name)) skip(`absent: shared/data/msrc/${name}, which cannot be shipped`)
  return readFileSync(shared + name)
}

describe.each([
  ['XML', xmlMonth],
  ['JSON', JSON.stringify(jsonMonth)],
])('a month in %s', (_, text) => {
  it('gives one patch for each KB in each product, of all CVEs that name it', async () => {
    const items = await read('month', text)
    expect(of(items, 'patch').map(patch => [patch.key, patch.cves, patch.vendorSeverity])).toEqual([
      ['kb:5089549@windows-11-version-24h2-for-x64-based-systems', ['CVE-2026-1001', 'CVE-2026-1002'], 'Critical'],
      ['kb:5089466@windows-11-version-24h2-for-x64-based-systems', ['CVE-2026-1001', 'CVE-2026-1002'], 'Critical'],
      ['kb:5087544@windows-7-for-x64-based-systems-service-pack-1', ['CVE-2026-1002'], 'Important'],
      ['kb:5036451@.net-7.0', ['CVE-2026-1002'], ''],
    ])
  })

  it('says of a cumulative update which build a machine must have: that of its hotpatch, when that is lower', async () => {
    const [update, hotpatch, rollup, net] = of(await read('month', text), 'patch')
    expect(update).toMatchObject({
      title: 'Security Update for Windows 11 Version 24H2 for x64-based Systems (KB5089549)',
      version: '10.0.26100.8390',
      detection: {
        kind: 'windowsBuild',
        product: 'Windows 11 Version 24H2 for x64-based Systems',
        fixedBuild: '10.0.26100.8300',
      },
      reboot: 'always',
      category: 'security',
      families: ['Windows'],
      issuedAtMs: day('2026-05-12'),
      downloadMethod: 'automatic',
      references: [
        'https://support.microsoft.com/help/5089549',
        'https://catalog.update.microsoft.com/v7/site/Search.aspx?q=KB5089549',
      ],
    })
    expect(hotpatch).toMatchObject({ detection: null, reboot: 'never', version: '10.0.26100.8300' })
    expect(hotpatch?.track).toBe('kb@windows-11-version-24h2-for-x64-based-systems/hotpatch')
    expect(rollup).toMatchObject({ category: 'rollup', reboot: 'maybe', detection: null, families: ['Windows', 'ESU'] })
    expect(net).toMatchObject({ detection: null, version: '', families: ['.NET'], downloadMethod: 'acquireFromVendor' })
  })

  it('gives the source’s edges inside of each product, several in one text, and none to itself', async () => {
    const items = await read('month', text)
    expect(of(items, 'supersedes').map(edge => [edge.newer, edge.older])).toEqual([
      [
        'kb:5089549@windows-11-version-24h2-for-x64-based-systems',
        'kb:5082063@windows-11-version-24h2-for-x64-based-systems',
      ],
      [
        'kb:5087544@windows-7-for-x64-based-systems-service-pack-1',
        'kb:4010250@windows-7-for-x64-based-systems-service-pack-1',
      ],
      [
        'kb:5087544@windows-7-for-x64-based-systems-service-pack-1',
        'kb:4012212@windows-7-for-x64-based-systems-service-pack-1',
      ],
    ])
  })

  it('gives of each CVE its title, CWEs, days and distinct vectors', async () => {
    const items = await read('month', text)
    expect(of(items, 'vulnerability')).toEqual([
      {
        kind: 'vulnerability',
        cve: 'CVE-2026-1001',
        title: 'Windows Kernel Elevation of Privilege Vulnerability',
        cwes: ['CWE-416'],
        publishedAtMs: day('2026-05-12'),
        modifiedAtMs: day('2026-05-20'),
        cvss: [
          {
            version: '3.1',
            vector: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O/RC:C',
            source: 'cna:microsoft',
            isPrimary: true,
          },
        ],
      },
      expect.objectContaining({ cve: 'CVE-2026-1002', cvss: [] }),
    ])
  })

  it('tells of what it could not take', async () => {
    const items = await read('month', text)
    expect(of(items, 'rejected').map(one => [one.where, one.reason.slice(0, 40)])).toEqual([
      ['CVE-2026-1002', 'has a CVSS vector that lacks "AV"'],
      ['CVE-2026-1002', 'names a product that the document does n'],
      ['vulnerability 3', 'has no CVE'],
    ])
    expect(of(items, 'edition')).toEqual([
      { kind: 'edition', version: '2026-May', publishedAtMs: day('2026-05-20'), declared: null },
    ])
  })
})

describe('a real month', () => {
  it('of 2016 gives two rollups in six products, with what they replace', async ({ skip }) => {
    const items = await read('month', real('cvrf-2016-Apr.xml', skip))
    const keys = of(items, 'patch').map(patch => patch.key)
    expect(keys).toContain('kb:3147461@windows-10-for-x64-based-systems')
    expect(keys).toContain('kb:3135456@windows-server-2012-r2-server-core-installation')
    expect(of(items, 'supersedes').map(edge => edge.older)).toContain('kb:3087088@windows-8.1-for-x64-based-systems')
    expect(of(items, 'rejected')).toEqual([])
  })

  it('of 2024 gives two .NET updates; release notes of Visual Studio are none', async ({ skip }) => {
    const items = await read('month', real('cvrf-2024-Mar.xml', skip))
    expect(of(items, 'patch').map(patch => [patch.key, patch.category, patch.severity, patch.cves])).toEqual([
      ['kb:5036451@.net-7.0', 'rollup', 'important', ['CVE-2024-21392']],
      ['kb:5036452@.net-8.0', 'security', 'important', ['CVE-2024-21392']],
    ])
    expect(of(items, 'vulnerability')).toMatchObject([{ cve: 'CVE-2024-21392', cwes: ['CWE-400'] }])
    expect(of(items, 'rejected')).toEqual([])
  })
})

describe('the index of months', () => {
  const index = (...value: unknown[]): string => JSON.stringify({ value })
  const entry = (ID: string, CurrentReleaseDate: string, CvrfUrl = 'https://evil.example/x') => ({
    ID,
    CurrentReleaseDate,
    CvrfUrl,
  })

  it('names the months that changed since, by addresses of our own making', async () => {
    const text = index(entry('2026-May', '2026-05-20T07:00:00Z'), entry('2026-Jun', '2026-06-25T07:00:00Z'))
    const items = await read('updates', text, day('2026-05-20'))
    expect(items).toEqual([
      { kind: 'edition', version: '', publishedAtMs: day('2026-06-25'), declared: 2 },
      {
        kind: 'follow',
        document: 'month',
        url: 'cvrf/2026-Jun',
        sha256: null,
        bytes: null,
        changedAtMs: day('2026-06-25'),
      },
    ])
    expect(of(await read('updates', text), 'follow')).toHaveLength(2)
  })

  it.each([
    ['a month that is none', entry('2026-Foo', '2026-05-20T07:00:00Z')],
    ['a path', entry('../../secret', '2026-05-20T07:00:00Z')],
    ['no day', entry('2026-May', 'soon')],
    ['a number', { ID: 7, CurrentReleaseDate: 8 }],
    ['nothing', null],
    ['the same month', entry('2026-Jun', '2026-05-20T07:00:00Z')],
  ])('rejects an entry with %s', async (_, bad) => {
    const items = await read('updates', index(entry('2026-Jun', '2026-06-25T07:00:00Z'), bad))
    expect([of(items, 'follow').length, of(items, 'rejected').length]).toEqual([1, 1])
  })

  it('is read as it is', async ({ skip }) => {
    expect(of(await read('updates', real('updates.json', skip)), 'follow').map(one => one.url)).toEqual([
      'cvrf/2016-Apr',
      'cvrf/2024-Mar',
    ])
  })
})

it.each([
  ['an index', 'updates', '{}'],
  ['an index without months', 'updates', '{"value":[]}'],
  ['a month', 'month', ''],
  ['a month', 'month', '{"Vulnerability":[]}'],
  ['a month', 'month', '<feed/>'],
  ['a month', 'month', xmlMonth.slice(0, -40)],
  ['a month', 'month', `<!DOCTYPE x [<!ENTITY a "b">]>${xmlMonth}`],
  ['a month', 'month', JSON.stringify(jsonMonth).slice(0, -1)],
  ['a month without products', 'month', JSON.stringify({ ...jsonMonth, ProductTree: { FullProductName: [] } })],
])('%s that is none is refused', async (_, document, text) => {
  await expect(read(document, text)).rejects.toMatchObject({ code: 'feed_malformed' })
})

it.each([
  ['xml', xmlMonth],
  ['json', JSON.stringify(jsonMonth)],
])('whatever happens to bytes of %s, it ends with records that are some, or FeedError', async (_, text) => {
  const original = Buffer.from(text)
  const place = fc.nat(original.length - 1)
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(place, fc.nat(255)), { maxLength: 5 }),
      fc.option(place),
      fc.tuple(place, fc.nat(300)),
      async (flips, end, [from, length]) => {
        const cut = end ?? original.length
        const again = original.subarray(from, from + (end === null ? 0 : length))
        const bytes = Buffer.concat([original.subarray(0, cut), again, original.subarray(cut)])
        for (const [at, value] of flips) bytes[at] = value
        try {
          for (const item of await read('month', bytes))
            if (item.kind === 'patch' || item.kind === 'supersedes' || item.kind === 'vulnerability')
              expect(recordProblem(item)).toBeNull()
        } catch (error) {
          expect(error).toBeInstanceOf(FeedError)
        }
      },
    ),
    { numRuns: 60 },
  )
})
