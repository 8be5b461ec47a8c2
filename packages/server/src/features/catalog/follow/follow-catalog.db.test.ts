import type { FeedRecord, FixRecord, Tally } from '@patchyard/feeds'
import type { PackageEntry, UpdateEntry } from '@patchyard/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../adapters/system-clock.ts'
import { systemRandom } from '../../../adapters/system-random.ts'
import { createPgMatching } from '../../../storage/pg-matching.ts'
import { createPgStorage } from '../../../storage/pg-storage.ts'
import type { Storage } from '../../../storage/storage.ts'
import { newAsset, newLine, NOW } from '../../../testing/contracts/storage-under-test.ts'
import { testDatabase, type TestDatabase } from '../../../testing/index.ts'
import { moveFindings } from '../../findings/findings-service.ts'
import { tagFollowing } from '../../tags/register-tags.ts'
import { createComposer } from '../compose/composer.ts'
import { createCatalogIntake } from '../intake/create-catalog-intake.ts'
import { createFixIndices } from '../match/fix-indices.ts'
import { type CatalogFollower, createCatalogFollower } from './follow-catalog.ts'

let db: TestDatabase
let storage: Storage
let follower: CatalogFollower
let first: number
let second: number
let say: (records: readonly FeedRecord[]) => Promise<void>
let next = 0

beforeAll(async () => {
  db = await testDatabase()
  const made = await db.owner<{ id: number }>(
    `insert into subscription (public_id, name, licence_kind, created_at)
     select gen_random_uuid(), 'S' || n, 'full', now() from generate_series(1, 2) n returning id`,
  )
  ;[first, second] = made.map(row => row.id) as [number, number]
  const matching = createPgMatching()
  const tags = tagFollowing(systemClock, []).follower
  const ports = { database: db.database, clock: systemClock, random: systemRandom }
  storage = createPgStorage({ ...ports, matching, tags, onRunTouched: () => Promise.resolve() })
  follower = createCatalogFollower({ ...ports, matching, tags })
  const composer = createComposer(ports)
  const intake = createCatalogIntake({ ...ports, wakeComposer: () => undefined })
  say = async records => {
    const tally = {
      records: {},
      rejected: 0,
      rejections: [],
      edition: null,
      follows: [],
      withdrawn: [],
    } as unknown as Tally
    await intake.take({
      ...{ sourceId: 1, feed: 'debian-tracker', part: 'all', isWhole: true, fetchedAtMs: NOW, acceptShrink: true },
      records: (async function* () {
        yield records
        return tally
      })(),
    })
    await composer.composeDue()
    await follower.follow(first)
    await follower.follow(second)
  }
})
afterAll(async () => {
  await db[Symbol.asyncDispose]()
})

const pkg = (name: string, version: string, more: Partial<PackageEntry> = {}): PackageEntry => ({
  name,
  arch: 'amd64',
  version,
  scheme: 'deb',
  sourceName: '',
  sourceVersion: '',
  vendor: '',
  held: false,
  state: 'installed',
  ...more,
})

const offer = (name: string, installed: string, candidate: string): UpdateEntry => ({
  patch: `deb:debian/bookworm/${name}@${candidate}`,
  title: `${name}: update to ${candidate}`,
  package: name,
  arch: 'amd64',
  installed,
  candidate,
  isSecurity: false,
  origin: 'Debian',
  sizeBytes: null,
  authenticated: true,
  repository: 'main',
  blocked: null,
  description: '',
})

interface Machine {
  subscription?: number
  codename?: string
  /** Of an RPM distribution, in place of a code name. */
  rocky?: string
  packages: readonly PackageEntry[]
}

async function machine({ subscription = first, codename = 'bookworm', rocky, packages }: Machine): Promise<number> {
  const osId = rocky === undefined ? 'debian' : 'rocky'
  const n = ++next
  return storage.inSubscription(subscription, async stores => {
    const assetId = await stores.enrol.insertAsset(newAsset(n), NOW)
    await stores.lines.insert(newLine(assetId, subscription))
    const rows = [['os.id', osId], rocky === undefined ? ['os.codename', codename] : ['os.versionId', rocky]] as const
    await stores.inventory.saveSystem(
      assetId,
      { osId, osCodename: codename, scanReasons: [], repositories: [], updaters: [] },
      rows,
    )
    await stores.inventory.applyPackages(assetId, { replace: true, add: packages, del: [] })
    await stores.matching.match([assetId], { nowMs: NOW, names: null, fresh: true })
    return assetId
  })
}

