import type { AdvisoryRecord, FeedName, FeedRecord, FixRecord, PatchRecord, Tally } from '@patchyard/feeds'
import { FeedError } from '@patchyard/feeds'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemRandom } from '../../../adapters/system-random.ts'
import { testDatabase, type TestDatabase } from '../../../testing/index.ts'
import { type Composer, createComposer } from '../compose/composer.ts'
import type { CatalogIntake } from './intake-types.ts'
import { createCatalogIntake } from './create-catalog-intake.ts'

let db: TestDatabase
let intake: CatalogIntake
let composer: Composer
let woken = 0
const clock = { nowMs: () => Date.parse('2026-11-01T00:00:00Z'), sleep: async () => undefined } as never

beforeAll(async () => {
  db = await testDatabase()
  const ports = { database: db.database, clock, random: systemRandom }
  intake = createCatalogIntake({ ...ports, wakeComposer: () => void woken++ })
  composer = createComposer(ports)
})
afterAll(async () => {
  await db[Symbol.asyncDispose]()
})
beforeEach(async () => {
  woken = 0
  await db.owner(
    `truncate catalog_part, catalog_fact, catalog_staged, catalog_due, catalog_change, patch, patch_cve, patch_label, patch_advisory,
              advisory, patch_rule, patch_detail, patch_edge, cve, cve_cwe, lifecycle cascade`,
  )
})

const tally: Tally = {
  records: {} as Tally['records'],
  rejected: 0,
  rejections: [],
  edition: null,
  follows: [],
  withdrawn: [],
}

async function* reading(batches: readonly (readonly FeedRecord[])[], error?: Error) {
  yield* batches
  if (error !== undefined) throw error
  return tally
}

interface Taking {
  feed?: FeedName
  sourceId?: number
  part?: string
  isWhole?: boolean
  acceptShrink?: boolean
  error?: Error
}

const take = (records: readonly FeedRecord[], more: Taking = {}) =>
  intake.take({
    sourceId: more.sourceId ?? 1,
    feed: more.feed ?? 'debian-tracker',
    part: more.part ?? 'all',
    isWhole: more.isWhole ?? true,
    fetchedAtMs: 0,
    acceptShrink: more.acceptShrink ?? false,
    records: reading([records], more.error),
  })

async function takeAndCompose(records: readonly FeedRecord[], more: Taking = {}): Promise<void> {
  await take(records, more)
  await composer.composeDue()
}

const fix = (cve: string, fixedVersion: string, source = 'openssl'): FixRecord => ({
  kind: 'fix',
  distro: 'debian',
  release: 'bookworm',
  product: '',
  of: 'source',
  package: source,
  scheme: 'deb',
  cve,
  status: 'fixed',
  fixedVersion,
  note: '',
})

const dsa = (name: string, version: string, cves: readonly string[]): AdvisoryRecord => ({
  kind: 'advisory',
  name,
  title: 'openssl security update',
  category: 'security',
  vendorSeverity: '',
  severity: '',
  issuedAtMs: Date.parse('2026-10-01'),
  updatedAtMs: null,
  url: '',
  cves,
  replaces: [],
  reboot: null,
  fixes: [
    {
      distro: 'debian',
      release: 'bookworm',
      of: 'source',
      package: { name: 'openssl', arch: '', version, module: '', file: null },
      pocket: '',
    },
  ],
})

const listed = (key: string): PatchRecord => ({
  ...{ kind: 'patch', key, title: key, platform: 'linux', vendor: 'Vendor', products: [], families: [] },
  ...{ track: key, version: '', versionScheme: null, category: 'security', isSecurity: true },
  ...{ vendorSeverity: 'Important', severity: 'important', cves: [], advisories: [], references: [] },
  ...{ issuedAtMs: null, updatedAtMs: null, reboot: null, downloadMethod: 'automatic', files: [] },
  ...{ detection: null, install: null, deprecated: null },
})

const many = (n: number): FixRecord[] =>
  Array.from({ length: n }, (_, i) => fix(`CVE-2026-${String(1000 + i)}`, '1.0-1', `source-${i}`))

interface PatchSeen {
  key: string
  cves: string[] | null
  advisories: string[] | null
  newer: string | null
  deprecated: boolean
  kev: boolean
  cvss: number | null
}

