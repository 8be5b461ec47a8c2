import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { FeedItem } from '../../records/record.ts'
import type { VulnerabilityRecord } from '../../records/vulnerability-record.ts'
import { expectItHolds, readBytes } from '../../testing/mutated-bytes.ts'
import { realDataOr } from '../../testing/real-data.ts'
import { nvd } from './index.ts'

const fixture = (name: string) => readFileSync(new URL(`./fixtures/nvdcve-2.0-${name}.json`, import.meta.url))
const log4shell = fixture('2021')
const changes = fixture('modified')
const read = (bytes: Uint8Array | string, document = 'year', url = ''): Promise<FeedItem[]> =>
  readBytes(nvd, bytes, { document, options: {}, url })
const records = (items: readonly FeedItem[]) =>
  items.filter((item): item is VulnerabilityRecord => item.kind === 'vulnerability')

type Json = Record<string, unknown>
type Page = Json & { vulnerabilities: { cve: Json & { metrics: Json } }[] }
const edited = (bytes: Uint8Array, change: (page: Page, cve: Json & { metrics: Json }) => void): string => {
  const page = JSON.parse(Buffer.from(bytes).toString()) as Page
  change(page, page.vulnerabilities[0]?.cve ?? { metrics: {} })
  return JSON.stringify(page)
}
const metric = (vectorString: unknown, more: Json = {}) => ({
  source: 'nvd@nist.gov',
  type: 'Primary',
  cvssData: { vectorString, baseScore: 0.1 },
  ...more,
})

describe('a file', () => {
  it('gives of each CVE its texts, dates, weaknesses and vectors', async () => {
    const items = await read(log4shell)
    expect(items[0]).toEqual({
      kind: 'vulnerability',
      cve: 'CVE-2021-44228',
      description: expect.stringMatching(/^Apache Log4j2 2\.0-beta9 through 2\.15\.0/),
      state: 'published',
      publishedAtMs: Date.UTC(2021, 11, 10, 10, 15, 9),
      modifiedAtMs: expect.any(Number),
      cwes: ['CWE-20', 'CWE-400', 'CWE-502', 'CWE-917'],
      references: expect.arrayContaining([
        'http://packetstormsecurity.com/files/165225/Apache-Log4j2-2.14.1-Remote-Code-Execution.html',
      ]),
      cvss: [
        {
          version: '3.1',
          vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
          source: 'nvd@nist.gov',
          isPrimary: true,
        },
        {
          version: '3.1',
          vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
          source: '134c704f-9b21-4f2e-91b3-4a467353bcc0',
          isPrimary: false,
        },
        { version: '2.0', vector: 'AV:N/AC:M/Au:N/C:C/I:C/A:C', source: 'nvd@nist.gov', isPrimary: true },
      ],
      ssvc: { exploitation: 'active', automatable: 'yes', technicalImpact: 'total' },
    })
    expect(items[1]).toMatchObject({ kind: 'edition', declared: 1, publishedAtMs: Date.UTC(2025, 5, 25, 3, 1, 3) })
  })

  it.for<[string, number]>([
    ['2002', 4],
    ['2021', 3],
    ['modified', 2],
  ])('%s of the real ones is taken whole', async ([name, count], { skip }) => {
    const items = await read(realDataOr(skip, `nvd/nvdcve-2.0-${name}.json`))
    expect(records(items)).toHaveLength(count)
    expect(items.filter(item => item.kind === 'rejected')).toEqual([])
    expect(items.at(-1)).toMatchObject({ kind: 'edition', declared: count })
  })

  it('never says a word of CPE', async () => {
    expect(JSON.stringify(await read(log4shell))).not.toContain('cpe:')
  })

  it('tells rejected CVEs from those that nobody has looked at', async () => {
    const states = await Promise.all(
      ['Rejected', 'Awaiting Analysis', 'Deferred', undefined].map(async status =>
        records(
          await read(
            edited(log4shell, (_, cve) =>
              status === undefined ? delete cve['vulnStatus'] : (cve['vulnStatus'] = status),
            ),
          ),
        ).map(record => record.state),
      ),
    )
    expect(states.flat()).toEqual(['rejected', 'published', 'published', 'published'])
  })
})