const change = (assetId: number, add: readonly PackageEntry[], del: readonly (readonly [string, string, string])[]) =>
  storage.inSubscription(first, async stores => {
    await stores.inventory.applyPackages(assetId, { replace: false, add, del })
    const names = [...add.map(one => one.name), ...del.map(([name]) => name)]
    await stores.matching.match([assetId], { nowMs: NOW + 1000, names, fresh: true })
  })

const offers = (assetId: number, entries: readonly UpdateEntry[]) =>
  storage.inSubscription(first, async stores => {
    const updates = await stores.inventory.applyUpdates(assetId, { replace: true, add: entries, del: [] }, NOW)
    await moveFindings(stores, assetId, updates, NOW)
    await stores.matching.match([assetId], { nowMs: NOW, names: entries.map(one => one.package), fresh: true })
  })

const findings = async (assetId: number): Promise<string[]> =>
  (
    await db.owner<{ line: string }>(
      `select p.key || case f.status when 1 then ' missing' else ' installed' end || case when f.latest then '' else ' old' end
              || case when f.status = 1 and f.offered then ' offered' else '' end
              || case when f.status = 1 and f.matched then ' matched' else '' end as line
         from finding f join patch p on p.id = f.patch_id where f.asset_id = $1 order by p.version_key, p.key`,
      [assetId],
    )
  ).map(row => row.line.replace('deb:debian/bookworm/', ''))

const fix = (cve: string, source: string, fixedVersion: string, release = 'bookworm'): FixRecord => ({
  kind: 'fix',
  distro: 'debian',
  release,
  product: '',
  of: 'source',
  package: source,
  scheme: 'deb',
  cve,
  status: 'fixed',
  fixedVersion,
  note: '',
})

describe('what a feed says reaches machines without a scan', () => {
  it('those that lack it, and no others', async () => {
    const old = await machine({
      packages: [pkg('libssl3', '3.0.15-1', { sourceName: 'openssl' }), pkg('bash', '5.2-1')],
    })
    const fixed = await machine({ packages: [pkg('openssl', '3.0.17-1')] })
    const without = await machine({ packages: [pkg('bash', '5.2-1')] })
    const other = await machine({ codename: 'trixie', packages: [pkg('openssl', '3.0.15-1')] })
    const tenant = await machine({ subscription: second, packages: [pkg('openssl', '3.0.15-1')] })
    await say([fix('CVE-2024-1111', 'openssl', '3.0.16-1'), fix('CVE-2025-2222', 'openssl', '3.0.17-1')])
    expect(await findings(old)).toEqual(['openssl@3.0.16-1 missing old matched', 'openssl@3.0.17-1 missing matched'])
    expect([await findings(fixed), await findings(without), await findings(other)]).toEqual([[], [], []])
    expect(await findings(tenant)).toHaveLength(2)
    const [counts] = await db.owner(
      'select missing_count, latest_missing_count, missing_security_count from asset where asset_id = $1',
      [old],
    )
    expect(counts).toEqual({ missing_count: 2, latest_missing_count: 1, missing_security_count: 2 })
    // The machine that has the packages gets the fix: it is installed, with its day.
    await change(old, [pkg('libssl3', '3.0.17-1', { sourceName: 'openssl' })], [['libssl3', 'amd64', '3.0.15-1']])
    expect(await findings(old)).toEqual(['openssl@3.0.16-1 installed', 'openssl@3.0.17-1 installed'])
    // And back again, as a restored snapshot would be.
    await change(old, [pkg('libssl3', '3.0.16-1', { sourceName: 'openssl' })], [['libssl3', 'amd64', '3.0.17-1']])
    expect(await findings(old)).toEqual(['openssl@3.0.16-1 installed', 'openssl@3.0.17-1 missing matched'])
    // Without the package there is nothing to miss.
    await change(old, [], [['libssl3', 'amd64', '3.0.16-1']])
    expect(await findings(old)).toEqual(['openssl@3.0.16-1 installed'])
  })

  it('and leaves them when the feed takes its word back', async () => {
    const asset = await machine({ packages: [pkg('curl', '7.88-1')] })
    await say([fix('CVE-2025-3333', 'curl', '7.88-2')])
    expect(await findings(asset)).toEqual(['curl@7.88-2 missing matched'])
    await say([])
    expect(await findings(asset)).toEqual([])
    const [row] = await db.owner('select cause from finding_history where asset_id = $1', [asset])
    expect(row).toEqual({ cause: 'withdrawn' })
  })

  it('a machine that reports later is judged by what is known', async () => {
    await say([fix('CVE-2025-4444', 'zlib', '1.3-2')])
    const asset = await machine({
      packages: [pkg('zlib1g', '1:1.3-1', { sourceName: 'zlib', sourceVersion: '1.3-1' })],
    })
    expect(await findings(asset)).toEqual(['zlib@1.3-2 missing matched'])
  })
})

