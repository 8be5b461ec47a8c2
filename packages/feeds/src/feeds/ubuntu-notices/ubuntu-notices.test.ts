import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { expectItHolds, readBytes } from '../../testing/mutated-bytes.ts'
import { mutatedJson } from '../../testing/mutated-json.ts'
import { realDataOr } from '../../testing/real-data.ts'
import { ubuntuNotices } from './index.ts'
import { rebootOf } from './notice.ts'

const page = readFileSync(new URL('fixtures/notices.json', import.meta.url))
const read = async (document: string, bytes: Uint8Array | string, sinceMs: number | null = null, url?: string) =>
  await readBytes(ubuntuNotices, bytes, { document, options: {}, sinceMs, ...(url === undefined ? {} : { url }) })
const binary = (release: string, name: string, version: string, pocket = '', of = 'binary') => ({
  distro: 'ubuntu',
  release,
  of,
  package: { name, arch: '', version, module: '', file: null },
  pocket,
})

const usn = {
  title: 'Linux kernel vulnerability',
  timestamp: 1404583414.95479,
  action: 'After a standard system update you need to reboot your computer to make\nall the necessary changes.\n',
  cves: ['CVE-2014-4699', 'https://launchpad.net/bugs/1337339', 5],
  releases: {
    trusty: {
      sources: { linux: { version: '3.13.0-30.55', description: 'Linux kernel' } },
      binaries: { 'linux-image-3.13.0-30-generic': { pocket: 'security', version: '3.13.0-30.55' } },
      archs: { amd64: { urls: {} } },
    },
    xenial: {
      sources: { linux: { version: '4.15.0-216.227' } },
      allbinaries: { 'linux-tools-common': { pocket: 'esm-infra', version: '4.15.0-216.227' }, old: {} },
      binaries: {},
    },
  },
}

describe('the database', () => {
  test('a notice has its fixed sources and binaries, who gets them, and that a reboot is needed', async () => {
    expect(await read('database', JSON.stringify({ '2274-1': usn }))).toEqual([
      {
        kind: 'advisory',
        name: 'USN-2274-1',
        title: 'Linux kernel vulnerability',
        category: 'security',
        vendorSeverity: '',
        severity: '',
        issuedAtMs: 1404583414955,
        updatedAtMs: null,
        url: 'https://ubuntu.com/security/notices/USN-2274-1',
        cves: ['CVE-2014-4699'],
        replaces: [],
        reboot: 'always',
        fixes: [
          binary('trusty', 'linux', '3.13.0-30.55', '', 'source'),
          binary('trusty', 'linux-image-3.13.0-30-generic', '3.13.0-30.55'),
          binary('xenial', 'linux', '4.15.0-216.227', 'esm-infra', 'source'),
          binary('xenial', 'linux-tools-common', '4.15.0-216.227', 'esm-infra'),
        ],
      },
    ])
  })

  test('bad notices and releases are counted, the others are taken', async () => {
    const notices = {
      nonsense: usn,
      '1-1': [],
      '2-1': { ...usn, timestamp: null },
      '3-1': { ...usn, releases: { 'a b': {}, noble: 5, jammy: { binaries: { bash: { version: '5.1-6' } } } } },
    }
    const items = await read('database', `{"__proto__":{},${JSON.stringify(notices).slice(1)}`)
    expect(items.map(item => (item.kind === 'rejected' ? item.where : item.kind))).toEqual([
      '__proto__',
      'nonsense',
      'USN-1-1',
      'USN-2-1',
      'USN-3-1 a b',
      'USN-3-1 noble',
      'advisory',
    ])
  })

  test('three real notices', async ({ skip }) => {
    const items = await read('database', realDataOr(skip, 'ubuntu/usn-database-all.json'))
    const short = items.map(item =>
      item.kind === 'advisory' ? [item.name, item.reboot, item.cves.length, item.fixes.length > 5] : item,
    )
    expect(short).toEqual([
      ['USN-4011-1', 'never', 2, true],
      ['USN-2274-1', 'always', 1, true],
      ['USN-6342-1', 'always', 6, true],
    ])
    const kernel = items[2]
    if (kernel?.kind !== 'advisory') throw new Error('no advisory')
    expect(kernel.fixes).toContainEqual(binary('bionic', 'linux-image-virtual', '4.15.0.216.200', 'esm-infra'))
  })
})

test.each([
  ['After a standard system update you need to reboot your computer to make\nall the necessary changes.', 'always'],
  ['you need to restart your system', 'always'],
  ['In general, a standard system update will make all the necessary changes.', 'never'],
  ['After a standard system update you need to restart Firefox', 'never'],
  ['you may need to reboot your computer', 'maybe'],
  ['', null],
])('%j means reboot %s', (action, reboot) => {
  expect(rebootOf(action)).toBe(reboot)
})

