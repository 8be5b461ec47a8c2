import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { FeedItem } from '../../records/record.ts'
import { expectItHolds, readBytes } from '../../testing/mutated-bytes.ts'
import { realDataOr } from '../../testing/real-data.ts'
import { kev } from './index.ts'

const sample = readFileSync(new URL('./fixtures/known_exploited_vulnerabilities.json', import.meta.url))
const catalog = { document: 'catalog', options: {} }
const read = (bytes: Uint8Array | string): Promise<FeedItem[]> => readBytes(kev, bytes, catalog)

type Json = Record<string, unknown>
const edited = (change: (catalog: Json, entries: Json[]) => void): string => {
  const value = JSON.parse(sample.toString()) as Json & { vulnerabilities: Json[] }
  change(value, value.vulnerabilities)
  return JSON.stringify(value)
}

describe('the catalog', () => {
  it('gives each entry with its own dates', async () => {
    const items = await read(sample)
    expect(items.map(item => item.kind)).toEqual([...Array<string>(5).fill('vulnerability'), 'edition'])
    expect(items[0]).toEqual({
      kind: 'vulnerability',
      cve: 'CVE-2026-73570',
      title: 'Zimbra Collaboration Suite (ZCS) OS Command Injection Vulnerability',
      description: expect.stringMatching(/^Zimbra Collaboration Suite \(ZCS\) contains .* as the Zimbra user\.$/),
      cwes: expect.arrayContaining([expect.stringMatching(/^CWE-\d+$/)]),
      references: expect.arrayContaining([
        'https://wiki.zimbra.com/wiki/Zimbra_Security_Advisories',
        'https://blog.zimbra.com/2026/07/patch-release-update-zimbra-10-1-20/',
      ]),
      kev: {
        addedAtMs: Date.UTC(2026, 7, 21),
        dueAtMs: Date.UTC(2026, 7, 24),
        ransomware: false,
        requiredAction: expect.stringContaining('BOD 26-04'),
        vendor: 'Synacor',
        product: 'Zimbra Collaboration Suite (ZCS)',
      },
    })
    expect(items.find(item => item.kind === 'vulnerability' && item.cve === 'CVE-2021-44228')).toMatchObject({
      kev: { ransomware: true },
    })
    expect(items.at(-1)).toEqual({
      kind: 'edition',
      version: '2026.08.21',
      publishedAtMs: Date.UTC(2026, 7, 21, 17, 46, 43),
      declared: 5,
    })
  })

  it.for<[string, number]>([
    ['2026.08.21', 1674],
    ['2025.08.25', 1400],
  ])('of %s is read whole, with as many entries as it says', async ([version, least], { skip }) => {
    const items = await read(realDataOr(skip, `kev/known_exploited_vulnerabilities-${version}.json`))
    const edition = items.at(-1)
    expect(edition).toMatchObject({ kind: 'edition', version })
    const declared = edition?.kind === 'edition' ? edition.declared : null
    expect(items.filter(item => item.kind === 'vulnerability')).toHaveLength(declared ?? -1)
    expect(declared).toBeGreaterThanOrEqual(least)
    expect(items.some(item => item.kind === 'rejected')).toBe(false)
  })
})

describe('one bad entry is rejected, and the others are taken', () => {
  it.each([
    ['no CVE', (entry: Json) => (entry['cveID'] = 'CVE-2026-1'), 'CVE-2026-1', 'has a cveID that is no CVE'],
    [
      'a day that is none',
      (entry: Json) => (entry['dueDate'] = '2026-02-30'),
      'CVE-2026-73570',
      'has a dueDate that is no day',
    ],
    ['no due date', (entry: Json) => (entry['dueDate'] = ''), 'CVE-2026-73570', 'has a dueDate that is no day'],
    [
      'a number for a day',
      (entry: Json) => (entry['dateAdded'] = 20260821),
      'entry 1',
      'is wrong at /dateAdded: must be string',
    ],
    ['a missing field', (entry: Json) => delete entry['product'], 'entry 1', expect.stringContaining('product')],
  ])('%s', async (_, change, where, reason) => {
    const items = await read(edited((_catalog, [first = {}]) => change(first)))
    expect(items[0]).toEqual({ kind: 'rejected', where, reason })
    expect(items.filter(item => item.kind === 'vulnerability')).toHaveLength(4)
  })

  it('of one that is there twice the first counts', async () => {
    const items = await read(edited((_, entries) => entries.push({ ...entries[0], dueDate: '2030-01-01' })))
    expect(items.filter(item => item.kind === 'vulnerability')).toHaveLength(5)
    expect(items.find(item => item.kind === 'rejected')).toEqual({
      kind: 'rejected',
      where: 'CVE-2026-73570',
      reason: 'is there twice',
    })
  })

  it('ten million characters, control characters and addresses that are none do not come through', async () => {
    const [first] = await read(
      edited((_, [entry = {}]) => {
        entry['shortDescription'] = 'x'.repeat(10_000_000)
        entry['product'] = 'a\u001b[2J\nb\u202e'
        entry['notes'] = 'javascript:alert(1) ; https://u:p@h/ ; http://ok.example/ ;'
        Object.assign(entry, JSON.parse('{"__proto__": {"kev": null}}'))
      }),
    )
    expect(first).toMatchObject({ kev: { product: 'a [2J b' }, references: ['http://ok.example/'] })
    expect(first?.kind === 'vulnerability' && first.description?.length).toBe(4000)
  })
})

describe('a document of another shape is refused', () => {
  it.each([
    ['nothing', ''],
    ['half of it', sample.subarray(0, sample.length / 2)],
    ['another document', '{"vulnerabilities":[]}'],
    ['no entries', edited(value => (value['vulnerabilities'] = []))],
    ['entries that are none', edited(value => (value['vulnerabilities'] = [1, null, {}]))],
    ['a count that is text', edited(value => (value['count'] = '5'))],
    ['UTF-16', Buffer.from(sample.toString(), 'utf16le')],
  ])('%s', async (_, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: 'feed_malformed' })
  })
})

it('any bytes are read, refused or rejected', async () => {
  await expectItHolds(kev, catalog, [sample])
})
