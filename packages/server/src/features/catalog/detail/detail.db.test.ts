import { versionSchemes } from '@patchyard/domain'
import type { FeedRecord, FixRecord, PatchRecord, VulnerabilityRecord } from '@patchyard/feeds'
import type { QueryContext } from '@patchyard/query'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Trx } from '../../../database/database.ts'
import { catalogUnderTest, testDatabase, type TestDatabase } from '../../../testing/index.ts'
import { readVulnerability } from '../../vulnerabilities/vulnerability-detail.ts'
import { findPatch } from './find-patch.ts'
import { readPatchDetail } from './patch-detail.ts'
import { readSupersedence } from './supersedence.ts'

const NOW = Date.parse('2026-11-22T10:00:00.000Z')
const AT = '2026-11-22T10:00:00.000Z'

const fix = (cve: string, fixedVersion: string, more: Partial<FixRecord> = {}): FixRecord => ({
  kind: 'fix',
  distro: 'debian',
  release: 'bookworm',
  product: '',
  of: 'source',
  package: 'openssl',
  scheme: 'deb',
  cve,
  status: 'fixed',
  fixedVersion,
  note: '',
  ...more,
})
const kb = (n: number, more: Partial<PatchRecord> = {}): PatchRecord => ({
  kind: 'patch',
  key: `kb:500000${n}@windows-11-24h2-x64`,
  title: `KB${n}`,
  platform: 'windows',
  vendor: 'Microsoft',
  products: ['Windows 11 Version 24H2 for x64-based Systems'],
  families: ['Windows'],
  track: `kb:500000${n}@windows-11-24h2-x64`,
  version: '',
  versionScheme: null,
  category: 'security',
  isSecurity: true,
  vendorSeverity: 'Critical',
  severity: 'critical',
  cves: ['CVE-2026-1001'],
  advisories: [],
  references: ['https://support.example.com/a', 'javascript:alert(1)'],
  issuedAtMs: NOW + n * 1000,
  updatedAtMs: null,
  reboot: 'maybe',
  downloadMethod: 'automatic',
  files: [{ url: 'https://files.example.com/a.msu', sha256: 'ab'.repeat(32), bytes: 12, arch: 'x64' }],
  detection: null,
  install: { type: 'msu', silentArguments: '/quiet', successCodes: [0], rebootCodes: [3010], scope: 'machine' },
  deprecated: null,
  ...more,
})
const replaces = (newer: number, older: number, derived: string | null = null): FeedRecord => ({
  kind: 'supersedes',
  newer: kb(newer).key,
  older: kb(older).key,
  derived,
})
const known: VulnerabilityRecord = {
  kind: 'vulnerability',
  cve: 'CVE-2026-1001',
  title: 'A hole',
  description: 'It reads too much.',
  cvss: [
    { version: '3.1', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', source: 'nvd@nist.gov', isPrimary: true },
    { version: '2.0', vector: 'AV:N/AC:L/Au:N/C:P/I:P/A:P', source: 'nvd@nist.gov', isPrimary: true },
  ],
  references: ['https://example.com/1', 'data:text/html,x'],
  kev: {
    addedAtMs: NOW,
    dueAtMs: NOW + 86_400_000,
    ransomware: true,
    requiredAction: 'Patch.',
    vendor: 'V',
    product: 'P',
  },
}

const tool = { url: 'https://files.example.com/tool.msi', sha256: 'ab'.repeat(32), bytes: 9, arch: 'x64' }
const beside: readonly FeedRecord[] = [
  fix('CVE-2026-1077', '6.1.140-1', { package: 'linux' }),
  {
    ...kb(9),
    ...{ key: 'winget:Acme.Tool@2.0', title: 'Acme Tool 2.0', track: 'winget:Acme.Tool', version: '2.0' },
    ...{ versionScheme: 'winget', cves: [], files: [tool] },
  },
  {
    ...{
      kind: 'applicationVersion',
      catalog: 'scoop/Extras',
      id: 'acme-tool',
      version: '2.0',
      track: 'winget:Acme.Tool',
    },
    files: [
      { url: tool.url, sha256: 'cd'.repeat(32), arch: 'x64' },
      { url: 'https://files.example.com/portable.zip', sha256: 'ab'.repeat(32), arch: 'x64' },
      { url: 'file:///etc/passwd', sha256: null, arch: '' },
    ],
  },
]

let db: TestDatabase
const assets = { web: 1, lab: 2 }
const tags = { web: 0, lab: 0 }

beforeAll(async () => {
  db = await testDatabase()
  await db.owner(
    `insert into subscription (public_id, name, licence_kind, created_at)
     select gen_random_uuid(), 'S' || n, 'full', now() from generate_series(1, 2) n`,
  )
  for (const name of ['web', 'lab'] as const) {
    const rows = await db.owner<{ id: number }>(
      `insert into tag (subscription_id, public_id, name, name_folded, name_words, created_at)
       values (1, gen_random_uuid(), $1::text, $1::text, $1::text, now()) returning id`,
      [name],
    )
    tags[name] = rows[0]?.id ?? 0
    const asset = assets[name]
    await db.owner(
      `insert into asset (asset_id, subscription_id, public_id, name, name_folded, name_words, platform, created_at)
       values ($1, 1, gen_random_uuid(), $2::text, $2::text, $2::text, 'linux', now())`,
      [asset, name],
    )
    await db.owner(
      `insert into agent_line (asset_id, subscription_id, public_id, key_id, standing, standing_at, seq, link, machine, boot, seen_at)
       values ($1::int, 1, gen_random_uuid(), int4send($1::int), 'active', now(), 1, '', '', '', now())`,
      [asset],
    )
    await db.owner('insert into asset_tag (asset_id, tag_id, subscription_id) values ($1, $2, 1)', [asset, tags[name]])
  }
  // Reported before the catalog knew it, on both assets; and what only one asset has, of no feed.
  for (const [id, version, on] of [
    [1001, '3.0.2', [1, 2]],
    [1002, '3.0.9', [2]],
  ] as const) {
    await db.owner(
      `insert into patch (id, subscription_id, public_id, key, title, title_folded, platform, track, version, version_key, first_reported_at)
       values ($1, 1, gen_random_uuid(), 'deb:debian/bookworm/openssl@' || $2, 'openssl ' || $2, '', 'linux', 'deb:debian/bookworm/openssl',
               $2, $3::bytea, now())`,
      [id, version, Buffer.from(versionSchemes.deb.key(version))],
    )
    await db.owner(
      `insert into finding (asset_id, patch_id, subscription_id, status, first_seen, since, exposed_since)
       select a, $1, 1, 1, now(), now(), now() from unnest($2::int[]) a`,
      [id, on],
    )
    await db.owner('insert into patch_count (subscription_id, patch_id, missing) values (1, $1, $2)', [id, on.length])
  }
  const catalog = catalogUnderTest(db.database, NOW)
  await catalog.say('all', [
    beside,
    [
      known,
      fix('CVE-2026-1001', '3.0.2'),
      fix('CVE-2026-1002', '3.0.3'),
      fix('CVE-2026-1001', '', { release: 'trixie', status: 'notAffected', note: 'vulnerable code not present' }),
      fix('CVE-2026-1001', '1:3.0-4', { distro: 'rocky', release: '9', scheme: 'rpm', of: 'binary' }),
      ...[1, 2, 3, 4].map(n => kb(n)),
      replaces(2, 1),
      replaces(3, 2),
      replaces(3, 1),
      replaces(4, 3, 'same build line'),
      {
        kind: 'lifecycle',
        product: 'debian',
        release: '12',
        label: '12 (Bookworm)',
        releasedAtMs: null,
        isLts: false,
        activeSupportEndsAtMs: null,
        endOfLifeAtMs: NOW,
        isEndOfLife: false,
        latestVersion: '12.9',
      },
    ],
  ])
  await catalog.follower.follow(1)
})
afterAll(() => db[Symbol.asyncDispose]())

const contextOf = (tag?: keyof typeof tags): QueryContext => ({
  subscriptionId: 1,
  personId: 1,
  scope: tag === undefined ? { kind: 'all' } : { kind: 'tags', tagIds: [tags[tag]] },
  nowMs: NOW,
})
const seen = <T>(context: QueryContext, read: (trx: Trx) => Promise<T>): Promise<T> =>
  db.database.inSubscription(context.subscriptionId, read)
const detail = (key: string, context = contextOf()) =>
  seen(context, async trx => {
    const patch = await findPatch(trx, { key }, context)
    return patch === null ? null : readPatchDetail(trx, patch, context)
  })
const graph = (key: string, context = contextOf()) =>
  seen(context, async trx => {
    const patch = await findPatch(trx, { key }, context)
    const found = patch === null ? null : await readSupersedence(trx, patch, context)
    return found === null
      ? null
      : {
          ...found,
          nodes: found.nodes.map(node => [
            node.key.replace(/^.*[:@](?=\d)/, '').replace(/@.*|^500000/g, ''),
            node.id !== null,
            node.isLatest,
            node.missingCount,
          ]),
          edges: found.edges.map(edge => `${edge.older} < ${edge.newer} ${edge.kind} ${edge.reason}`),
        }
  })
const vulnerability = (cve: string, context = contextOf()) => seen(context, trx => readVulnerability(trx, cve, context))

describe('a patch', () => {
  it('that was reported shows what the catalog knows of its twin', async () => {
    expect(await detail('deb:debian/bookworm/openssl@3.0.2')).toMatchObject({
      missingCount: 2,
      products: ['openssl'],
      systems: ['debian bookworm'],
      packages: [{ name: 'openssl', candidate: '3.0.2' }],
      vulnerabilities: [{ cve: 'CVE-2026-1001', cvss: 9.8, kev: true, ransomware: true }],
      endOfLife: [{ product: 'debian', release: '12', endOfLifeAt: AT }],
      sources: [{ feed: 'debian-tracker', since: AT, of: null }],
      secondOpinions: [],
    })
  })

  it('that is a signed kernel names who speaks of the source that was signed', async () => {
    expect(await detail('deb:debian/bookworm/linux-signed-amd64@6.1.140+1')).toMatchObject({
      sources: [{ feed: 'debian-tracker', since: AT, of: 'linux' }],
    })
  })

  it('that another catalog has, too, is compared with it where both name the same file', async () => {
    const other = 'https://files.example.com/portable.zip'
    expect(await detail('winget:Acme.Tool@2.0')).toMatchObject({
      secondOpinions: [
        {
          ...{ feed: 'debian-tracker', since: AT, catalog: 'scoop/Extras', name: 'acme-tool' },
          files: [
            { url: tool.url, sha256: 'cd'.repeat(32), arch: 'x64', agrees: false },
            { url: other, sha256: 'ab'.repeat(32), arch: 'x64', agrees: null },
          ],
        },
      ],
    })
  })

  it('of the catalog alone shows files, rules and addresses that a browser may be sent to', async () => {
    expect(await detail(kb(1).key)).toMatchObject({
      kbs: ['KB5000001'],
      families: ['Windows'],
      reboot: 'maybe',
      missingCount: 0,
      files: [
        { url: 'https://files.example.com/a.msu', sha256: 'ab'.repeat(32), bytes: 12, arch: 'x64', install: null },
      ],
      install: { type: 'msu', silentArguments: '/quiet', successCodes: [0], rebootCodes: [3010], scope: 'machine' },
      references: ['https://support.example.com/a'],
      supersededBy: { title: 'KB4' },
      latest: { title: 'KB4', isThis: false },
    })
    expect(await detail(kb(4).key)).toMatchObject({ supersededBy: null, latest: { title: 'KB4', isThis: true } })
  })

  it('that no asset of a scope has is not there, and counts are those of the scope', async () => {
    expect(await detail('deb:debian/bookworm/openssl@3.0.2', contextOf('web'))).toMatchObject({ missingCount: 1 })
    expect(await detail('deb:debian/bookworm/openssl@3.0.9', contextOf('lab'))).toMatchObject({ missingCount: 1 })
    expect(await detail('deb:debian/bookworm/openssl@3.0.9', contextOf('web'))).toBeNull()
    expect(await detail(kb(1).key, contextOf('web'))).toBeNull()
  })

  it('that only assets outside of a scope report is named nowhere', async () => {
    const of = async (tag?: 'web' | 'lab') => {
      const { latest, supersededBy } = (await detail('deb:debian/bookworm/openssl@3.0.2', contextOf(tag))) ?? {}
      return JSON.stringify([latest, supersededBy])
    }
    expect(await of()).toContain('3.0.9')
    expect(await of('lab')).toContain('3.0.9')
    expect(await of('web')).not.toContain('3.0.9')
    expect(JSON.stringify(await graph('deb:debian/bookworm/openssl@3.0.2', contextOf('web')))).not.toContain('3.0.9')
  })
})

describe('supersedence', () => {
  it('follows stored edges both ways, without those that follow from others, with the reason of derived ones', async () => {
    const key = (n: number) => kb(n).key
    expect(await graph(key(2))).toEqual({
      key: key(2),
      nodes: [
        ['2', true, false, 0],
        ['3', true, false, 0],
        ['4', true, true, 0],
        ['1', true, false, 0],
      ],
      edges: [
        `${key(1)} < ${key(2)} stated null`,
        `${key(2)} < ${key(3)} stated null`,
        `${key(3)} < ${key(4)} derived same build line`,
      ],
      isCut: false,
    })
  })

  it('of versions is a row, with what the asker may not see bridged or without a link', async () => {
    const track = 'deb:debian/bookworm/openssl'
    expect(await graph(`${track}@3.0.2`)).toMatchObject({
      nodes: [
        ['3.0.2', true, false, 2],
        ['3.0.3', true, expect.any(Boolean), 0],
        ['3.0.9', true, expect.any(Boolean), 1],
      ],
      edges: [`${track}@3.0.2 < ${track}@3.0.3 version null`, `${track}@3.0.3 < ${track}@3.0.9 version null`],
    })
    expect(await graph(`${track}@3.0.2`, contextOf('web'))).toMatchObject({
      nodes: [
        ['3.0.2', true, false, 1],
        ['3.0.3', false, true, 0],
      ],
      edges: [`${track}@3.0.2 < ${track}@3.0.3 version null`],
    })
  })
})

describe('a vulnerability', () => {
  it('says what every source says, with its date', async () => {
    const found = await vulnerability('cve-2026-1001')
    expect(found).toMatchObject({
      cve: 'CVE-2026-1001',
      description: 'It reads too much.',
      cvssVersion: '3.1',
      kevEntry: { dueAt: '2026-11-23T10:00:00.000Z', requiredAction: 'Patch.', vendor: 'V', product: 'P' },
      references: ['https://example.com/1'],
      affectedAssetCount: 2,
      sources: [{ feed: 'debian-tracker', since: AT, says: ['cvss', 'description', 'kev', 'references', 'title'] }],
    })
    expect(found?.scores.map(one => [one.version, one.overall, one.counts])).toEqual([
      ['3.1', 9.8, true],
      ['2.0', null, false],
    ])
    expect(
      found?.statements.map(one => [one.distro, one.release, one.state, one.fixedVersion, one.note, one.since]),
    ).toEqual([
      ['debian', 'bookworm', 'fixed', '3.0.2', '', AT],
      ['debian', 'trixie', 'notAffected', null, 'vulnerable code not present', AT],
      ['rocky', '9', 'fixed', '1:3.0-4', '', AT],
    ])
  })

  it('is counted in the scope, and is not there where no asset of it has a patch for it', async () => {
    expect(await vulnerability('CVE-2026-1001', contextOf('web'))).toMatchObject({ affectedAssetCount: 1 })
    expect(await vulnerability('CVE-2026-1002', contextOf())).toMatchObject({ affectedAssetCount: 0, patchable: true })
    expect(await vulnerability('CVE-2026-1002', contextOf('web'))).toBeNull()
    expect(await vulnerability('CVE-2026-9999')).toBeNull()
  })

  it('of another subscription says nothing of this one', async () => {
    const other = { ...contextOf(), subscriptionId: 2 }
    expect(await vulnerability('CVE-2026-1001', other)).toMatchObject({ affectedAssetCount: 0 })
    expect(await detail('deb:debian/bookworm/openssl@3.0.9', other)).toBeNull()
    expect(await detail('deb:debian/bookworm/openssl@3.0.2', other)).toMatchObject({ missingCount: 0 })
  })
})
