import { debianHost, SimulatedAgent, type SimulatedHost } from '@patchyard/fleet'
import type { AdvisoryRecord, LifecycleRecord, PatchRecord } from '@patchyard/feeds'
import {
  type PackageEntry,
  packagesSection,
  type RestartEntry,
  restartSection,
  type Row,
  type SectionName,
  systemFacts,
  systemRows,
  type UpdateEntry,
  updatesSection,
} from '@patchyard/protocol'
import { systemClock, systemRandom } from '@patchyard/server/adapters'
import { catalogUnderTest, testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey } from '../arrange.ts'
import { exchangeWith, firstAdmin, type Person } from '../door-client.ts'

const now = Date.now()
let server: TestServer
let admin: Person
let agent: SimulatedAgent
let assetId: string

const kernel = (name: string, version: string, source = version.replace(/-(\d+)$/, '+$1')): PackageEntry => ({
  ...{ name, arch: 'amd64', version, scheme: 'deb', sourceName: 'linux-signed-amd64', sourceVersion: source },
  ...{ vendor: 'Debian', held: false, state: 'installed' },
})
const old = kernel('linux-image-6.1.0-25-amd64', '6.1.106-3')
const newer = kernel('linux-image-6.1.0-26-amd64', '6.1.112-1')
const update: UpdateEntry = {
  ...{ patch: 'deb:debian/bookworm/linux-signed-amd64@6.1.112+1', package: 'linux-image-amd64', arch: 'amd64' },
  ...{ candidate: '6.1.112-1', installed: '6.1.106-3', title: 'linux-signed-amd64 6.1.112+1', isSecurity: true },
  ...{ origin: 'Debian-Security', repository: 'bookworm-security', authenticated: true, sizeBytes: 9, blocked: null },
  description: 'kernel',
}

interface Stage {
  readonly packages: readonly PackageEntry[]
  readonly updates?: readonly UpdateEntry[]
  readonly restart?: readonly RestartEntry[]
  readonly running: string
}
let stage: Stage = {
  packages: [old, kernel('linux-image-amd64', '6.1.106-3')],
  updates: [update],
  running: '6.1.0-25-amd64',
}
const installed = [old, newer, kernel('linux-image-amd64', '6.1.112-1')]

function stagedHost(): SimulatedHost {
  const host = debianHost(systemRandom, { index: 1, packages: 5, missing: 0 })
  return {
    ...host,
    sections() {
      const sections = new Map<SectionName, readonly Row[]>(host.sections())
      const facts = systemFacts(sections.get('system.1') ?? [])
      sections.set('system.1', systemRows({ ...facts, kernelRunning: stage.running }))
      const packages = stage.packages.map(entry => packagesSection.toRow(entry))
      sections.set('packages.1', [...(sections.get('packages.1') ?? []), ...packages])
      sections.set(
        'updates.1',
        (stage.updates ?? []).map(entry => updatesSection.toRow(entry)),
      )
      sections.set(
        'restart.1',
        (stage.restart ?? []).map(entry => restartSection.toRow(entry)),
      )
      return sections
    },
  }
}

beforeAll(async () => {
  server = await testServer()
  admin = await firstAdmin(server)
  const ports = { exchange: exchangeWith(server), clock: systemClock, random: systemRandom }
  agent = new SimulatedAgent(ports, stagedHost())
  await agent.enroll(await activationKey(admin))
  await agent.checkIn()
  await agent.report({ trigger: 'start' })
  assetId = ((await admin.call('GET', '/assets')).body.items as { id: string }[])[0]?.id ?? ''
})
afterAll(() => server[Symbol.asyncDispose]())

const asset = async () => (await admin.call('GET', `/assets/${assetId}`)).body
const found = async (query: string) =>
  (await admin.call('GET', `/assets?query=${encodeURIComponent(query)}`)).body.total as number
const finding = async () =>
  (await admin.call('GET', `/assets/${assetId}/findings`)).body.items[0] as Record<string, unknown>
async function becomes(next: Stage): Promise<void> {
  stage = next
  await agent.report({ trigger: 'timer' })
}

const lifecycle = (release: string, label: string, endOfLifeAtMs: number): LifecycleRecord => ({
  ...{ kind: 'lifecycle', product: 'debian', release, label, releasedAtMs: null, isLts: false },
  ...{ activeSupportEndsAtMs: null, endOfLifeAtMs, isEndOfLife: false, latestVersion: '' },
})
function fixOf(name: string, version: string): AdvisoryRecord['fixes'][number] {
  const fixed = { name, arch: '', version, module: '', file: null }
  return { distro: 'debian', release: 'bookworm', of: 'source', pocket: '', package: fixed }
}
const advisory: AdvisoryRecord = {
  ...{ kind: 'advisory', name: 'DSA-9000-1', title: 'openssl - security update', category: 'security' },
  ...{
    vendorSeverity: '',
    severity: '',
    issuedAtMs: now,
    updatedAtMs: null,
    url: 'https://security-tracker.debian.org',
  },
  ...{ cves: ['CVE-2026-90000'], replaces: [], reboot: null },
  fixes: [fixOf('openssl', '3.0.11-1')],
}
const application: PatchRecord = {
  ...{ kind: 'patch', key: 'winget:Mozilla.Firefox@140.0', title: 'Mozilla Firefox 140.0', platform: 'windows' },
  ...{ vendor: 'Mozilla', products: ['Mozilla Firefox'], families: ['Firefox'], track: 'winget:Mozilla.Firefox' },
  ...{ version: '140.0', versionScheme: 'winget', category: '', isSecurity: false, vendorSeverity: '', severity: '' },
  ...{ cves: [], advisories: [], references: [], issuedAtMs: now, updatedAtMs: null, reboot: null },
  ...{ downloadMethod: 'automatic', files: [], detection: null, install: null, deprecated: null },
}