const patches = () =>
  db.owner<PatchSeen>(
    `select p.key, (select array_agg(c.cve order by c.cve) from patch_cve c where c.patch_id = p.id) as cves,
            (select array_agg(a.name order by a.name) from patch_advisory l join advisory a on a.id = l.advisory_id where l.patch_id = p.id)
              as advisories,
            (select n.key from patch n where n.id = p.superseded_by) as newer, p.deprecated_at is not null as deprecated, p.kev, p.cvss
       from patch p order by p.version_key, p.key`,
  )
const facts = async (): Promise<number> =>
  Number((await db.owner<{ n: string }>('select count(*) as n from catalog_fact'))[0]?.n)
const staged = async (): Promise<number> =>
  Number((await db.owner<{ n: string }>('select count(*) as n from catalog_staged'))[0]?.n)

describe('a document', () => {
  it('is taken in whole: facts are there, and what follows of them is due', async () => {
    const result = await take(many(3))
    expect(result).toMatchObject({ state: 'applied', added: 3, changed: 0, removed: 0 })
    expect([await facts(), await composer.due(), await staged(), woken]).toEqual([3, 3, 0, 1])
  })

  it('that has not changed changes nothing, and wakes nobody', async () => {
    await takeAndCompose(many(3))
    expect(await take(many(3))).toMatchObject({ added: 0, changed: 0, removed: 0 })
    expect([await composer.due(), woken]).toEqual([0, 1])
  })

  it('takes back what it does not name any more, and an increment does not', async () => {
    await takeAndCompose(many(10))
    expect(await take(many(9))).toMatchObject({ removed: 1 })
    expect(await take(many(3), { isWhole: false })).toMatchObject({ removed: 0 })
    expect(await facts()).toBe(9)
  })

  it('that breaks off leaves what was there', async () => {
    await takeAndCompose(many(10))
    const error = new FeedError('feed_malformed', 'it is cut off')
    await expect(take([fix('CVE-2026-9999', '9-1')], { error })).rejects.toBe(error)
    expect([await facts(), await staged(), await composer.due()]).toEqual([10, 0, 0])
  })

  it.each([
    ['of a hundred facts with 79 now is held', 100, 79, false, 'held'],
    ['of a hundred facts with 80 now is taken', 100, 80, false, 'applied'],
    ['of a hundred facts with 10 now is taken when a person wants it', 100, 10, true, 'applied'],
    ['of ten facts may shrink', 10, 2, false, 'applied'],
  ])('%s', async (_, before, now, acceptShrink, state) => {
    await takeAndCompose(many(before))
    expect((await take(many(now), { acceptShrink })).state).toBe(state)
    expect(await facts()).toBe(state === 'held' ? before : now)
  })

  it('is not read on when it cannot be kept: its reader ends', async () => {
    let isEnded = false
    async function* endless(): AsyncGenerator<readonly FeedRecord[], Tally> {
      try {
        for (let n = 0; ; n++) yield [fix('CVE-2026-1000', '1-1', `source-${n}`), ...(n === 1 ? [unstorable] : [])]
      } finally {
        isEnded = true
      }
    }
    const unstorable = { ...fix('CVE-2026-1001', '1-1'), note: 'a\0b' }
    const document = { sourceId: 1, feed: 'debian-tracker', part: 'all', isWhole: true } as const
    const taken = intake.take({ ...document, fetchedAtMs: 0, acceptShrink: false, records: endless() })
    await expect(taken).rejects.toThrow(/x0000|Unicode|0x00/)
    expect([isEnded, await facts(), await staged()]).toEqual([true, 0, 0])
  })

  it('of one source says nothing of what another says', async () => {
    await take(many(5), { sourceId: 1 })
    await take(many(2), { sourceId: 2 })
    expect(await facts()).toBe(7)
    expect(await intake.forget(1)).toBe(5)
    expect(await facts()).toBe(2)
  })
})

