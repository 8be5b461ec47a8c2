import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FeedError } from '../../feed/feed-error.ts'
import { recordProblem } from '../../records/record-problem.ts'
import type { FeedItem } from '../../records/record.ts'
import { collected, inChunks } from '../../testing/chunks.ts'
import { msrcGuide } from './index.ts'

const BASE = 'https://api.msrc.microsoft.com/sug/v2.0/sugodata/v2.0/en-US/'
const read = (document: string, text: string | Uint8Array, query = ''): Promise<FeedItem[]> =>
  collected(
    msrcGuide.read({
      document,
      url: `${BASE}${document}${query}`,
      member: '',
      chunks: inChunks(text, 313),
      options: {},
      sinceMs: null,
    }),
  )
const page = (value: readonly unknown[], next?: unknown): string => JSON.stringify({ value, '@odata.nextLink': next })
const of = <K extends FeedItem['kind']>(items: readonly FeedItem[], kind: K) =>
  items.filter((item): item is Extract<FeedItem, { kind: K }> => item.kind === kind)

const deployment = {
  articleName: '5089549',
  downloadName: 'Security Update',
  downloadUrl: 'https://catalog.update.microsoft.com/v7/site/Search.aspx?q=KB5089549',
  product: 'Windows 11 Version 24H2 for x64-based Systems',
  productFamily: 'Windows',
  rebootRequired: 'Yes',
  releaseDate: '2026-05-12T07:00:00Z',
  severity: 'Critical',
  supercedence: '5082063',
  fixedBuildNumber: '10.0.26100.8390',
}
const affected = {
  cveNumber: 'CVE-2026-1001',
  product: deployment.product,
  releaseDate: deployment.releaseDate,
  severity: 'Important',
  kbArticles: [
    {
      articleName: '5089549',
      downloadName: 'Security Update',
      fixedBuildNumber: '10.0.26100.8390',
      rebootRequired: 'Yes',
    },
    { articleName: 'Release Notes' },
  ],
}

describe('the list of updates', () => {
  it('gives patches and edges under the keys that the other feeds give', async () => {
    const items = await read('deployment', page([deployment]))
    expect(of(items, 'patch')).toEqual([
      expect.objectContaining({
        key: 'kb:5089549@windows-11-version-24h2-for-x64-based-systems',
        severity: 'critical',
        reboot: 'always',
        cves: [],
        issuedAtMs: Date.parse(deployment.releaseDate),
        detection: { kind: 'windowsBuild', product: deployment.product, fixedBuild: '10.0.26100.8390' },
      }),
    ])
    expect(of(items, 'supersedes').map(edge => edge.older)).toEqual([
      'kb:5082063@windows-11-version-24h2-for-x64-based-systems',
    ])
  })

  it('passes over articles that are no KB', async () => {
    const items = await read('deployment', page([{ ...deployment, articleName: 'Click to Run' }]))
    expect(items.map(item => item.kind)).toEqual(['edition'])
  })
})

it('CVEs of one update in one product are put together', async () => {
  const items = await read(
    'affectedProduct',
    page([affected, { ...affected, cveNumber: 'CVE-2026-1002', severity: 'Critical' }]),
  )
  expect(of(items, 'patch')).toMatchObject([{ cves: ['CVE-2026-1001', 'CVE-2026-1002'], vendorSeverity: 'Critical' }])
})

describe('the next page', () => {
  it.each([
    ['', `${BASE}deployment?$skip=500`, ['deployment?$skip=500']],
    ['?$skip=500', `${BASE}deployment?$skip=1000`, ['deployment?$skip=1000']],
    ['', 'https://evil.example/deployment?$skip=500', ['deployment?$skip=500']],
    ['?$skip=500', `${BASE}deployment?$skip=500`, []],
    ['?$skip=500', `${BASE}deployment?$skip=0`, []],
    ['', `${BASE}deployment?$skiptoken=x`, []],
    ['', '', []],
    ['', undefined, []],
  ])('after %j, given as %j, is %j', async (query, next, urls) => {
    const items = await read('deployment', page([deployment], next), query)
    expect(of(items, 'follow').map(follow => follow.url)).toEqual(urls)
    expect(of(items, 'rejected')).toHaveLength(urls.length === 0 && (next ?? '') !== '' ? 1 : 0)
  })
})

