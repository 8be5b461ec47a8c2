import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { LifecycleRecord } from '../../records/lifecycle-record.ts'
import type { FeedItem } from '../../records/record.ts'
import { expectItHolds, readBytes } from '../../testing/mutated-bytes.ts'
import { endoflife } from './index.ts'

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url))
const full = fixture('full.json')
const debian = fixture('debian.csv')
const ubuntu = fixture('ubuntu.csv')
const now = Date.UTC(2026, 6, 20)
const read = (bytes: Uint8Array | string, document = 'products', nowMs?: number): Promise<FeedItem[]> =>
  readBytes(endoflife, bytes, { document, options: {}, ...(nowMs === undefined ? {} : { nowMs }) })
const releases = (items: readonly FeedItem[]) =>
  items.filter((item): item is LifecycleRecord => item.kind === 'lifecycle')
const one = (items: readonly FeedItem[], name: string) => releases(items).find(({ release }) => release === name)

type Json = Record<string, unknown>
type Product = Json & { releases: Json[] }
const edited = (change: (document: Json & { result: Product[] }, release: Json) => void): string => {
  const value = JSON.parse(full.toString()) as Json & { result: Product[] }
  change(value, value.result[0]?.releases[0] ?? {})
  return JSON.stringify(value)
}

describe('endoflife.date', () => {
  it('gives every release of every product', async () => {
    const items = await read(full)
    const named = JSON.parse(full.toString()) as { result: Product[] }
    expect(releases(items)).toHaveLength(named.result.flatMap(product => product.releases).length)
    expect(items.some(item => item.kind === 'rejected')).toBe(false)
    expect(items.at(-1)).toEqual({
      kind: 'edition',
      version: '',
      publishedAtMs: Date.UTC(2025, 6, 2, 0, 53, 29),
      declared: null,
    })
  })

  it.each([
    [
      '25.04',
      {
        product: 'ubuntu',
        label: "25.04 'Plucky Puffin'",
        releasedAtMs: Date.UTC(2025, 3, 17),
        isLts: false,
        activeSupportEndsAtMs: Date.UTC(2026, 0, 17),
        endOfLifeAtMs: Date.UTC(2026, 0, 17),
        isEndOfLife: false,
        latestVersion: '25.04',
      },
    ],
    [
      '11-24h2-iot-lts',
      { product: 'windows', isLts: true, endOfLifeAtMs: Date.UTC(2034, 9, 10), latestVersion: '10.0.26100' },
    ],
    [
      '5-sp3',
      { product: 'windows', isEndOfLife: true, endOfLifeAtMs: Date.UTC(2014, 3, 8), latestVersion: '5.1.2600' },
    ],
  ])('%s', async (name, expected) => {
    expect(one(await read(full), name)).toMatchObject({ kind: 'lifecycle', release: name, ...expected })
  })

  it('dates that are not set are not known', async () => {
    const items = await read(
      edited((_, release) =>
        Object.assign(release, { name: 'x', eolFrom: null, eoasFrom: '2025-02-30', latest: null }),
      ),
    )
    expect(one(items, 'x')).toMatchObject({ endOfLifeAtMs: null, activeSupportEndsAtMs: null, latestVersion: '' })
  })

  it.each([
    [
      'a release without a name',
      (release: Json) => delete release['name'],
      'ubuntu release 1',
      expect.stringContaining('name'),
    ],
    [
      'a word for a truth',
      (release: Json) => (release['isEol'] = 'no'),
      'ubuntu release 1',
      'is wrong at /isEol: must be boolean',
    ],
    ['a name that is a path', (release: Json) => (release['name'] = '../x'), 'ubuntu ../x', 'has a name that is none'],
    ['one that is there twice', (release: Json) => (release['name'] = '4.10'), 'ubuntu 4.10', 'is there twice'],
  ])('%s is rejected, and the others are taken', async (_, change, where, reason) => {
    const count = releases(await read(full)).length
    const items = await read(edited((_document, release) => change(release)))
    expect(items.filter(item => item.kind === 'rejected')).toEqual([{ kind: 'rejected', where, reason }])
    expect(releases(items)).toHaveLength(count - 1)
  })

  it('a product that is none is rejected, and the others are taken', async () => {
    const items = await read(edited(document => document.result.unshift({ name: 3, releases: [] })))
    expect(items[0]).toEqual({ kind: 'rejected', where: 'product 1', reason: 'is wrong at /name: must be string' })
  })

  it.each([
    ['nothing', ''],
    ['half of it', full.subarray(0, full.length / 2)],
    ['no products', edited(document => (document.result = []))],
    ['products without releases', edited(document => document.result.forEach(product => (product.releases = [])))],
    ['the API of before', '[{"cycle":"12","eol":"2026-06-10"}]'],
    ['another version', edited(document => (document['schema_version'] = '2.0.0'))],
  ])('%s is refused', async (_, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: 'feed_malformed' })
  })
})

