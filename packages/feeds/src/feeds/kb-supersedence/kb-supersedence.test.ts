import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FeedError } from '../../feed/feed-error.ts'
import { recordProblem } from '../../records/record-problem.ts'
import type { FeedItem } from '../../records/record.ts'
import { collected, inChunks } from '../../testing/chunks.ts'
import { kbSupersedence } from './index.ts'

const HEADER =
  '"DatePosted","CVE","BulletinKB","Title","AffectedProduct","AffectedComponent","Severity","Impact","Supersedes","Exploits"'
const row = (
  fields: Partial<Record<'date' | 'cve' | 'kb' | 'product' | 'severity' | 'supersedes', string>>,
): string => {
  const { date = '20260609', cve = 'CVE-2026-1001', kb = '5094126', product = 'Windows Server 2019' } = fields
  const all = [
    date,
    cve,
    kb,
    'a title',
    product,
    'Kernel',
    fields.severity ?? 'Important',
    'RCE',
    fields.supersedes ?? '',
    '',
  ]
  return all.map(field => `"${field}"`).join(',')
}

const read = (text: string | Uint8Array, member = 'CVEs_20260628.csv', size = 997): Promise<FeedItem[]> =>
  collected(
    kbSupersedence.read({
      document: 'table',
      url: 'https://example.org/definitions.zip',
      member,
      chunks: inChunks(text, size),
      options: {},
      sinceMs: null,
    }),
  )
const table = (...rows: string[]): string => [HEADER, ...rows, ''].join('\r\n')
const day = (text: string): number => Date.parse(`${text}T00:00:00Z`)

describe('rows of one KB in one product', () => {
  it('are one patch, with all CVEs and the worst severity, of the day that most rows have', async () => {
    const items = await read(
      table(
        row({ cve: 'CVE-2026-1002', severity: 'Critical', supersedes: '5089549' }),
        row({ supersedes: '5089549' }),
        row({ cve: 'CVE-2025-7', date: '20251209', severity: '' }),
        row({ cve: 'ADV190013', date: '20260617' }),
      ),
    )
    expect(items.filter(item => item.kind === 'patch')).toEqual([
      expect.objectContaining({
        key: 'kb:5094126@windows-server-2019',
        title: 'Security Update for Windows Server 2019 (KB5094126)',
        cves: ['CVE-2026-1002', 'CVE-2026-1001'],
        advisories: ['KB5094126', 'ADV190013'],
        vendorSeverity: 'Critical',
        severity: 'critical',
        families: ['Windows'],
        track: 'kb@windows-server-2019',
        issuedAtMs: day('2026-06-09'),
        updatedAtMs: day('2026-06-17'),
        category: 'security',
        reboot: null,
        detection: null,
      }),
    ])
    expect(items.filter(item => item.kind === 'supersedes')).toEqual([
      {
        kind: 'supersedes',
        newer: 'kb:5094126@windows-server-2019',
        older: 'kb:5089549@windows-server-2019',
        derived: null,
      },
    ])
    expect(items[0]).toEqual({
      kind: 'edition',
      version: '2026-06-28',
      publishedAtMs: day('2026-06-28'),
      declared: null,
    })
  })

  it('are of one product however its name is spelt, and of two where there are two', async () => {
    const items = await read(
      table(
        row({ product: 'Windows 8.1 for x64-based systems' }),
        row({ product: 'Windows 8.1 for x64-based Systems ' }),
        row({}),
      ),
    )
    expect(items.flatMap(item => (item.kind === 'patch' ? [item.key] : []))).toEqual([
      'kb:5094126@windows-8.1-for-x64-based-systems',
      'kb:5094126@windows-server-2019',
    ])
  })

  it('with servicing alone are a servicing stack update', async () => {
    const items = await read(table(row({ cve: 'ADV990001' })))
    expect(items.find(item => item.kind === 'patch')).toMatchObject({ category: 'servicingStack', cves: [] })
  })
})

it.each([
  ['5089549', ['5089549']],
  ['4010250;4012212', ['4010250', '4012212']],
  ['3118389<br><br>4022173', ['3118389', '4022173']],
  ['3142037\n', ['3142037']],
  ['None', []],
  ['20.0.1;50185;5094126', []],
])('Supersedes %j names %j', async (supersedes, numbers) => {
  const items = await read(table(row({ supersedes })))
  expect(items.flatMap(item => (item.kind === 'supersedes' ? [item.older] : []))).toEqual(
    numbers.map(number => `kb:${number}@windows-server-2019`),
  )
})

it('what is no patch is counted, not kept', async () => {
  const items = await read(
    table(row({ kb: '' }), row({ kb: '' }), row({ kb: 'Release Notes' }), row({ supersedes: '5094126' })),
  )
  expect(items.filter(item => item.kind === 'rejected').map(item => `${item.where} ${item.reason}`)).toEqual([
    '2 rows name no KB',
    '1 rows name as KB what is none ("Release Notes", names of Linux packages)',
    '1 rows say that a KB replaces itself',
  ])
  expect(items.filter(item => item.kind === 'patch')).toHaveLength(1)
})

it.each([
  ['a day that there is not', row({ date: '20260230' }), 'has a date that is none'],
  ['no day', row({ date: 'today' }), 'has a date that is none'],
  ['a product without letters', row({ product: '()' }), 'has a product without a name'],
  ['a product of 300 letters', row({ product: 'x'.repeat(300) }), 'has a product with a name that is too long'],
  ['a field too few', '"20260609","CVE-2026-1"', 'has 2 fields, not 10'],
])('a row with %s is rejected, the others are taken', async (_, bad, reason) => {
  const items = await read(table(bad, row({})))
  expect(items.filter(item => item.kind === 'rejected')).toEqual([{ kind: 'rejected', where: 'row 1', reason }])
  expect(items.filter(item => item.kind === 'patch')).toHaveLength(1)
})

it.each([
  ['another header', 'a,b\r\n1,2\r\n'],
  ['nothing in it', ''],
  ['an open quote before five megabytes', `${HEADER}\r\n"${'x'.repeat(5_000_000)}`],
  ['another encoding', Buffer.from(HEADER, 'utf16le')],
])('a table with %s is refused', async (_, text) => {
  await expect(read(text, 'CVEs_20260628.csv', 65_536)).rejects.toMatchObject({ code: 'feed_malformed' })
})

it.each(['Custom_20190321.csv', 'Version_0.94.txt'])('%s in the archive is passed over', async member => {
  expect(await read('anything', member)).toEqual([])
})

it('whatever happens to its bytes, it ends with records that are some, or FeedError', async () => {
  const fixture = gunzipSync(readFileSync(new URL('fixtures/four-products.csv.gz', import.meta.url))).subarray(0, 6000)
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(5999), fc.nat(255)), { maxLength: 6 }),
      fc.nat(6000),
      fc.tuple(fc.nat(6000), fc.nat(400)),
      async (flips, end, [from, length]) => {
        const bytes = Buffer.concat([
          fixture.subarray(0, end),
          fixture.subarray(from, from + length),
          fixture.subarray(end),
        ])
        for (const [at, value] of flips) bytes[at] = value
        try {
          for (const item of await read(bytes, 'CVEs_20260628.csv', 313))
            if (item.kind === 'patch' || item.kind === 'supersedes') expect(recordProblem(item)).toBeNull()
        } catch (error) {
          expect(error).toBeInstanceOf(FeedError)
        }
      },
    ),
    { numRuns: 60 },
  )
})