describe('patches of a source package', () => {
  it('are composed of tracker and DSA, and the newest replaces the others', async () => {
    await takeAndCompose([fix('CVE-2024-1111', '3.0.15-1'), fix('CVE-2025-2222', '3.0.17-1')])
    await takeAndCompose([dsa('DSA-5900-1', '3.0.17-1', ['CVE-2025-2222'])], { feed: 'debian-advisories', sourceId: 2 })
    const newest = 'deb:debian/bookworm/openssl@3.0.17-1'
    expect(await patches()).toMatchObject([
      { key: 'deb:debian/bookworm/openssl@3.0.15-1', cves: ['CVE-2024-1111'], advisories: null, newer: newest },
      { key: newest, cves: ['CVE-2025-2222'], advisories: ['DSA-5900-1'], newer: null },
    ])
  })

  it('that nobody names any more are deprecated, and come back when somebody does', async () => {
    await takeAndCompose([fix('CVE-2024-1111', '1-1'), fix('CVE-2025-2222', '2-1')])
    await takeAndCompose([fix('CVE-2024-1111', '1-1')])
    expect((await patches()).map(p => [p.deprecated, p.newer])).toEqual([
      [false, null],
      [true, null],
    ])
    await takeAndCompose([fix('CVE-2024-1111', '1-1'), fix('CVE-2025-2222', '2-1')])
    expect((await patches()).map(p => p.deprecated)).toEqual([false, false])
  })

  it('of the kernel are there for its signed packages whenever they come while the composer is at work', async () => {
    let asked = 0
    const kernel = (n: number): FixRecord => ({
      ...fix('CVE-2025-12345', '6.1.140-1', 'linux'),
      release: `release-${n}`,
    })
    const meanwhile = {
      async asOperator(...all: Parameters<typeof db.database.asOperator>) {
        if (++asked <= 8) await take([kernel(asked)], { part: `release ${asked}` })
        return db.database.asOperator(...all)
      },
    } as never
    await createComposer({ database: meanwhile, clock, random: systemRandom }).composeDue()
    await composer.composeDue()
    const keys = (await patches()).map(p => p.key)
    for (let n = 1; n <= 8; n++) expect(keys).toContain(`deb:debian/release-${n}/linux-signed-amd64@6.1.140+1`)
  })

  it('of the kernel are there for its signed packages, too', async () => {
    await takeAndCompose(
      [fix('CVE-2025-1', '6.1.140-1', 'linux'), fix('CVE-2025-12345', '6.1.140-1', 'linux')].slice(1),
    )
    expect((await patches()).map(p => p.key)).toContain('deb:debian/bookworm/linux-signed-amd64@6.1.140+1')
  })
})