describe('tables of Debian', () => {
  it.each([
    ['debian-releases', debian, '12', 'Debian 12 (Bookworm)', false, [2023, 5, 10], [2026, 6, 11], [2028, 5, 30]],
    ['debian-releases', debian, '1.1', 'Debian 1.1 (Buzz)', false, [1996, 5, 17], [1997, 5, 5], [1997, 5, 5]],
    [
      'ubuntu-releases',
      ubuntu,
      '24.04',
      'Ubuntu 24.04 LTS (Noble Numbat)',
      true,
      [2024, 3, 25],
      [2029, 4, 31],
      [2029, 4, 31],
    ],
    [
      'ubuntu-releases',
      ubuntu,
      '6.06',
      'Ubuntu 6.06 LTS (Dapper Drake)',
      true,
      [2006, 5, 1],
      [2009, 6, 14],
      [2011, 5, 1],
    ],
    [
      'ubuntu-releases',
      ubuntu,
      '25.10',
      'Ubuntu 25.10 (Questing Quokka)',
      false,
      [2025, 9, 9],
      [2026, 6, 9],
      [2026, 6, 9],
    ],
  ])('%s: %# %s', async (document, bytes, release, label, isLts, released, active, ended) => {
    const utc = ([year = 0, month = 0, day = 0]: number[]) => Date.UTC(year, month, day)
    expect(one(await read(bytes, document, now), release)).toEqual({
      kind: 'lifecycle',
      product: document.replace('-releases', ''),
      release,
      label,
      releasedAtMs: utc(released),
      isLts,
      activeSupportEndsAtMs: utc(active),
      endOfLifeAtMs: utc(ended),
      isEndOfLife: utc(ended) <= now,
      latestVersion: '',
    })
  })

  it.each([
    ['debian-releases', debian, 2],
    ['ubuntu-releases', ubuntu, 0],
  ])('%s: all are taken but suites that are no releases', async (document, bytes, suites) => {
    const items = await read(bytes, document)
    expect(items.every(item => item.kind === 'lifecycle' && !item.isEndOfLife)).toBe(true)
    expect(items).toHaveLength(bytes.toString().trimEnd().split('\n').length - 1 - suites)
  })

  it('both sources call releases alike', async () => {
    const theirs = new Set(releases(await read(full)).map(({ product, release }) => `${product} ${release}`))
    const ours = releases(await read(ubuntu, 'ubuntu-releases')).map(({ product, release }) => `${product} ${release}`)
    expect(ours.filter(name => !theirs.has(name))).toEqual(['ubuntu 25.10', 'ubuntu 26.04'])
  })

  const header = 'version,codename,series,created,release,eol,eol-lts\n'
  it.each([
    [
      'a day that there is none of',
      '12,B,b,2021-08-14,2023-06-10,2026-02-30',
      '12',
      'ends on a day that there is none of',
    ],
    ['a version that is none', 'x1,B,b,2021-08-14,2023-06-10,2026-07-11', 'x1', 'has a version that is none'],
    ['too many fields', '12,B,b,2021-08-14,2023-06-10,2026-07-11,,,', 'row 1', 'has 9 fields, not 7'],
    [
      'one that is there twice',
      '13,B,b,2021-08-14,2023-06-10\n13,B,b,2021-08-14,2023-06-10',
      'debian 13',
      'is there twice',
    ],
  ])('%s is rejected, and the others are taken', async (_, lines, where, reason) => {
    const items = await read(`${header}${lines}\n14,Forky,forky,2025-08-09\n`, 'debian-releases')
    expect(items.filter(item => item.kind === 'rejected')).toEqual([{ kind: 'rejected', where, reason }])
    expect(one(items, '14')).toMatchObject({ releasedAtMs: null, endOfLifeAtMs: null, isEndOfLife: false })
  })

  it.each([
    ['nothing', ''],
    ['a header alone', header],
    ['another table', 'a,b\n1,2\n'],
    ['columns called kind and reason', 'kind,where,reason\nrejected,x,y\n'],
    ['a page of HTML', '<!doctype html><title>Sign in</title>'],
  ])('%s is refused', async (_, text) => {
    await expect(read(text, 'ubuntu-releases')).rejects.toMatchObject({ code: 'feed_malformed' })
  })
})

it.each([
  ['products', [full]],
  ['debian-releases', [debian]],
  ['ubuntu-releases', [ubuntu]],
])('any bytes of %s are read, refused or rejected', async (document, seeds) => {
  await expectItHolds(endoflife, { document, options: {}, nowMs: now }, seeds, 150)
})