describe('modules of an RPM distribution', () => {
  const advisory = (n: number, version: string, module: string): FeedRecord => ({
    kind: 'patch',
    key: `rpm:rocky/RLSA-2026:${n}`,
    ...{ title: `RLSA-2026:${n}`, platform: 'linux', vendor: 'Rocky Linux', products: ['Rocky Linux 8'], families: [] },
    ...{ track: `rpm:rocky/RLSA-2026:${n}`, version: '', versionScheme: null, category: 'security', isSecurity: true },
    ...{ vendorSeverity: 'Important', severity: 'important', cves: [], advisories: [], references: [] },
    ...{ issuedAtMs: n, updatedAtMs: null, reboot: null, downloadMethod: 'automatic', files: [], install: null },
    detection: { kind: 'packages', packages: [{ name: 'nodejs', arch: 'x86_64', version, module, file: null }] },
    deprecated: null,
  })
  const builds = (stream: string, ...versions: string[]): FeedRecord => ({
    ...{
      kind: 'module',
      distro: 'rocky',
      release: '8',
      module: 'nodejs',
      stream,
      version: '1',
      context: 'c',
      arch: 'x86_64',
    },
    builds: versions.map(version => ({ name: 'nodejs', arch: 'x86_64', version })),
  })
  const [old18, new18] = ['1:18.14.2-3.module+el8.8.0+1+a', '1:18.20.2-1.module+el8.9.0+2+b']
  const [old20, new20] = ['1:20.9.0-1.module+el8.9.0+3+c', '1:20.11.1-1.module+el8.9.0+4+d']
  const node = (version: string) =>
    machine({ rocky: '8.9', packages: [pkg('nodejs', version, { scheme: 'rpm', arch: 'x86_64' })] })

  it('a fix of one stream is missing of no other, and of none until it is known of which stream a build is', async () => {
    const on18 = await node(old18)
    const on20 = await node(old20)
    const outside = await node('1:10.23.1-1.el8')
    const unknown = [advisory(1, new18, '?RLSA-2026:1'), advisory(2, new20, '?RLSA-2026:2')]
    await say(unknown)
    expect([await findings(on18), await findings(on20), await findings(outside)]).toEqual([[], [], []])
    // modules.yaml comes.
    await say([...unknown, builds('18', old18, new18), builds('20', old20, new20)])
    expect(await findings(on18)).toEqual(['rpm:rocky/RLSA-2026:1 missing matched'])
    expect(await findings(on20)).toEqual(['rpm:rocky/RLSA-2026:2 missing matched'])
    expect(await findings(outside)).toEqual([])
    // It goes; the advisories themselves name the stream now, and an older one the build that is installed.
    await say([advisory(1, new18, 'nodejs:18'), advisory(2, new20, 'nodejs:20'), advisory(3, old18, 'nodejs:18')])
    expect(await findings(on18)).toEqual(['rpm:rocky/RLSA-2026:1 missing matched'])
    expect((await findings(on20)).filter(one => one.includes('missing'))).toEqual([])
  })
})