describe('supported systems', () => {
  const systems = async (search = '') =>
    (await admin.call('GET', `/supported-systems?search=${encodeURIComponent(search)}`)).body

  it('are the agent’s engines and, with an empty catalog, nothing more', async () => {
    const body = await systems()
    expect(body.catalog).toEqual([])
    expect(body.engines.map((one: { id: string }) => one.id)).toContain('apt')
    expect(body.engines[0]).toMatchObject({ proof: 'hosts', abilities: expect.any(Array), limits: expect.any(Array) })
    expect(await asset()).toMatchObject({ lifecycle: null })
  })

  it('are what the catalog has patches of, with how long it is looked after', async () => {
    const catalog = catalogUnderTest(server.context.database, now)
    await catalog.say('systems', [
      [lifecycle('12', '12 (Bookworm)', now - 1000), lifecycle('13', '13 (Trixie)', now + 1e9), advisory, application],
    ])
    const body = await systems()
    expect(body.catalog).toMatchObject([
      {
        ...{ kind: 'linux', name: 'debian', release: 'bookworm', patches: 1, products: 1 },
        lifecycle: { product: 'debian', release: '12', isEndOfLife: true },
      },
      { kind: 'applications', name: 'winget', patches: 1, products: 1, lifecycle: null },
    ])
  })

  it('an asset says that its system is no longer looked after', async () => {
    expect(await asset()).toMatchObject({
      lifecycle: { release: '12', endOfLifeAt: new Date(now - 1000).toISOString(), isEndOfLife: true },
    })
  })

  it('are found by words', async () => {
    expect((await systems('bookworm')).catalog).toHaveLength(1)
    expect((await systems('bookworm')).engines).toEqual([])
    expect((await systems('fedora recorded')).engines.map((one: { id: string }) => one.id)).toEqual(['dnf5'])
  })
})

describe('patched on disk, vulnerable in memory', () => {
  it('is nothing that is merely missing', async () => {
    expect(await finding()).toMatchObject({ status: 'missing', isOnDiskAlone: false })
    expect(await asset()).toMatchObject({ vulnerableInMemory: false, kernelPatchesOnDiskAlone: 0 })
    expect(await found('vulnerableInMemory:true')).toBe(0)
  })

  it('is a kernel update that is installed while the older kernel runs', async () => {
    const restart: RestartEntry[] = [
      { kind: 'kernel', name: '6.1.0-26-amd64', reason: '6.1.0-25-amd64 is running' },
      { kind: 'reboot', name: 'kernel', reason: 'kernel 6.1.0-26-amd64 is installed, 6.1.0-25-amd64 is running' },
    ]
    await becomes({ packages: installed, restart, running: '6.1.0-25-amd64' })
    expect(await finding()).toMatchObject({ status: 'installed', isOnDiskAlone: true })
    expect(await asset()).toMatchObject({ vulnerableInMemory: true, kernelPatchesOnDiskAlone: 1 })
    expect(await found('vulnerableInMemory:true')).toBe(1)
  })

  it('is counted apart on the page of a CVE', async () => {
    const catalog = catalogUnderTest(server.context.database, now)
    await catalog.say('kernel', [
      [{ ...advisory, name: 'DSA-9001-1', cves: ['CVE-2026-90001'], fixes: [fixOf('linux', '6.1.112-1')] }],
    ])
    await catalog.follower.follow(1)
    const { body } = await admin.call('GET', '/vulnerabilities/CVE-2026-90001')
    expect(body).toMatchObject({
      affectedAssetCount: 0,
      onDiskAloneAssetCount: 1,
      onDiskAloneAssets: [expect.any(String)],
    })
  })

  it('ends with the restart', async () => {
    await becomes({ packages: installed, running: '6.1.0-26-amd64' })
    expect(await finding()).toMatchObject({ status: 'installed', isOnDiskAlone: false })
    expect(await asset()).toMatchObject({ vulnerableInMemory: false, kernelPatchesOnDiskAlone: 0 })
    expect(await found('vulnerableInMemory:false')).toBe(1)
  })

  it('is said of the asset alone where programs have replaced files in memory: which update they lack is not known', async () => {
    const restart: RestartEntry[] = [{ kind: 'service', name: 'nginx.service', reason: 'runs replaced files: libssl' }]
    await becomes({ packages: installed, restart, running: '6.1.0-26-amd64' })
    expect(await finding()).toMatchObject({ isOnDiskAlone: false })
    expect(await asset()).toMatchObject({ vulnerableInMemory: true, kernelPatchesOnDiskAlone: 0 })
  })
})