describe('vectors', () => {
  it('of v4.0 and v3.0 are taken, whatever score stands beside them', async () => {
    const full = `CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:X/CR:X/IR:X/AR:X/MAV:X/MAC:X/MAT:X/MPR:X/MUI:X/MVC:X/MVI:X/MVA:X/MSC:X/MSI:X/MSA:X/S:X/AU:X/R:X/V:X/RE:X/U:X`
    const [record] = records(
      await read(
        edited(log4shell, (_, cve) => {
          cve.metrics = {
            cvssMetricV40: [metric(full, { source: 'cve@example.org', type: 'Secondary' })],
            cvssMetricV30: [metric('CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H')],
          }
        }),
      ),
    )
    expect(record?.cvss).toEqual([
      { version: '4.0', vector: full, source: 'cve@example.org', isPrimary: false },
      {
        version: '3.0',
        vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
        source: 'nvd@nist.gov',
        isPrimary: true,
      },
    ])
    expect(record).not.toHaveProperty('ssvc')
  })

  it.each([
    ['that is no vector', metric('N/A'), 'has a CVSS vector that has "N", which is no metric of CVSS 2.0'],
    ['that is a score', metric(9.8), 'has a metric that is wrong at /cvssData/vectorString: must be string'],
    ['that lacks a metric', metric('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H'), 'has a CVSS vector that lacks "A"'],
    ['without a source', { cvssData: {} }, expect.stringContaining('has a metric that is')],
    ['that is null', null, expect.stringContaining('has a metric that is')],
  ])('one %s is rejected alone', async (_, bad, reason) => {
    const items = await read(
      edited(log4shell, (_page, cve) => {
        cve.metrics['cvssMetricV31'] = [bad, metric('CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H')]
      }),
    )
    expect(items[0]).toEqual({ kind: 'rejected', where: 'CVE-2021-44228', reason })
    expect(records(items)[0]?.cvss?.map(({ vector }) => vector)).toEqual([
      'CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      'AV:N/AC:M/Au:N/C:C/I:C/A:C',
    ])
  })

  it('an SSVC decision that is none is rejected alone', async () => {
    const items = await read(
      edited(log4shell, (_, cve) => {
        cve.metrics['ssvcV203'] = [{ ssvcData: { options: [{ exploitation: 'maybe' }] } }]
      }),
    )
    expect(items[0]).toMatchObject({ kind: 'rejected', reason: 'has an SSVC decision that is none' })
    expect(records(items)).toHaveLength(1)
  })
})

describe('a page of the API', () => {
  const url = 'https://services.nvd.nist.gov/rest/json/cves/2.0?lastModStartDate=2026-01-01T00:00:00.000Z&startIndex=0'

  it('names the next one, and how many there are in all', async () => {
    const items = await read(
      edited(changes, page => Object.assign(page, { totalResults: 5000, startIndex: 2000 })),
      'page',
      url,
    )
    expect(items.slice(-2)).toEqual([
      { kind: 'edition', version: '', publishedAtMs: Date.UTC(2026, 0, 1), declared: 5000 },
      {
        kind: 'follow',
        document: 'page',
        url: 'https://services.nvd.nist.gov/rest/json/cves/2.0?lastModStartDate=2026-01-01T00%3A00%3A00.000Z&startIndex=2002',
        sha256: null,
        bytes: null,
        changedAtMs: null,
      },
    ])
  })

  it('that is the last names none', async () => {
    expect((await read(changes, 'page', url)).some(item => item.kind === 'follow')).toBe(false)
  })

  it('on which nothing stands is one on which nothing has changed', async () => {
    const empty = edited(changes, page => Object.assign(page, { totalResults: 0, vulnerabilities: [] }))
    expect(await read(empty, 'page', url)).toMatchObject([{ kind: 'edition', declared: 0 }])
  })
})

describe('one bad entry is rejected, and the others are taken', () => {
  it.each([
    ['no CVE', (cve: Json) => (cve['id'] = 'CVE-X'), 'CVE-X', 'has an id that is no CVE'],
    ['no id', (cve: Json) => delete cve['id'], 'entry 1', expect.stringContaining('id')],
    [
      'a number for a text',
      (cve: Json) => (cve['descriptions'] = 3),
      'entry 1',
      'is wrong at /cve/descriptions: must be array',
    ],
    ['one that is there twice', (cve: Json) => (cve['id'] = 'CVE-2021-23814'), 'CVE-2021-23814', 'is there twice'],
  ])('%s', async (_, change, where, reason) => {
    const items = await read(edited(changes, (_page, cve) => change(cve)))
    expect(items.find(item => item.kind === 'rejected')).toEqual({ kind: 'rejected', where, reason })
    expect(records(items)).toHaveLength(1)
  })

  it('days that there are none of are not known', async () => {
    const [record] = records(await read(edited(log4shell, (_, cve) => (cve['published'] = '2021-02-30T00:00:00.000'))))
    expect(record?.publishedAtMs).toBeNull()
  })
})

describe('a document of another shape is refused', () => {
  it.each([
    ['nothing', ''],
    ['half of it', changes.subarray(0, changes.length / 2)],
    ['the format of before', edited(changes, page => (page['version'] = '1.1'))],
    ['a list', '[]'],
    ['a year without entries', edited(changes, page => (page.vulnerabilities = []))],
    ['entries that are none', edited(changes, page => Object.assign(page, { vulnerabilities: [{}, 1] }))],
    ['an answer that says why not', '{"message":"Invalid apiKey"}'],
  ])('%s', async (_, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: 'feed_malformed' })
  })
})

it('any bytes are read, refused or rejected', async () => {
  await expectItHolds(nvd, { document: 'page', options: {}, url: 'https://x.example/?a=b' }, [log4shell, changes])
})
