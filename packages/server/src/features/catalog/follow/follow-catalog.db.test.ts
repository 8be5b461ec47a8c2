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
    const tally = { records: {}, rejected: 0, rejections: [], edition: null, follows: [] } as unknown as Tally
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
  packages: readonly PackageEntry[]
}

async function machine({ subscription = first, codename = 'bookworm', packages }: Machine): Promise<number> {
  const n = ++next
  return storage.inSubscription(subscription, async stores => {
    const assetId = await stores.enrol.insertAsset(newAsset(n), NOW)
    await stores.lines.insert(newLine(assetId, subscription))
    const rows = [
      ['os.id', 'debian'],
      ['os.codename', codename],
    ] as const
    await stores.inventory.saveSystem(
      assetId,
      { osId: 'debian', osCodename: codename, scanReasons: [], repositories: [], updaters: [] },
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

it('a judgement of all assets says what following said', async () => {
  const asset = await machine({ packages: [pkg('vim', '9.0-1')] })
  await say([fix('CVE-2025-9999', 'vim', '9.0-2')])
  const before = await findings(asset)
  await db.owner('delete from finding where asset_id = $1', [asset])
  expect(await follower.rematch(first)).toBeGreaterThan(5)
  expect([before, await findings(asset)]).toEqual([['vim@9.0-2 missing matched'], before])
})
