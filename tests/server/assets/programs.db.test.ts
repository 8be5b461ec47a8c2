import type { PatchRecord } from '@patchyard/feeds'
import { PROGRAMS_FEATURE, programsSection, type Row, systemRows } from '@patchyard/protocol'
import { catalogUnderTest, testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { activationKey } from '../arrange.ts'
import { firstAdmin, type Person, personWith } from '../door-client.ts'
import { addMember, addSubscription, setScope } from '../people.ts'
import { WireAgent } from '../wire-agent.ts'

const PATIENCE = { timeout: 10_000 }

let server: TestServer
let admin: Person
let key: string
let catalog: ReturnType<typeof catalogUnderTest>

const program = (name: string, version: string, publisher = ''): Row =>
  programsSection.toRow({
    ...{ source: 'registry', scope: 'machine', productCode: name, bundleId: '', arch: 'x64', bundle: '' },
    ...{ upgradeCode: '', packageFamily: '', name, version, publisher },
  })

const system = systemRows({
  ...{ hostname: 'desk-1', osId: 'windows', osName: 'Windows 11 Pro', osVersionId: '24H2', osBuild: '10.0.26100.4349' },
  ...{ osEdition: 'client', arch: 'x86_64', scanStatus: 'ok', scanReasons: [], repositories: [], updaters: [] },
})

async function reports(...programs: readonly Row[]): Promise<{ agent: WireAgent; asset: string }> {
  const agent = await WireAgent.enrol(server, key)
  await agent.checkIn({ features: [PROGRAMS_FEATURE] })
  const asset = (await admin.call('GET', `/agents/${agent.state.agentId}`)).body.assetId as string
  const report = await agent.report(
    new Map<'system.1' | 'programs.1', readonly Row[]>([
      ['system.1', system],
      ['programs.1', programs],
    ]),
  )
  expect(report.json).toMatchObject({ accepted: ['system.1', 'programs.1'], full: [] })
  // Reports are judged by what was known seconds ago; following makes up for that.
  await catalog.follower.follow(1)
  return { agent, asset }
}

const missing = async (asset: string): Promise<string[]> =>
  (await admin.call('GET', `/assets/${asset}/findings?status=missing`)).body.items.map(
    (one: { title: string }) => one.title,
  )
const unmatched = async (by: Person = admin, query = ''): Promise<unknown[]> =>
  (await by.call('GET', `/unmatched-programs${query}`)).body.items

beforeAll(async () => {
  server = await testServer()
  admin = await firstAdmin(server)
  key = await activationKey(admin)
  const patch = (id: string, version: string): PatchRecord => ({
    ...{ kind: 'patch', key: `winget:${id}@${version}`, title: `${id} ${version}`, platform: 'windows', vendor: '' },
    ...{ products: [], families: [], track: `winget:${id}`, version, versionScheme: 'winget', category: '' },
    ...{ isSecurity: false, vendorSeverity: '', severity: '', cves: [], advisories: [], references: [] },
    ...{ issuedAtMs: null, updatedAtMs: null, reboot: null, downloadMethod: 'automatic', files: [] },
    ...{ install: null, deprecated: null },
    detection: {
      ...{ kind: 'windowsApplication', productCodes: [], upgradeCodes: [], packageFamilyNames: [] },
      ...{ displayVersions: [], architectures: ['x64'], names: [{ name: 'Acme Tool', publisher: 'Acme' }] },
    },
  })
  catalog = catalogUnderTest(server.context.database, server.context.clock.nowMs())
  await catalog.say('winget', [[patch('Acme.Tool', '1.0'), patch('Acme.Tool', '2.0')]])
})
afterAll(() => server[Symbol.asyncDispose]())

it('programs are software of the asset: in its list, its CSV and the query language, and miss what the catalog has', async () => {
  const { asset } = await reports(program('Acme Tool', '1.0', 'Acme'), program('=HYPERLINK("x")', '1'))
  expect(await missing(asset)).toEqual(['Acme.Tool 2.0'])
  const software = (await admin.call('GET', `/assets/${asset}/software`)).body
  expect(software.items).toMatchObject([
    { name: '=HYPERLINK("x")', version: '1', publisher: '', scope: 'machine' },
    { name: 'Acme Tool', version: '1.0', arch: 'x64', source: '', publisher: 'Acme', scope: 'machine' },
  ])
  const published = await admin.call('GET', `/assets/${asset}/software?search=ACME&sort=-publisher`)
  expect(published.body.items).toMatchObject([{ name: 'Acme Tool' }])
  expect((await admin.call('GET', `/assets/${asset}`)).body.packageCount).toBe(2)
  const csv = await admin.call('GET', `/assets/${asset}/software.csv`)
  expect(JSON.stringify(csv.body)).toContain("'=HYPERLINK")
  const found = async (query: string) =>
    (await admin.call('GET', `/assets?query=${encodeURIComponent(query)}`)).body.items.map(
      (one: { id: string }) => one.id,
    )
  expect(await found('software:(name:`Acme Tool` and version<1.5)')).toEqual([asset])
  expect(await found('software:(name:`Acme Tool` and version<1.0)')).toEqual([])
  expect(await found('software.vendor:`Acme` and missingPatchCount>0')).toEqual([asset])
})

it('a name that nobody knows is mapped once, in all its versions and on every asset, and taken back', async () => {
  const one = await reports(program('Tool of Acme 1.1', '1.1', 'Acme Holding'), program('Nothing', '1'))
  const two = await reports(program('Tool of Acme 1.2', '1.2', 'Acme Holding'), program('Acme Tool', '2.0'))
  expect(await unmatched(admin, '?search=tool')).toEqual([
    {
      ...{ name: 'Acme Tool', publisher: '', versions: 1, assetCount: 1 },
      ...{ why: 'proposed', product: 'winget:Acme.Tool' },
      query: 'software:(name:`Acme Tool` and vendor is null)',
    },
    {
      ...{ name: 'Tool of Acme 1.1', publisher: 'Acme Holding', versions: 2, assetCount: 2 },
      ...{ why: 'unknown', product: null },
      query: 'software:(name:[`Tool of Acme 1.1`, `Tool of Acme 1.2`] and vendor:`Acme Holding`)',
    },
  ])
  for (const { query, assetCount } of (await unmatched()) as { query: string; assetCount: number }[]) {
    expect((await admin.call('GET', `/assets?query=${encodeURIComponent(query)}`)).body.total, query).toBe(assetCount)
  }
  expect(await unmatched(admin, '?why=proposed')).toHaveLength(1)
  const csv = await admin.call('GET', '/unmatched-programs.csv?search=nothing')
  expect(JSON.stringify(csv.body)).toContain('Nothing')
  expect([await missing(one.asset), await missing(two.asset)]).toEqual([[], []])

  const said = { name: 'Tool of Acme 1.1', publisher: 'Acme Holding' }
  expect((await admin.call('POST', '/program-mappings', { ...said, product: 'winget:No.Such' })).status).toBe(404)
  expect((await admin.call('GET', '/program-products?search=acme')).body.items).toEqual([
    { product: 'winget:Acme.Tool', title: 'Acme.Tool 2.0', vendor: '', platform: 'windows' },
  ])
  const preview = async (body: object) => (await admin.call('POST', '/program-mappings/preview', body)).body
  const touched = { versions: 2, assetCount: 2, missingAssetCount: 2, changedAssetCount: 2 }
  expect(await preview({ ...said, product: 'winget:Acme.Tool' })).toEqual(touched)
  const none = { versions: 2, assetCount: 2, missingAssetCount: 0 }
  expect(await preview({ ...said, product: null })).toEqual({ ...none, changedAssetCount: 0 })
  expect(await preview({ ...said, publisher: 'Another' })).toMatchObject({ versions: 0, assetCount: 0 })
  expect((await admin.call('POST', '/program-mappings/preview', { name: 'x', product: 'winget:No.Such' })).status).toBe(
    404,
  )
  const made = await admin.call('POST', '/program-mappings', { ...said, product: 'winget:Acme.Tool' })
  expect(made.status).toBe(201)
  await vi.waitFor(async () => {
    expect([await missing(one.asset), await missing(two.asset)]).toEqual([['Acme.Tool 2.0'], ['Acme.Tool 2.0']])
  }, PATIENCE)
  expect(await unmatched(admin, '?search=tool of')).toEqual([])
  expect((await admin.call('GET', '/program-mappings')).body.items).toMatchObject([
    { ...said, product: 'winget:Acme.Tool' },
  ])
  expect(await preview(said)).toEqual({ ...none, changedAssetCount: 2 })
  expect((await admin.call('DELETE', `/program-mappings/${made.body.id}`)).status).toBe(200)
  await vi.waitFor(async () => {
    expect([await missing(one.asset), await missing(two.asset)]).toEqual([[], []])
  }, PATIENCE)
  const never = await admin.call('POST', '/program-mappings', { name: 'nothing', product: null })
  expect(await unmatched(admin, '?search=nothing')).toEqual([])
  const audit = (await admin.call('GET', `/audit?query=${encodeURIComponent('action:`program.map`')}`)).body.items
  expect(audit.length).toBeGreaterThanOrEqual(2)
  expect((await admin.call('DELETE', `/program-mappings/${never.body.id}`)).status).toBe(200)
})

it('nobody sees names of assets out of scope or of another subscription, and readers map nothing', async () => {
  const { asset } = await reports(program('Secret project', '1'))
  await reports(program('Secret project', '2'))
  const reader = await addMember(server, 'reader@example.org', 'patchReader')
  expect(await unmatched(reader.person, '?search=secret')).toHaveLength(1)
  const refused = await reader.person.call('POST', '/program-mappings', { name: 'Secret project', product: null })
  expect(refused.status).toBe(403)
  const tag: string = (await admin.call('POST', '/tags', { name: 'mine' })).body.id
  await admin.call('POST', '/tags/assign', { action: 'assign', tags: [tag], assets: [asset] })
  await setScope(server, 'reader@example.org', tag)
  // Of its two versions one is on an asset of the scope.
  expect(await unmatched(personWith(server, reader.secret))).toMatchObject([
    { name: 'Secret project', assetCount: 1, versions: 1 },
  ])
  await setScope(server, 'reader@example.org')
  expect(await unmatched(personWith(server, reader.secret))).toEqual([])
  const other = await addMember(server, 'other@example.org', 'administrator', await addSubscription(server, 'Other'))
  expect(await unmatched(other.person)).toEqual([])
  expect((await other.person.call('GET', '/program-mappings')).body.items).toEqual([])
})
