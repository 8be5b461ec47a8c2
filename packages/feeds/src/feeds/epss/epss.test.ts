import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { FeedItem } from '../../records/record.ts'
import { expectItHolds, readBytes } from '../../testing/mutated-bytes.ts'
import { epss } from './index.ts'

const file = (name: string): Uint8Array => {
  const bytes = readFileSync(new URL(`./fixtures/${name}`, import.meta.url))
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes
}
const read = (bytes: Uint8Array | string, url = ''): Promise<FeedItem[]> =>
  readBytes(epss, bytes, { document: 'scores', options: {}, url }, 7)
const scores = 'epss_scores-'

describe('every shape that was ever published is read', () => {
  it.each([
    ['2021-04-14', 0.65117, null, '', Date.UTC(2021, 3, 14)],
    ['2021-09-01', 0.65117, 0.9981063485700858, '', Date.UTC(2021, 8, 1)],
    ['2022-02-04', 0.96817, 0.99999, 'v2022.01.01', Date.UTC(2022, 1, 4)],
    ['2023-03-07', 0.97567, 0.99995, 'v2023.03.01', Date.UTC(2023, 2, 7)],
  ])('%s', async (day, probability, percentile, modelVersion, scoredAtMs) => {
    const items = await read(file(`${scores}${day}.csv.gz`), `https://x.example/${scores}${day}.csv.gz`)
    expect(items.map(item => item.kind)).toEqual(['vulnerability', 'vulnerability', 'edition'])
    expect(items[0]).toEqual({
      kind: 'vulnerability',
      cve: 'CVE-2020-5902',
      epss: { probability, percentile, modelVersion, scoredAtMs },
    })
    expect(items[2]).toEqual({ kind: 'edition', version: modelVersion, publishedAtMs: scoredAtMs, declared: null })
  })

  it('rows of 2026 are all taken', async () => {
    const items = await read(file('epss_scores-excerpt-2026.csv'))
    expect(items.filter(item => item.kind === 'vulnerability')).toHaveLength(36)
    expect(items.at(-1)).toEqual({ kind: 'edition', version: '', publishedAtMs: null, declared: null })
  })

  it.each([
    ['a byte order mark', '\ufeffcve,epss\nCVE-2020-5902,0.5\n'],
    ['Windows line ends', 'cve,epss\r\nCVE-2020-5902,0.5\r\n'],
    ['no line end at its end', 'cve,epss\nCVE-2020-5902,0.5'],
    ['a further column', 'cve,model,epss\nCVE-2020-5902,x,0.5\n'],
    ['small letters', 'cve,epss\ncve-2020-5902,0.5\n'],
  ])('with %s', async (_, text) => {
    expect((await read(text))[0]).toMatchObject({ cve: 'CVE-2020-5902', epss: { probability: 0.5 } })
  })
})

const row = async (epssText: string, percentile = '0.5'): Promise<FeedItem | undefined> =>
  (await read(`cve,epss,percentile\nCVE-2020-5902,${epssText},${percentile}\nCVE-2020-0001,0.1,0.1\n`))[0]

describe('what is a score', () => {
  it.each([
    ['0', 0],
    ['0.00000', 0],
    ['1', 1],
    ['1.0', 1],
    ['9e-05', 0.00009],
    ['0.000430000', 0.00043],
    ['1E-3', 0.001],
  ])('%s', async (text, probability) => {
    expect(await row(text)).toMatchObject({ kind: 'vulnerability', epss: { probability } })
    expect(await row('0.5', text)).toMatchObject({ epss: { percentile: probability } })
  })

  it.each([
    '1.00001',
    '-0.1',
    '+0.1',
    '10',
    '1e1',
    'NaN',
    'Infinity',
    'N/A',
    'null',
    '',
    ' ',
    '.5',
    '0x1',
    '0٫5',
    '1e-400',
    '1e-320',
    '0.1.1',
    '1_0',
    '٠',
  ])('%j is none: the row is rejected and the others are taken', async text => {
    const items = await read(`cve,epss,percentile\nCVE-2020-5902,${text},0.5\nCVE-2020-0001,0.1,0.1\n`)
    expect(items[0]).toMatchObject({ kind: 'rejected', where: 'CVE-2020-5902' })
    expect(items[1]).toMatchObject({ kind: 'vulnerability', cve: 'CVE-2020-0001' })
    expect(await row('0.5', text)).toMatchObject({ kind: 'rejected', reason: expect.stringContaining('percentile') })
  })
})

describe('a bad row is rejected by its place', () => {
  it.each([
    ['no CVE', 'GHSA-1,0.1', 'row 1', 'names no CVE'],
    ['too few fields', 'CVE-2020-5902', 'row 1', 'has 1 fields, not 2'],
    ['too many', 'CVE-2020-5902,0.1,0.2', 'row 1', 'has 3 fields, not 2'],
  ])('%s', async (_, line, where, reason) => {
    const items = await read(`cve,epss\n${line}\nCVE-2020-0001,0.1\n`)
    expect(items[0]).toEqual({ kind: 'rejected', where, reason })
    expect(items[1]).toMatchObject({ kind: 'vulnerability' })
  })

  it('of a CVE that is there twice the first counts', async () => {
    const items = await read('cve,epss\nCVE-2020-0001,0.1\nCVE-2020-0001,0.9\n')
    expect(items.slice(0, 2)).toMatchObject([
      { epss: { probability: 0.1 } },
      { kind: 'rejected', where: 'CVE-2020-0001', reason: 'is there twice' },
    ])
  })
})

describe('a file of another shape is refused', () => {
  it.each([
    ['nothing', ''],
    ['a header alone', 'cve,epss\n'],
    ['no good row', 'cve,epss\nCVE-2020-0001,2\n'],
    ['no header', 'CVE-2020-0001,0.1\n'],
    ['a column twice', 'cve,epss,epss\nCVE-2020-0001,0.1,0.2\n'],
    ['another separator', 'cve;epss\nCVE-2020-0001;0.1\n'],
    ['a column called __proto__', '__proto__,name\nx,y\n'],
    ['UTF-16', Buffer.from('cve,epss\nCVE-2020-0001,0.1\n', 'utf16le')],
    ['an open quote and five megabytes', `cve,epss\n"CVE-2020-0001,${'x'.repeat(5_000_000)}`],
    ['a page of HTML', '<!doctype html><title>404</title>'],
  ])('%s', async (_, bytes) => {
    await expect(readBytes(epss, bytes, { document: 'scores', options: {} }, 4096)).rejects.toMatchObject({
      code: 'feed_malformed',
    })
  })
})

it('any bytes are read, refused or rejected', async () => {
  await expectItHolds(epss, { document: 'scores', options: {} }, [
    file('epss_scores-excerpt-2026.csv'),
    file('epss_scores-2023-03-07.csv.gz'),
  ])
})