describe('what is known of a CVE', () => {
  const kev: FeedRecord = {
    kind: 'vulnerability',
    cve: 'CVE-2024-1111',
    kev: { addedAtMs: 1, dueAtMs: 2, ransomware: true, requiredAction: 'patch', vendor: 'v', product: 'p' },
  }
  const nvd: FeedRecord = {
    kind: 'vulnerability',
    cve: 'CVE-2024-1111',
    title: 'A hole',
    cvss: [{ version: '3.1', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', source: 'nvd', isPrimary: true }],
    cwes: ['CWE-79'],
  }

  it('reaches its patches, whichever came first', async () => {
    await takeAndCompose([fix('CVE-2024-1111', '1-1')])
    await takeAndCompose([kev], { feed: 'kev', sourceId: 2 })
    await takeAndCompose([nvd], { feed: 'nvd', sourceId: 3 })
    expect(await patches()).toMatchObject([{ kev: true, cvss: 9.8 }])
    await takeAndCompose([], { feed: 'kev', sourceId: 2, acceptShrink: true })
    expect(await patches()).toMatchObject([{ kev: false, cvss: 9.8 }])
    const [cve] = await db.owner('select severity, title, cvss, kev from cve')
    expect(cve).toEqual({ severity: 'critical', title: 'A hole', cvss: 9.8, kev: false })
  })
})

describe('advisories of RPM distributions', () => {
  const patch = (n: number, packages: readonly [string, string][]): PatchRecord => ({
    ...listed(`rpm:rocky/RLSA-2026:${n}`),
    advisories: [`RLSA-2026:${n}`],
    detection: {
      kind: 'packages',
      packages: packages.map(([name, version]) => ({ name, version, arch: 'x86_64', module: '', file: null })),
    },
  })

  it('are replaced when each of their packages has a newer version in a later one', async () => {
    await takeAndCompose(
      [
        patch(1, [['openssl', '1:3.0.1-1']]),
        patch(2, [
          ['openssl', '1:3.0.2-1'],
          ['openssl-libs', '1:3.0.2-1'],
        ]),
        patch(3, [['openssl', '1:3.0.3-1']]),
      ],
      { feed: 'rpm-repository' },
    )
    const newer = Object.fromEntries((await patches()).map(p => [p.key.slice(-1), p.newer?.slice(-1) ?? null]))
    expect(newer).toEqual({ '1': '3', '2': null, '3': null })
  })

  it('are replaced no more by one that is withdrawn, or that lost the package', async () => {
    const old = [patch(1, [['openssl', '1:3.0.1-1']]), patch(2, [['zlib', '1.2.11-1']])]
    const taken = async (all: readonly PatchRecord[]) => {
      await takeAndCompose(all, { feed: 'rpm-repository' })
      return Object.fromEntries((await patches()).map(p => [p.key.slice(-1), p.newer?.slice(-1) ?? null]))
    }
    const both = [...old, patch(3, [['openssl', '1:3.0.3-1']]), patch(4, [['zlib', '1.2.12-1']])]
    expect(await taken(both)).toEqual({ '1': '3', '2': '4', '3': null, '4': null })
    expect(await taken([...old, patch(4, [['minizip', '1.2.12-1']])])).toMatchObject({ '1': null, '2': null })
  })

  it('of versions in an order are replaced no more by one that is withdrawn', async () => {
    const version = (n: number): PatchRecord => ({
      ...patch(n, []),
      ...{ key: `winget:A.B@${n}`, track: 'winget:A.B', version: `${n}`, versionScheme: 'winget', platform: 'windows' },
    })
    const newer = async () => (await patches()).map(p => p.newer?.slice(-1) ?? null)
    await takeAndCompose([version(1), version(2), version(3)], { feed: 'winget' })
    expect(await newer()).toEqual(['3', '3', null])
    await takeAndCompose([version(1), version(2)], { feed: 'winget' })
    expect(await newer()).toEqual(['2', null, null])
  })
})

describe('supersedence', () => {
  const kb = (number: number): PatchRecord => ({
    ...listed(`kb:${number}@windows-11-version-24h2-for-x64-based-systems`),
    platform: 'windows',
    issuedAtMs: number,
  })
  const edge = (newer: number, older: number): FeedRecord => ({
    kind: 'supersedes',
    newer: kb(newer).key,
    older: kb(older).key,
    derived: null,
  })

  it('leads to the end of the chain, and follows when an edge is taken back', async () => {
    const all = [kb(5000001), kb(5000002), kb(5000003)]
    await takeAndCompose([...all, edge(5000002, 5000001), edge(5000003, 5000002)], { feed: 'kb-supersedence' })
    const newer = async () => (await patches()).map(p => p.newer?.slice(3, 10) ?? null)
    expect(await newer()).toEqual(['5000003', '5000003', null])
    await takeAndCompose([...all, edge(5000003, 5000002)], { feed: 'kb-supersedence' })
    expect(await newer()).toEqual([null, '5000003', null])
  })

  it('is worked out after all by the next process when one was killed before that', async () => {
    await take([kb(5000001), kb(5000002), edge(5000002, 5000001)], { feed: 'kb-supersedence' })
    // As if it had happened in the middle: patches are composed, and what they lead to fails.
    await db.owner('alter table patch_edge rename to patch_edge_away')
    await expect(composer.composeDue()).rejects.toThrow(/patch_edge/)
    await db.owner('alter table patch_edge_away rename to patch_edge')
    expect((await patches()).map(p => p.newer)).toEqual([null, null])
    await composer.composeDue()
    expect((await patches()).map(p => p.newer?.slice(3, 10) ?? null)).toEqual(['5000002', null])
  })
})

it('notes every change once, in order, for those who follow', async () => {
  await takeAndCompose([fix('CVE-2024-1111', '1-1')])
  const { rows } = await db.database.asOperator(trx =>
    sql<{ n: number }>`select count(*) as n from catalog_change`.execute(trx),
  )
  const before = rows[0]?.n ?? 0
  await takeAndCompose([fix('CVE-2024-1111', '1-1')])
  const again = await db.database.asOperator(trx =>
    sql<{ n: number }>`select count(*) as n from catalog_change`.execute(trx),
  )
  expect([before > 0, again.rows[0]?.n]).toEqual([true, before])
})