describe('a patch that an agent reported before', () => {
  it('keeps its number and takes the facts of the feed; the catalog has no second one beside it', async () => {
    const asset = await machine({ packages: [pkg('nginx', '1.22-1')] })
    await offers(asset, [offer('nginx', '1.22-1', '1.22-3')])
    const [before] = await db.owner<{ id: number; public_id: string }>(
      `select id, public_id from patch where key = 'deb:debian/bookworm/nginx@1.22-3' and subscription_id = $1`,
      [first],
    )
    await say([fix('CVE-2025-5555', 'nginx', '1.22-2'), fix('CVE-2025-6666', 'nginx', '1.22-3')])
    expect(await findings(asset)).toEqual(['nginx@1.22-2 missing old matched', 'nginx@1.22-3 missing offered matched'])
    const [after] = await db.owner(
      `select p.id, p.public_id, p.is_security, p.source, (select array_agg(c.cve) from patch_cve c where c.patch_id = p.id) as cves
         from finding f join patch p on p.id = f.patch_id where f.asset_id = $1 and p.key like '%1.22-3'`,
      [asset],
    )
    expect(after).toEqual({ ...before, is_security: true, source: 'catalog', cves: ['CVE-2025-6666'] })
  })

  it('is the same one for a machine that reports it later', async () => {
    const asset = await machine({ packages: [pkg('apache2', '2.4-1')] })
    await offers(asset, [offer('apache2', '2.4-1', '2.4-3')])
    await say([fix('CVE-2025-5656', 'apache2', '2.4-3')])
    const later = await machine({ packages: [pkg('apache2', '2.4-2')] })
    await offers(later, [offer('apache2', '2.4-2', '2.4-3')])
    expect(await findings(later)).toEqual(['apache2@2.4-3 missing offered matched'])
    const rows = await db.owner('select distinct patch_id from finding where asset_id = any($1)', [[asset, later]])
    expect(rows).toHaveLength(1)
  })

  it('that no repository offers any more stays missing by the catalog, until it is there', async () => {
    const asset = await machine({ packages: [pkg('redis', '7.0-1')] })
    await say([fix('CVE-2025-7777', 'redis', '7.0-2')])
    await offers(asset, [offer('redis', '7.0-1', '7.0-2')])
    expect(await findings(asset)).toEqual(['redis@7.0-2 missing offered matched'])
    await offers(asset, [])
    expect(await findings(asset)).toEqual(['redis@7.0-2 missing matched'])
    await change(asset, [pkg('redis', '7.0-2')], [['redis', 'amd64', '7.0-1']])
    expect(await findings(asset)).toEqual(['redis@7.0-2 installed'])
  })

  it('is followed by whoever comes later, without a twin', async () => {
    await say([fix('CVE-2025-8888', 'git', '2.39-2')])
    const asset = await machine({ packages: [pkg('git', '2.39-1')] })
    await offers(asset, [offer('git', '2.39-1', '2.39-2')])
    expect(await findings(asset)).toEqual(['git@2.39-2 missing offered matched'])
    const rows = await db.owner(`select 1 from patch where key = 'deb:debian/bookworm/git@2.39-2'`)
    expect(rows).toHaveLength(1)
  })
})

it('a machine that moved to a release of which nothing is known misses nothing by what was said of the old one', async () => {
  const asset = await machine({ packages: [pkg('less', '590-1')] })
  await say([fix('CVE-2025-1212', 'less', '590-2')])
  expect(await findings(asset)).toEqual(['less@590-2 missing matched'])
  await storage.inSubscription(first, async stores => {
    const system = { osId: 'debian', osCodename: 'forky', scanReasons: [], repositories: [], updaters: [] }
    await stores.inventory.saveSystem(asset, system, [
      ['os.id', 'debian'],
      ['os.codename', 'forky'],
    ])
    await stores.matching.match([asset], { nowMs: NOW, names: null, fresh: true })
  })
  expect(await findings(asset)).toEqual([])
})