it.each([
  ['deployment', { ...deployment, product: 7 }, 'has members of another shape'],
  ['deployment', null, 'has members of another shape'],
  ['deployment', { ...deployment, product: '()' }, 'has a product whose name is none'],
  ['affectedProduct', { ...affected, kbArticles: {} }, 'has members of another shape'],
  ['vulnerability', { cveNumber: 'ADV1' }, 'has no CVE'],
  ['advisory', { advisoryNumber: '../x' }, 'has no number of an advisory'],
])('of %s a bad entry is rejected, the others are taken', async (document, bad, reason) => {
  const good = {
    ...deployment,
    ...affected,
    cveTitle: 'x',
    advisoryNumber: 'ADV236618',
    title: 'y',
  }
  const items = await read(document, page([bad, good]))
  expect(of(items, 'rejected')).toEqual([{ kind: 'rejected', where: 'entry 1', reason }])
  expect(items.length).toBeGreaterThan(2)
})

it.each(['', '[]', '{"value":{}}', '{"value":[', '{"error":{"code":"429"}}'])('%j is refused', async text => {
  await expect(read('deployment', text)).rejects.toMatchObject({ code: 'feed_malformed' })
})

describe('a real page', () => {
  const shared = fileURLToPath(new URL('../../../../../../shared/data/msrc/', import.meta.url))
  it.for<[string, string, string[], number]>([
    ['sug-deployment-0.json', 'deployment', ['patch', 'supersedes', 'patch', 'supersedes'], 1],
    ['sug-deployment-2.json', 'deployment', ['patch', 'supersedes'], 0],
    ['sug-product-0.json', 'affectedProduct', [], 1],
    ['sug-product-2.json', 'affectedProduct', ['patch', 'supersedes', 'patch', 'supersedes'], 0],
    ['sug-vulnerability-0.json', 'vulnerability', ['vulnerability', 'vulnerability'], 1],
    ['sug-vulnerability-2.json', 'vulnerability', ['vulnerability'], 0],
    ['sug-advisory-0.json', 'advisory', ['advisory', 'advisory'], 0],
  ])('%s gives what is in it', async ([name, document, kinds, follows], { skip }) => {
    if (!existsSync(shared + name)) skip(`absent: shared/data/msrc/${name}, which cannot be shipped`)
    const items = await read(document, readFileSync(shared + name))
    expect(of(items, 'rejected')).toEqual([])
    expect(items.map(item => item.kind).filter(kind => kind !== 'edition' && kind !== 'follow')).toEqual(kinds)
    expect(of(items, 'follow')).toHaveLength(follows)
    for (const item of items)
      if (item.kind === 'patch' || item.kind === 'vulnerability') expect(recordProblem(item)).toBeNull()
  })
})

it('whatever happens to its bytes, it ends with records that are some, or FeedError', async () => {
  const documents = ['deployment', 'affectedProduct', 'vulnerability', 'advisory']
  const original = Buffer.from(
    page([{ ...deployment, ...affected, cveTitle: 'x', advisoryNumber: 'ADV236618' }], '?$skip=9'),
  )
  const place = fc.nat(original.length - 1)
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...documents),
      fc.array(fc.tuple(place, fc.nat(255)), { maxLength: 5 }),
      fc.tuple(place, fc.nat(200)),
      async (document, flips, [from, length]) => {
        const bytes = Buffer.concat([original.subarray(0, from), original.subarray(from + (length % 7))])
        for (const [at, value] of flips) if (at < bytes.length) bytes[at] = value
        try {
          for (const item of await read(document, bytes))
            if (item.kind === 'patch' || item.kind === 'vulnerability' || item.kind === 'advisory')
              expect(recordProblem(item)).toBeNull()
        } catch (error) {
          expect(error).toBeInstanceOf(FeedError)
        }
      },
    ),
    { numRuns: 150 },
  )
})