describe('pages of notices', () => {
  test('a real page: packages without versions are left out', async () => {
    const items = await read('notices', page)
    expect(items).toMatchObject([
      { kind: 'edition', publishedAtMs: Date.UTC(2004, 9, 23, 2, 11, 46) },
      { kind: 'advisory', name: 'USN-1-1', cves: ['CVE-2004-0955'], reboot: 'never', fixes: [] },
      { kind: 'advisory', name: 'USN-2-1', fixes: [] },
    ])
  })

  const notice = {
    id: 'USN-7095-1',
    title: 'kernel',
    published: '2024-11-07T10:00:00',
    instructions: '',
    cves_ids: ['CVE-2024-0001'],
    release_packages: {
      noble: [
        { name: 'linux', version: '6.8.0-48.48', is_source: true, description: 'x' },
        { name: 'linux-image-6.8.0-48-generic', version: '6.8.0-48.48', is_source: false, pocket: 'security' },
        { name: 'vim', version: '2:9.1-1+esm1', is_source: false, pocket: 'esm-apps' },
        { name: 'bad name', version: '1', is_source: false },
      ],
    },
  }
  const pageOf = (notices: unknown[], total = 45) =>
    JSON.stringify({ limit: 20, offset: 20, total_results: total, notices })

  test('fixed versions are those of sources and binaries', async () => {
    expect((await read('notices', pageOf([notice])))[1]).toMatchObject({
      reboot: null,
      fixes: [
        binary('noble', 'linux', '6.8.0-48.48', '', 'source'),
        binary('noble', 'linux-image-6.8.0-48-generic', '6.8.0-48.48'),
        binary('noble', 'vim', '2:9.1-1+esm1', 'esm-apps'),
      ],
    })
  })

  test('hidden ones give nothing, bad ones are counted', async () => {
    const items = await read('notices', pageOf([{ ...notice, is_hidden: true }, 5, { ...notice, id: 'x' }, notice]))
    expect(items.map(item => item.kind)).toEqual(['edition', 'rejected', 'rejected', 'advisory'])
  })

  test('the next page is asked for while this one has something new', async () => {
    const url = 'https://ubuntu.com/security/notices.json?limit=20&offset=20&order=newest'
    const before = Date.UTC(2024, 10, 7)
    expect((await read('notices', pageOf([notice]), before, url))[2]).toMatchObject({
      kind: 'follow',
      document: 'notices',
      url: 'https://ubuntu.com/security/notices.json?limit=20&offset=40&order=newest',
    })
    expect(await read('notices', pageOf([notice]), Date.UTC(2024, 10, 8), url)).toHaveLength(2)
    expect(await read('notices', pageOf([notice], 40), before, url)).toHaveLength(2)
    expect(await read('notices', pageOf([notice]), null, url)).toHaveLength(2)
  })
})

describe('pages of CVEs', () => {
  const cve = (statuses: unknown[], more: object = {}) =>
    JSON.stringify({
      limit: 20,
      offset: 0,
      total_results: 1,
      cves: [{ id: 'CVE-2025-0001', priority: 'high', packages: [{ name: 'linux', statuses }], ...more }],
    })

  test.each([
    ['released', 'noble', '6.8.0-48.48', { status: 'fixed', fixedVersion: '6.8.0-48.48', note: '' }],
    ['not-affected', 'noble', '6.8.0-48.48', { status: 'notAffected', fixedVersion: '', note: '6.8.0-48.48' }],
    ['needed', 'noble', '', { status: 'affected', note: '' }],
    ['pending', 'noble', '6.8.0-49.49', { status: 'affected', note: '<pending> 6.8.0-49.49' }],
    ['ignored', 'noble', 'end of life', { status: 'noFixPlanned', note: '<ignored> end of life' }],
    ['needs-triage', 'noble', '', { status: 'undetermined' }],
    ['needed', 'esm-infra/xenial', '', { release: 'xenial', product: 'esm-infra' }],
  ])('%s in %s (%s) is %j', async (status, release_codename, description, wanted) => {
    const items = await read('cves', cve([{ status, release_codename, description, pocket: 'security' }]))
    expect(items[1]).toMatchObject({
      kind: 'fix',
      package: 'linux',
      vendorSeverity: 'high',
      severity: 'important',
      ...wanted,
    })
  })

  test('what is not in a release, and what upstream did, gives nothing; unknown words are counted', async () => {
    const items = await read(
      'cves',
      cve([
        { status: 'DNE', release_codename: 'noble' },
        { status: 'released', release_codename: 'upstream', description: '6.14~rc6' },
        { status: 'released', release_codename: 'noble', description: 'see notes' },
        { status: 'odd', release_codename: 'noble' },
      ]),
    )
    expect(items.map(item => item.kind)).toEqual(['edition', 'rejected', 'rejected'])
  })

  test('a real page: one kernel CVE in 250 packages', async ({ skip }) => {
    const items = await read('cves', realDataOr(skip, 'ubuntu/cves-api-20_20.json'))
    const fixes = items.filter(item => item.kind === 'fix')
    expect(items.filter(item => item.kind === 'rejected')).toEqual([])
    expect(items[1]).toMatchObject({ kind: 'vulnerability', cve: 'CVE-2025-21984' })
    expect(fixes.find(fix => fix.package === 'linux' && fix.release === 'noble')).toMatchObject({
      status: 'affected',
      vendorSeverity: 'medium',
      severity: 'moderate',
    })
  })
})

test.each([
  ['database', ''],
  ['database', '[]'],
  ['database', '{}'],
  ['notices', '{}'],
  ['notices', '{"limit":0,"offset":0,"total_results":1,"notices":[]}'],
  ['cves', '{"limit":20,"offset":0,"total_results":1,"notices":[]}'],
  ['notices', page.subarray(0, 500)],
])('%s: %# is refused', async (document, bytes) => {
  await expect(read(document, bytes)).rejects.toMatchObject({ code: 'feed_malformed' })
})

test('whatever the bytes, it ends with FeedError or sound records', async () => {
  const database = Buffer.from(JSON.stringify({ '2274-1': usn, '2275-1': usn }))
  await expectItHolds(ubuntuNotices, { document: 'database', options: {} }, [database])
  await expectItHolds(ubuntuNotices, { document: 'notices', options: {}, sinceMs: 0 }, [page])
  await expectItHolds(ubuntuNotices, { document: 'database', options: {} }, mutatedJson([database]))
  await expectItHolds(ubuntuNotices, { document: 'notices', options: {}, sinceMs: 0 }, mutatedJson([page]))
})
