import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FeedError } from '../../feed/feed-error.ts'
import { recordProblem } from '../../records/record-problem.ts'
import type { FeedItem } from '../../records/record.ts'
import { collected, inChunks } from '../../testing/chunks.ts'
import { updateCatalog } from './index.ts'
import { busy, type Details, details, notFound, nothingFound, search, UPDATE } from './testing/pages.ts'

const address = (id: string): string => `https://www.catalog.update.microsoft.com/ScopedViewInline.aspx?updateid=${id}`
const read = (document: string, text: string | Uint8Array, url = address(UPDATE)): Promise<FeedItem[]> =>
  collected(updateCatalog.read({ document, url, member: '', chunks: inChunks(text, 509), options: {}, sinceMs: null }))
const of = <K extends FeedItem['kind']>(items: readonly FeedItem[], kind: K) =>
  items.filter((item): item is Extract<FeedItem, { kind: K }> => item.kind === kind)
const numbers = (items: readonly FeedItem[]): string[][] =>
  of(items, 'supersedes').map(edge => [edge.newer, edge.older].map(key => /[0-9]{7}/.exec(key)?.[0] ?? ''))
const windows = (number: number, version = '22H2', month = '2023-04'): string =>
  `${month} Cumulative Update for Windows 11 Version ${version} for ARM64-based Systems (KB${number})`

describe('the page of an update', () => {
  it('gives a patch under the key of the security data, with both lists of supersedence', async () => {
    const items = await read(
      'details',
      details({
        supersedes: [windows(5025239), `${windows(5022913)} UUP`, windows(5022913)],
        supersededBy: [`<a href='ScopedViewInline.aspx?updateid=x'>${windows(5026446)}</a>`],
      }),
    )
    expect(of(items, 'patch')).toEqual([
      expect.objectContaining({
        key: 'kb:5026372@windows-11-version-22h2-for-arm64-based-systems',
        title: '2023-05 Cumulative Update for Windows 11 Version 22H2 for arm64-based Systems (KB5026372)',
        category: 'security',
        isSecurity: true,
        severity: 'critical',
        reboot: 'maybe',
        issuedAtMs: null,
        updatedAtMs: Date.parse('2023-05-09T00:00:00Z'),
        references: ['https://support.microsoft.com/help/5026372'],
      }),
    ])
    expect(numbers(items)).toEqual([
      ['5026372', '5025239'],
      ['5026372', '5022913'],
      ['5026446', '5026372'],
    ])
  })

  it.each<[string, Details, Record<string, unknown>]>([
    [
      'a preview',
      { classification: 'Updates', severity: 'n/a' },
      { category: 'bugfix', isSecurity: false, severity: '' },
    ],
    ['a critical update', { classification: 'Critical Updates' }, { category: 'bugfix', isSecurity: false }],
    ['an unknown kind', { classification: 'Something New' }, { category: '', isSecurity: false }],
    ['an unknown restart', { restart: 'Perhaps' }, { reboot: null }],
    ['a day that there is not', { date: '13/9/2023' }, { updatedAtMs: null }],
  ])('of %s says what it says', async (_, given, expected) => {
    expect(of(await read('details', details(given)), 'patch')[0]).toMatchObject(expected)
  })

  it('of a server is one of its Server Core, too, and edges stay in their product', async () => {
    const title = 'Cumulative Update for Windows Server 2019 for x64-based Systems'
    const items = await read(
      'details',
      details({
        title: `2023-05 ${title} (KB5026362)`,
        kb: '5026362',
        supersedes: [`2023-04 ${title} (KB5025229)`, windows(5025239), 'no title of ours'],
      }),
    )
    expect(of(items, 'supersedes').map(edge => edge.older)).toEqual([
      'kb:5025229@windows-server-2019',
      'kb:5025229@windows-server-2019-server-core-installation',
    ])
  })

  it.each([
    ['of a driver', { title: 'Intel - Net - 1.0', kb: 'n/a' }, 'has no one KB'],
    ['of two KBs', { kb: '5026372 5026373' }, 'has no one KB'],
    [
      'of .NET',
      { title: '2023-05 Cumulative Update for .NET Framework 3.5 and 4.8.1 for Windows 11 (KB5026372)' },
      'is of a product that its title does not name as security data does',
    ],
  ])('%s gives no patch, and says why', async (_, given, reason) => {
    const items = await read('details', details(given))
    expect(items.map(item => item.kind)).toEqual(['edition', 'rejected'])
    expect(items[1]).toMatchObject({ reason })
  })
})

describe('a search', () => {
  const other = 'acbe4fd0-394e-40e8-a96b-c4facae62c8b'
  it('names the page of each update', async () => {
    expect(of(await read('search', search([UPDATE, other])), 'follow')).toMatchObject([
      {
        document: 'details',
        url: `ScopedViewInline.aspx?updateid=${UPDATE}`,
        changedAtMs: Date.parse('2023-04-11T00:00:00Z'),
      },
      { url: `ScopedViewInline.aspx?updateid=${other}` },
    ])
  })

  it('says how many of its updates stand on further pages', async () => {
    const items = await read('search', search([UPDATE, other], '1 - 2 of 60 (page 1 of 30)'))
    expect(of(items, 'rejected')).toEqual([
      { kind: 'rejected', where: 'further pages', reason: 'are not read: 2 of 60 updates are' },
    ])
  })

  it('takes no row whose identity is none, or comes twice', async () => {
    const items = await read('search', search([UPDATE, '../x', UPDATE]))
    expect([of(items, 'follow').length, of(items, 'rejected').length]).toEqual([1, 2])
  })
})

