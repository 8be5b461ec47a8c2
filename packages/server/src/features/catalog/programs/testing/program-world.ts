import { readFileSync } from 'node:fs'
import { type FeedName, type FeedRecord, type PatchRecord, readInWorker } from '@patchyard/feeds'
import { type ProgramEntry, programsSection, type SystemFacts, systemRows } from '@patchyard/protocol'
import { systemClock } from '../../../../adapters/system-clock.ts'
import { systemRandom } from '../../../../adapters/system-random.ts'
import { createPgMatching } from '../../../../storage/pg-matching.ts'
import { createPgStorage } from '../../../../storage/pg-storage.ts'
import { newAsset, newLine, NOW } from '../../../../testing/contracts/storage-under-test.ts'
import { catalogUnderTest } from '../../../../testing/catalog-under-test.ts'
import { testDatabase } from '../../../../testing/index.ts'
import { tagFollowing } from '../../../tags/register-tags.ts'

export const program = (facts: Partial<ProgramEntry>): ProgramEntry => ({
  source: 'registry',
  scope: 'machine',
  productCode: '',
  bundleId: '',
  name: '',
  version: '',
  arch: '',
  publisher: '',
  upgradeCode: '',
  packageFamily: '',
  bundle: '',
  ...facts,
})

export const facts = (more: Partial<SystemFacts>): SystemFacts => ({
  scanReasons: [],
  repositories: [],
  updaters: [],
  ...more,
})
export const windows = facts({
  ...{
    osId: 'windows',
    osName: 'Windows 11 Pro',
    osVersionId: '24H2',
    osBuild: '10.0.26100.4349',
    osEdition: 'client',
  },
  arch: 'x86_64',
})
export const mac = facts({ osId: 'macos', osName: 'macOS', osVersionId: '26.5', osBuild: '25F71', arch: 'aarch64' })

export const patch = (key: string, more: Partial<PatchRecord>): PatchRecord => ({
  kind: 'patch',
  key,
  title: key,
  platform: key.startsWith('cask:') || key.startsWith('macos:') ? 'macos' : 'windows',
  vendor: '',
  products: [],
  families: [],
  track: key.slice(0, key.lastIndexOf('@')),
  version: key.slice(key.lastIndexOf('@') + 1),
  versionScheme: 'winget',
  category: '',
  isSecurity: false,
  vendorSeverity: '',
  severity: '',
  cves: [],
  advisories: [],
  references: [],
  issuedAtMs: null,
  updatedAtMs: null,
  reboot: null,
  downloadMethod: 'automatic',
  files: [],
  detection: null,
  install: null,
  deprecated: null,
  ...more,
})

export const winget = (key: string, name: string, publisher: string, more: Partial<PatchRecord> = {}): PatchRecord =>
  patch(`winget:${key}`, {
    detection: {
      kind: 'windowsApplication',
      ...{ productCodes: [], upgradeCodes: [], packageFamilyNames: [], displayVersions: [] },
      names: [{ name, publisher }],
      architectures: ['x64'],
    },
    ...more,
  })

export const kb = (number: number, product: string, slug: string, fixedBuild: string): PatchRecord =>
  patch(`kb:${number}@${slug}`, {
    track: `kb@${slug}`,
    version: fixedBuild,
    versionScheme: null,
    isSecurity: true,
    detection: { kind: 'windowsBuild', product, fixedBuild },
  })

/** A document of a feed, read as the server reads it. */
export async function recordsOf(feed: FeedName, document: string, file: string): Promise<FeedRecord[]> {
  const bytes = readFileSync(new URL(`../../../../../../feeds/src/feeds/${file}`, import.meta.url))
  const chunks = (async function* () {
    yield bytes
  })()
  const records: FeedRecord[] = []
  for await (const batch of readInWorker(feed, document, {
    chunks,
    options: {},
    url: 'https://feed.test/',
    sinceMs: null,
  }))
    records.push(...batch)
  return records
}

/** Two subscriptions with machines that report programs, and a catalog that says what it is told. */
export async function programWorld() {
  const db = await testDatabase()
  const made = await db.owner<{ id: number }>(
    `insert into subscription (public_id, name, licence_kind, created_at)
     select gen_random_uuid(), 'S' || n, 'full', now() from generate_series(1, 2) n returning id`,
  )
  const [first, second] = made.map(row => row.id) as [number, number]
  const { follower: tags } = tagFollowing(systemClock, [])
  const ports = { database: db.database, clock: systemClock, random: systemRandom }
  const storage = createPgStorage({
    ...ports,
    matching: createPgMatching(),
    tags,
    onRunTouched: () => Promise.resolve(),
  })
  const catalog = catalogUnderTest(db.database, NOW)
  let next = 0

  async function say(part: string, records: readonly FeedRecord[]): Promise<void> {
    await catalog.say(part, [records])
    await catalog.follower.follow(first)
    await catalog.follower.follow(second)
  }

  async function machine(
    system: SystemFacts,
    programs: readonly ProgramEntry[],
    subscription = first,
  ): Promise<number> {
    const n = ++next
    return storage.inSubscription(subscription, async stores => {
      const assetId = await stores.enrol.insertAsset(newAsset(n), NOW)
      await stores.lines.insert(newLine(assetId, subscription))
      await stores.inventory.saveSystem(assetId, system, systemRows(system))
      await stores.inventory.applyPrograms(assetId, { replace: true, add: programs, del: [] })
      await stores.matching.match([assetId], { nowMs: NOW, names: null, fresh: true })
      return assetId
    })
  }

  function change(assetId: number, del: readonly ProgramEntry[], add: readonly ProgramEntry[]) {
    return storage.inSubscription(first, async stores => {
      const keys = del.map(entry => programsSection.toRow(entry).slice(0, programsSection.keyLength))
      const { count } = await stores.inventory.applyPrograms(assetId, { replace: false, add, del: keys })
      await stores.matching.match([assetId], { nowMs: NOW + 1000, names: [], programs: true, fresh: true })
      return count
    })
  }

  async function findings(assetId: number): Promise<string[]> {
    return (
      await db.owner<{ line: string }>(
        `select p.key || case f.status when 1 then ' missing' else ' installed' end || case when f.latest then '' else ' old' end
              || case when f.status = 1 and not f.matched then ' unmatched' else '' end as line
         from finding f join patch p on p.id = f.patch_id where f.asset_id = $1 order by p.key`,
        [assetId],
      )
    ).map(row => row.line)
  }

  return { db, storage, catalog, first, second, say, machine, change, findings }
}
