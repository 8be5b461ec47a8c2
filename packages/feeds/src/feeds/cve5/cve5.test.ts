import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readDocument } from '../../feed/read-document.ts'
import type { FeedItem } from '../../records/record.ts'
import type { VulnerabilityRecord } from '../../records/vulnerability-record.ts'
import { inChunks } from '../../testing/chunks.ts'
import { expectItHolds, readBytes } from '../../testing/mutated-bytes.ts'
import { realDataOr } from '../../testing/real-data.ts'
import { storedZip } from '../../testing/stored-zip.ts'
import { cve5 } from './index.ts'

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url))
const fortinet = fixture('CVE-2024-21762.json')
const cortex = fixture('CVE-2023-0001.json')
const delta = fixture('delta.json')
const read = (bytes: Uint8Array | string, more: { url?: string; member?: string } = {}): Promise<FeedItem[]> =>
  readBytes(cve5, bytes, { document: 'record', options: {}, url: '', ...more })
const changes = (
  bytes: Uint8Array | string,
  sinceMs: number | null = null,
  document = 'changes',
): Promise<FeedItem[]> => readBytes(cve5, bytes, { document, options: {}, sinceMs })
const records = (items: readonly FeedItem[]) =>
  items.filter((item): item is VulnerabilityRecord => item.kind === 'vulnerability')

type Json = Record<string, unknown>
interface File extends Json {
  cveMetadata: Json
  containers: { cna: Json & { metrics: unknown[] }; adp: (Json & { metrics: unknown[] })[] }
}
const edited = (change: (file: File) => void): string => {
  const file = JSON.parse(fortinet.toString()) as File
  change(file)
  return JSON.stringify(file)
}

