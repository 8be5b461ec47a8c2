import { versionSchemes } from '@patchyard/domain'
import {
  advisoriesSection,
  networkSection,
  packagesSection,
  type Row,
  type SectionName,
  systemRows,
} from '@patchyard/protocol'
import {
  check,
  compileStream,
  type Entity,
  foldText,
  type QueryContext,
  statementOf,
  tokensOf,
  wordLine,
} from '@patchyard/query'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey } from '../server/arrange.ts'
import { firstAdmin, type Person } from '../server/door-client.ts'
import { debianSections } from '../server/sections.ts'
import { WireAgent } from '../server/wire-agent.ts'

// What agents report and people make, through the server's own stores, and then asked for: the columns in which the language
// looks are written by those stores.

let server: TestServer
let admin: Person

beforeAll(async () => {
  server = await testServer()
  admin = await firstAdmin(server)
  const agent = await WireAgent.enrol(server, await activationKey(admin, { title: 'GRÖSSERE Außenstelle' }))
  await agent.checkIn()
  const sections = new Map<SectionName, readonly Row[]>(debianSections({ missing: 3, prefix: 'Tool' }))
  const more = packagesSection.toRow({
    name: 'libﬁne',
    arch: 'amd64',
    version: '1:1.9-1',
    scheme: 'deb',
    sourceName: 'fine',
    sourceVersion: '1.9',
    vendor: 'Größe & Söhne',
    held: false,
    state: 'installed',
  })
  sections.set('packages.1', [...(sections.get('packages.1') ?? []), more])
  sections.set(
    'system.1',
    systemRows({
      hostname: 'WEB-01.example.org',
      osId: 'debian',
      osVersionId: '12.10',
      osName: 'Debian GNU/Linux 12 (bookworm)',
      kernelRunning: '6.1.0-28-amd64',
      manufacturer: 'Dell Inc.',
      model: 'PowerEdge R740',
      lastUser: 'İlknur',
      zone: 'Europe/Berlin',
      arch: 'x86_64',
      virtualization: 'kvm',
      scanStatus: 'ok',
      scanReasons: [],
      repositories: [],
      updaters: [],
    }),
  )
  sections.set('network.1', [
    networkSection.toRow({ interface: 'eth0', family: 'link', address: '52:54:00:12:34:56', prefix: null }),
    networkSection.toRow({ interface: 'eth0', family: 'inet', address: '10.1.2.3', prefix: 24 }),
  ])
  sections.set('advisories.1', [
    advisoriesSection.toRow({
      advisory: 'DSA-5764-1',
      patch: 'deb:debian/bookworm/Tool-0@2.0-1',
      kind: 'security',
      severity: 'critical',
      title: 'Tool: ÜBERLAUF',
      issuedAt: 1_718_000_000,
      rebootSuggested: true,
      cves: 'CVE-2024-3094,cve-2024-3095,no CVE at all',
    }),
  ])
  const answer = await agent.report(sections)
  if (answer.status !== 200) throw new Error(`report: ${answer.status}`)
})
afterAll(() => server[Symbol.asyncDispose]())

it('every folded text, line of words and key of a version is that of the text beside it', async () => {
  const columns = await server.db.owner<{ table: string; column: string }>(
    `select c.table_name as table, c.column_name as column from information_schema.columns c
      where c.table_schema = 'public' and c.column_name ~ '_(folded|words)$' order by 1, 2`,
  )
  expect(columns.length).toBeGreaterThan(40)
  const written = new Set<string>()
  for (const { table, column } of columns) {
    const base = column.replace(/_(folded|words)$/, '')
    const found = await server.db.owner<{ text: string; computed: string }>(
      // JSON that says nothing is searched as nothing.
      `select distinct case "${base}"::text when '{}' then '' else "${base}"::text end as text, "${column}" as computed from "${table}"`,
    )
    const compute = column.endsWith('_words') ? wordLine : foldText
    for (const { text, computed } of found) {
      if (text !== '') written.add(`${table}.${base}`)
      expect([table, column, text, computed]).toEqual([table, column, text, compute(text)])
    }
  }
  // That nothing was compared would prove nothing.
  expect([...written].sort()).toEqual(
    expect.arrayContaining([
      'activation_key.title',
      'advisory.name',
      'asset.architecture',
      'asset.kernel',
      'asset.last_user',
      'asset.manufacturer',
      'asset.model',
      'asset.name',
      'asset.os_family',
      'asset.os_name',
      'asset.os_version',
      'asset.time_zone',
      'asset_interface.mac',
      'asset_interface.name',
      'package_update.name',
      'package_version.name',
      'package_version.vendor',
      'patch.category',
      'patch.source',
      'patch.title',
      'patch_label.value',
      'person.email',
      'person.name',
    ]),
  )
  const keys = await server.db.owner<{ version: string; key: Buffer }>(
    `select os_version as version, os_version_key as key from asset
     union all select agent_version, agent_version_key from agent_line`,
  )
  expect(keys.length).toBeGreaterThan(1)
  for (const { version, key } of keys) expect([...key]).toEqual([...versionSchemes.winget.key(version)])
})

describe('what was reported is found', () => {
  it.each<[Entity, string, number]>([
    ['asset', 'name:web*', 1],
    ['asset', 'operatingSystem:"debian gnu linux" and osFamily:debian and osVersion>12.9', 1],
    ['asset', 'kernel:6.1* and architecture:`x86_64` and virtual:true', 1],
    ['asset', 'hardware.model:r740 and hardware.manufacturer:dell', 1],
    ['asset', 'lastLoggedOnUser:İLKNUR and timeZone:`Europe/Berlin`', 1],
    ['asset', 'activationKey:"grössere außenstelle"', 1],
    ['asset', 'interfaces:(address:10.1.0.0/16 and macAddress:`52:54:00:12:34:56`)', 1],
    ['asset', 'software:(name:LIBFINE and version>2.0 and vendor:größe)', 1],
    ['asset', 'software:(name:LIBFINE and version<1:1.9)', 0],
    ['asset', 'vulnerabilities:(cve:CVE-2024-3094)', 1],
    ['asset', 'scanStatus:Scanned and agentStatus:Active and missingPatchCount:3', 1],
    ['patch', 'title:überlauf and severity:Critical and category:`security` and rebootRequired:true', 1],
    ['patch', 'cve:[CVE-2024-3094, CVE-2024-9999] and advisory:DSA-5764*', 1],
    ['patch', 'cve:CVE-2024-3095', 1],
    ['patch', 'packageName:tool-* and product:tool and source:reported', 3],
    ['vulnerability', 'cve:CVE-2024-* and affectedAssetCount:1 and patchable:true', 2],
  ])('%s %s: %i', async (entity, text, expected) => {
    const { tree, errors } = check(text, { entity })
    if (tree === null) throw new Error(errors.map(error => error.message).join('; '))
    const [row] = await server.db.owner<{ id: number }>('select id from subscription')
    const subscriptionId = row?.id ?? 0
    const context: QueryContext = {
      subscriptionId,
      scope: { kind: 'all' },
      personId: null,
      nowMs: server.context.clock.nowMs(),
    }
    const sort = { token: tokensOf(entity).find(token => token.sortable === true)?.name ?? '', descending: false }
    const statement = statementOf(compileStream({ entity, query: tree, sort }, context))
    expect((await server.db.inSubscription(subscriptionId, statement.text, statement.values)).length).toBe(expected)
  })
})