it.each([
  ['an update that is no more', 'details', notFound],
  ['a search that finds nothing', 'search', nothingFound],
])('%s is an empty document', async (_, document, page) => {
  expect(await read(document, page)).toEqual([{ kind: 'edition', version: '', publishedAtMs: null, declared: 0 }])
})

it.each([
  ['of another update than was asked for', 'details', details(), address('acbe4fd0-394e-40e8-a96b-c4facae62c8b')],
  ['without its lists', 'details', details().replaceAll('supersedesInfo', 'replacesInfo')],
  ['with lists in another shape', 'details', details().replace('n/a', windows(5022913))],
  ['without its KB', 'details', details().replace('kbDiv', 'kb')],
  ['with two titles', 'details', details().replace('</form>', '<i id="ScopedViewHandler_titleText">x</i></form>')],
  ['of a search, where an update should be', 'details', search([UPDATE])],
  ['of an update, where a search should be', 'search', details()],
  ['with fewer rows than it counts', 'search', search([UPDATE], '1 - 2 of 2 (page 1 of 1)')],
  ['of a site that is busy', 'search', busy],
  ['that is cut off', 'search', search([UPDATE]).slice(0, 250)],
  ['that is empty', 'search', ''],
])('a page %s is refused', async (_, document, page, url = address(UPDATE)) => {
  await expect(read(document, page, url)).rejects.toMatchObject({ code: 'feed_malformed' })
})

describe('a real page', () => {
  const shared = fileURLToPath(new URL('../../../../../../shared/data/ms-update-catalog/', import.meta.url))
  const real = (name: string, skip: (note: string) => void): Buffer => {
    if (!existsSync(shared + name)) skip(`absent: shared/data/ms-update-catalog/${name}, which cannot be shipped`)
    return readFileSync(shared + name)
  }

  it('of a search names its updates; the stored one has lost two of four rows, which is refused', async ({ skip }) => {
    const page = real('Search-KB5025239.html', skip).toString('utf8')
    await expect(read('search', page)).rejects.toMatchObject({ code: 'feed_malformed' })
    const items = await read('search', page.replace('1 - 4 of 4 ', '1 - 2 of 2 '))
    expect([of(items, 'follow').length, of(items, 'rejected')]).toEqual([2, []])
  })

  it.for<[string, string, number, number, string]>([
    ['0b97c243-5833-4bf3-bcf8-77063e53c42a', '5026372', 17, 1, 'security'],
    ['23e2eefb-e159-41df-8918-7994eee5b6f2', '5025305', 16, 2, 'bugfix'],
    ['acbe4fd0-394e-40e8-a96b-c4facae62c8b', '5026446', 18, 0, 'bugfix'],
    ['f39d68ab-1519-4df8-85c1-d985be7f49c3', '5025239', 15, 3, 'security'],
  ])(
    'of update %s is KB%s, replaces %i KBs and is replaced by %i',
    async ([id, kb, older, newer, category], { skip }) => {
      const items = await read('details', real(`ScopedViewInline-${id}.html`, skip), address(id))
      expect(of(items, 'patch')).toMatchObject([
        { key: `kb:${kb}@windows-11-version-22h2-for-arm64-based-systems`, category },
      ])
      const pairs = numbers(items)
      expect([pairs.filter(([from]) => from === kb).length, pairs.filter(([, to]) => to === kb).length]).toEqual([
        older,
        newer,
      ])
    },
  )

  it('of what is not found is empty', async ({ skip }) => {
    expect(await read('details', real('Thanks-190.html', skip))).toHaveLength(1)
  })
})

it.each([
  ['details', details({ supersedes: [windows(5025239)], supersededBy: [windows(5026446)] })],
  ['search', search([UPDATE])],
])(
  'whatever happens to the bytes of a page of %s, it is refused or gives records that are some',
  async (document, page) => {
    const original = Buffer.from(page)
    const place = fc.nat(original.length - 1)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(place, fc.nat(255)), { maxLength: 4 }),
        fc.tuple(place, fc.nat(120)),
        fc.boolean(),
        async (flips, [from, length], isTwice) => {
          const bytes = Buffer.concat([original.subarray(0, from + (isTwice ? length : 0)), original.subarray(from)])
          for (const [at, value] of flips) bytes[at] = value
          try {
            for (const item of await read(document, bytes))
              if (item.kind === 'patch' || item.kind === 'supersedes') expect(recordProblem(item)).toBeNull()
          } catch (error) {
            expect(error).toBeInstanceOf(FeedError)
          }
        },
      ),
      { numRuns: 100 },
    )
  },
)