describe('a record', () => {
  it('gives what its CNA says and what CISA adds', async () => {
    expect(await read(fortinet)).toEqual([
      {
        kind: 'vulnerability',
        cve: 'CVE-2024-21762',
        title: '',
        description: expect.stringMatching(/^A out-of-bounds write in Fortinet FortiOS .* crafted requests$/),
        state: 'published',
        publishedAtMs: Date.UTC(2024, 1, 9, 8, 14, 25),
        modifiedAtMs: Date.UTC(2026, 7, 4, 3, 55, 55),
        cwes: ['CWE-787'],
        references: [
          'https://fortiguard.com/psirt/FG-IR-24-015',
          'https://www.cisa.gov/known-exploited-vulnerabilities-catalog?field_cve=CVE-2024-21762',
        ],
        cvss: [
          {
            version: '3.1',
            vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:H/RL:W/RC:C',
            source: 'cna:fortinet',
            isPrimary: true,
          },
        ],
        ssvc: { exploitation: 'active', automatable: 'yes', technicalImpact: 'total' },
      },
    ])
  })

  it('without additions is one, too', async () => {
    const [record] = records(await read(cortex))
    expect(record).toMatchObject({ cve: 'CVE-2023-0001', cwes: ['CWE-319'], modifiedAtMs: null })
    expect(record?.title).toBe('Cortex XDR Agent: Cleartext Exposure of Agent Admin Password')
    expect(record).not.toHaveProperty('ssvc')
  })

  it.for([['CVE-2022-0001'], ['CVE-2022-0002'], ['CVE-2023-0001'], ['CVE-2023-0002']])(
    '%s of the real ones is taken',
    async ([name], { skip }) => {
      const items = await read(realDataOr(skip, `cve5/${name}.json`), { url: `https://x.example/2022/${name}.json` })
      expect(items).toMatchObject([{ kind: 'vulnerability', cve: name, state: 'published' }])
    },
  )

  it('that was rejected says why', async () => {
    const [record] = records(
      await read(
        edited(file => {
          file.cveMetadata['state'] = 'REJECTED'
          file.containers = {
            cna: { rejectedReasons: [{ lang: 'en', value: 'Duplicate.' }] },
            adp: [],
          } as unknown as File['containers']
        }),
      ),
    )
    expect(record).toMatchObject({ state: 'rejected', description: 'Duplicate.', cvss: [] })
  })

  it('takes English in any of its names', async () => {
    const inLanguage = async (lang: string) =>
      records(await read(edited(file => (file.containers.cna['descriptions'] = [{ lang, value: 'x' }]))))[0]
        ?.description
    expect(await Promise.all(['en', 'en-US', 'EN', 'es', 'enm'].map(inLanguage))).toEqual(['x', 'x', 'x', '', ''])
  })

  it('has the vectors of all who gave one, each with its source', async () => {
    const v4 = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'
    const [record] = records(
      await read(
        edited(file => {
          file.containers.cna.metrics.push({
            cvssV4_0: { vectorString: v4 },
            cvssV2_0: { vectorString: 'AV:N/AC:L/Au:N/C:P/I:P/A:P' },
          })
          file.containers.adp[0]?.metrics.push({
            cvssV3_1: { vectorString: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' },
          })
        }),
      ),
    )
    expect(record?.cvss?.map(({ version, source, isPrimary }) => [version, source, isPrimary])).toEqual([
      ['3.1', 'cna:fortinet', true],
      ['4.0', 'cna:fortinet', true],
      ['2.0', 'cna:fortinet', true],
      ['3.1', 'adp:CISA-ADP', false],
    ])
  })

  it('decisions of others than CISA are not CISA’s', async () => {
    const [record] = records(
      await read(
        edited(({ containers }) => containers.cna.metrics.push(...(containers.adp.splice(0)[0]?.metrics ?? []))),
      ),
    )
    expect(record).not.toHaveProperty('ssvc')
  })
})

describe('what is wrong in a record is rejected alone', () => {
  it.each<[string, (file: File) => void, unknown]>([
    [
      'a vector in another order',
      file =>
        file.containers.cna.metrics.push({
          cvssV4_0: { vectorString: 'CVSS:4.0/AC:L/AV:N/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N' },
        }),
      'has a CVSS vector that has "AV" behind "AC"',
    ],
    [
      'a metric that is none',
      file => file.containers.cna.metrics.push(3),
      'has a metric that is of another shape: must be object',
    ],
    [
      'a container that is none',
      file => file.containers.adp.push(null as unknown as File['containers']['adp'][0]),
      expect.stringContaining('has an ADP container that'),
    ],
    [
      'a decision with a value of its own',
      file =>
        file.containers.adp[0]?.metrics.push({
          other: { type: 'ssvc', content: { options: [{ Exploitation: 'perhaps' }] } },
        }),
      'has an SSVC decision that is none',
    ],
    [
      'a decision that is none',
      file => file.containers.adp[0]?.metrics.push({ other: { type: 'ssvc', content: 'yes' } }),
      'has an SSVC decision that is none',
    ],
  ])('%s', async (_, change, reason) => {
    const items = await read(edited(change))
    expect(items[0]).toEqual({ kind: 'rejected', where: 'CVE-2024-21762', reason })
    expect(items[1]).toMatchObject({
      kind: 'vulnerability',
      cvss: [{ source: 'cna:fortinet' }],
      ssvc: { exploitation: 'active' },
    })
  })

  it.each([
    [
      'of another CVE than its file',
      { url: 'https://x.example/cves/2024/1xxx/CVE-2024-1000.json?x' },
      'is in the file of another: CVE-2024-1000.json',
    ],
    ['… in an archive', { member: 'a/CVE-2024-1000.json' }, 'is in the file of another: CVE-2024-1000.json'],
  ])('a record %s', async (_, place, reason) => {
    expect(await read(fortinet, place)).toEqual([{ kind: 'rejected', where: 'CVE-2024-21762', reason }])
  })
})

describe('the archive', () => {
  const archive = async (members: Record<string, Uint8Array | string>) => {
    const reading = readDocument(cve5, 'archive', {
      chunks: inChunks(storedZip(members), 4096),
      url: '',
      options: {},
      sinceMs: null,
    })
    const cves: string[] = []
    for (;;) {
      const { done, value } = await reading.next()
      if (done === true) return { cves, rejections: value.rejections }
      for (const record of value) if (record.kind === 'vulnerability') cves.push(record.cve)
    }
  }

  it('is read record by record, one that is broken is rejected, and what is no record is passed over', async () => {
    expect(
      await archive({
        'cvelistV5-main/README.md': '# CVE',
        'cvelistV5-main/cves/delta.json': delta,
        'cvelistV5-main/cves/2023/0xxx/CVE-2023-0001.json': cortex,
        'cvelistV5-main/cves/2023/0xxx/CVE-2023-0002.json': cortex.subarray(0, 500),
        'cvelistV5-main/cves/2023/0xxx/CVE-2023-0003.json': '[]',
        'cvelistV5-main/cves/2023/0xxx/CVE-2023-0004.json': Buffer.from([0xff, 0xfe]),
        'cvelistV5-main/cves/2024/21xxx/CVE-2024-21762.json': fortinet,
      }),
    ).toEqual({
      cves: ['CVE-2023-0001', 'CVE-2024-21762'],
      rejections: [
        { where: expect.stringContaining('CVE-2023-0002.json'), reason: 'is no record: it is not JSON' },
        { where: expect.stringContaining('CVE-2023-0003.json'), reason: 'is of another shape: must be object' },
        { where: expect.stringContaining('CVE-2023-0004.json'), reason: 'is not UTF-8' },
      ],
    })
  })

  it('without a record is refused', async () => {
    await expect(archive({ 'README.md': '# CVE' })).rejects.toMatchObject({ code: 'feed_malformed' })
  })
})

describe('lists of changes', () => {
  const follow = (url: string, changedAtMs: number | null) => ({
    kind: 'follow',
    document: 'record',
    url,
    sha256: null,
    bytes: null,
    changedAtMs,
  })
  const first = follow('2023/46xxx/CVE-2023-46695.json', Date.UTC(2023, 10, 2, 5, 36, 44))
  const second = follow('2023/47xxx/CVE-2023-47204.json', Date.UTC(2023, 10, 2, 5, 33, 33))
  const edition = { kind: 'edition', version: '', publishedAtMs: Date.UTC(2023, 10, 2, 5, 36, 48), declared: null }

  it('name the records beside them', async () => {
    expect(await changes(delta, null, 'delta')).toEqual([{ ...edition, declared: 2 }, first, second])
  })

  it('name what is newer than the last reading alone', async () => {
    expect(await changes(delta, Date.UTC(2023, 10, 2, 5, 34))).toEqual([edition, first])
    expect(await changes(delta, Date.UTC(2023, 10, 3))).toEqual([edition])
  })

  it('of thirty days name each record once, with its latest change', async () => {
    const later = { cveId: 'CVE-2023-46695', dateUpdated: '2023-11-02T09:00:00Z' }
    const old = { cveId: 'CVE-2023-0001', dateUpdated: 'long ago' }
    const log = [
      { fetchTime: '2023-11-02T09:00:01.000Z', numberOfChanges: 1, new: [], updated: [later], error: [] },
      JSON.parse(delta.toString()) as unknown,
      { fetchTime: '2023-11-01T00:00:00.000Z', numberOfChanges: 1, updated: [old] },
    ]
    expect(await changes(JSON.stringify(log))).toEqual([
      { ...edition, publishedAtMs: Date.UTC(2023, 10, 2, 9, 0, 1) },
      { ...first, changedAtMs: Date.UTC(2023, 10, 2, 9) },
      second,
      follow('2023/0xxx/CVE-2023-0001.json', null),
    ])
  })

  it('send nobody to another place', async () => {
    const bad = [
      { cveId: '../../etc/passwd', dateUpdated: '' },
      { cveId: 'CVE-2023-1/../x', dateUpdated: '' },
      { cveId: 'CVE-2023-1234567', githubLink: 'http://169.254.169.254/', dateUpdated: '' },
      7,
    ]
    expect(await changes(JSON.stringify({ fetchTime: 'x', numberOfChanges: 4, new: bad }))).toEqual([
      { ...edition, publishedAtMs: null },
      { kind: 'rejected', where: 'changes of x', reason: 'names no CVE' },
      { kind: 'rejected', where: 'changes of x', reason: 'names no CVE' },
      { kind: 'rejected', where: 'changes of x', reason: 'is of another shape: must be object' },
      follow('2023/1234xxx/CVE-2023-1234567.json', null),
    ])
  })
})

describe('a document of another shape is refused', () => {
  it.each([
    ['nothing', ''],
    ['half of it', fortinet.subarray(0, fortinet.length / 2)],
    ['a record of format 4', edited(file => (file['dataVersion'] = '4.0'))],
    ['a record without a CNA', edited(file => (file.containers = {} as File['containers']))],
    ['a list of changes', delta],
    ['a thousand lists in each other', '['.repeat(1000) + ']'.repeat(1000)],
  ])('%s', async (_, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: 'feed_malformed' })
  })

  it.each([
    ['nothing', ''],
    ['an empty log', '[]'],
    ['a record', fortinet],
    ['a log of records', `[${delta.toString()}, ${fortinet.toString()}]`],
  ])('%s where changes should be', async (_, bytes) => {
    await expect(changes(bytes)).rejects.toMatchObject({ code: 'feed_malformed' })
  })
})

it.each([
  ['record', [fortinet, cortex]],
  ['changes', [delta]],
])('any bytes of a %s are read, refused or rejected', async (document, seeds) => {
  await expectItHolds(cve5, { document, options: {} }, seeds)
})