describe('reports while a change is followed', () => {
  const report = (assetId: number, add: readonly PackageEntry[], before: () => Promise<void>) =>
    storage.inSubscription(first, async stores => {
      await stores.matching.begin()
      await stores.inventory.applyPackages(assetId, { replace: false, add, del: [] })
      const nowMs = systemClock.nowMs()
      await stores.matching.match([assetId], { nowMs, names: add.map(one => one.name), fresh: false })
      await before()
    })
  const isWaitedFor = async (): Promise<boolean> =>
    (await db.owner(`select 1 from pg_locks where locktype = 'advisory' and not granted`)).length > 0

  it('one that was judged before the change and ends behind it is not overlooked', async () => {
    const asset = await machine({ packages: [pkg('bash', '5.2-1')] })
    await say([fix('CVE-2026-1111', 'tar', '1.34-1')])
    let following: Promise<void> = Promise.resolve()
    await report(asset, [pkg('tar', '1.34-1')], async () => {
      following = say([fix('CVE-2026-1111', 'tar', '1.34-1'), fix('CVE-2026-2222', 'tar', '1.34-2')])
      const isOver = following.then(() => true)
      // Until it waits for this report; or until it went past it, as it must not.
      while (!(await Promise.race([isOver, isWaitedFor()])));
    })
    await following
    expect(await findings(asset)).toEqual(['tar@1.34-2 missing matched'])
  })

  it('one that begins behind it is judged by the change, not by what was read seconds ago', async () => {
    const asset = await machine({ packages: [pkg('bash', '5.2-1')] })
    // Of the change below no machine has the package: nobody judges by it before the report comes.
    await say([])
    await report(asset, [pkg('dash', '0.5-1')], () => Promise.resolve())
    await say([fix('CVE-2026-3333', 'gzip', '1.12-2')])
    await report(asset, [pkg('gzip', '1.12-1')], () => Promise.resolve())
    expect(await findings(asset)).toEqual(['gzip@1.12-2 missing matched'])
  })
})

it('tags follow a patch that becomes critical while it is missing', async () => {
  const asset = await machine({ packages: [pkg('sudo', '1.9-1')] })
  const [tag] = await db.owner<{ id: number }>(
    `insert into tag (subscription_id, public_id, name, name_folded, name_words, created_at, rule, rule_query, rule_language, rule_follows)
     values ($1, gen_random_uuid(), 'critical', 'critical', 'critical', now(), '{}', 'missingCriticalCount:>0', 1, '{findings}') returning id`,
    [first],
  )
  const tagged = async () => (await db.owner('select 1 from asset_tag where tag_id = $1', [tag?.id])).length
  await say([fix('CVE-2026-4444', 'sudo', '1.9-2')])
  expect([await findings(asset), await tagged()]).toEqual([['sudo@1.9-2 missing matched'], 0])
  await db.owner(
    `with changed as (update patch set severity = 'critical' where key like '%/sudo@1.9-2' and subscription_id = 0 returning id)
     insert into catalog_change (patch_id) select id from changed`,
  )
  await follower.follow(first)
  expect(await tagged()).toBe(1)
})

it('a judgement of all assets says what following said', async () => {
  const asset = await machine({ packages: [pkg('vim', '9.0-1')] })
  await say([fix('CVE-2025-9999', 'vim', '9.0-2')])
  const before = await findings(asset)
  await db.owner('delete from finding where asset_id = $1', [asset])
  expect(await follower.rematch(first)).toBeGreaterThan(5)
  expect([before, await findings(asset)]).toEqual([['vim@9.0-2 missing matched'], before])
})

it('machines that say to be ever other systems fill no memory, and push out nothing that is asked for', async () => {
  const indices = createFixIndices()
  const of = (release: string) =>
    db.database.inSubscription(first, trx => indices.of(trx, { distro: 'debian', release }, NOW, true))
  const kept = await of('bookworm')
  for (let n = 0; n < 60; n++) {
    await of(`r${n}`)
    expect(await of('bookworm')).toBe(kept)
  }
  expect(indices.size()).toBe(50)
})
