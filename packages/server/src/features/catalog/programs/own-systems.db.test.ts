import { versionSchemes } from '@patchyard/domain'
import type { FeedRecord, PatchRecord } from '@patchyard/feeds'
import { type ProgramEntry, type SystemFacts, systemRows } from '@patchyard/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NOW } from '../../../testing/contracts/storage-under-test.ts'
import { kb, mac, program, programWorld, recordsOf, windows } from './testing/program-world.ts'

let world: Awaited<ReturnType<typeof programWorld>>

beforeAll(async () => {
  world = await programWorld()
})
afterAll(async () => {
  await world.db[Symbol.asyncDispose]()
})

describe('a Mac', () => {
  const app = (bundle: string, version: string, more: Partial<ProgramEntry> = {}) =>
    program({ source: 'app', bundle, name: bundle.replace('.app', ''), version, ...more })

  it('misses the newest version of each cask that it has older, by the name of its bundle', async () => {
    const casks = (await recordsOf('homebrew-cask', 'casks', 'homebrew-cask/fixtures/casks.json')).filter(
      record => record.kind === 'patch',
    )
    await world.say('casks', casks)
    const bundles = new Map<string, PatchRecord[]>()
    for (const cask of casks) {
      if (cask.detection?.kind !== 'macApplication' || !/\d/.test(cask.version)) continue
      for (const bundle of cask.detection.applications) bundles.set(bundle, [...(bundles.get(bundle) ?? []), cask])
    }
    const alone = [...bundles].flatMap(([bundle, [cask, more]]) =>
      cask?.deprecated === null && more === undefined ? [[bundle, cask] as const] : [],
    )
    expect(alone.length).toBeGreaterThanOrEqual(4)
    const old = await world.machine(
      mac,
      alone.map(([bundle]) => app(bundle, '0.0.1')),
    )
    const keys = [...new Set(alone.map(([, cask]) => cask.key))].toSorted()
    expect(await world.findings(old)).toEqual(keys.map(key => `${key} missing`))
    const current = await world.machine(
      mac,
      alone.map(([bundle, cask]) => app(bundle, cask.version)),
    )
    expect(await world.findings(current)).toEqual([])
    const ofSystem = await world.machine(
      mac,
      alone.map(([bundle]) => app(bundle, '0.0.1', { source: 'system' })),
    )
    expect(await world.findings(ofSystem)).toEqual([])
  })

  it('of every build that Apple released misses the newest release of its major version', async () => {
    const records = await recordsOf('sofa', 'macos', 'sofa/fixtures/macos.json')
    await world.say('sofa', records)
    const releases = records.filter(record => record.kind === 'patch')
    const majors = Map.groupBy(releases, one => (one.detection?.kind === 'macosBuild' ? one.detection.major : ''))
    const plain = (version: string): boolean => !version.includes('(')
    for (const [major, all] of majors) {
      const [top] = all
        .filter(one => plain(one.version))
        .toSorted((a, b) => versionSchemes.winget.compare(b.version, a.version))
      for (const one of all.filter(({ version }) => plain(version))) {
        if (one.detection?.kind !== 'macosBuild') continue
        const { build, boardIds } = one.detection
        const board = boardIds[0] ?? ''
        const found = await world.findings(
          await world.machine({ ...mac, osVersionId: one.version, osBuild: build, board }, []),
        )
        // Boards decide what a machine gets; the newest that names none, or this one, is what it lacks.
        expect(found.length, `${major} ${one.version}`).toBeLessThanOrEqual(1)
        if (one === top) expect(found.filter(line => !line.includes('('))).toEqual([])
      }
    }
    const old = await world.machine({ ...mac, osVersionId: '26.5', osBuild: '25F71', board: 'J314sAP' }, [])
    expect(await world.findings(old)).toEqual(['macos:25G83 missing'])
    await world.storage.inSubscription(world.first, async stores => {
      const now = { ...mac, osVersionId: '26.6.2', osBuild: '25G83', board: 'J314sAP' }
      await stores.inventory.saveSystem(old, now, systemRows(now))
      await stores.matching.match([old], { nowMs: NOW + 1000, names: [], programs: true, fresh: true })
    })
    expect(await world.findings(old)).toEqual(['macos:25G83 installed'])
  })
})

describe('Windows by its build', () => {
  const product = 'Windows 11 Version 24H2 for x64-based Systems'
  const slug = 'windows-11-version-24h2-for-x64-based-systems'
  const june = kb(5060842, product, slug, '10.0.26100.4349')
  const july = kb(5062553, product, slug, '10.0.26100.4652')
  const august = kb(5063878, product, slug, '10.0.26100.4946')
  const server = kb(5063880, 'Windows Server 2022', 'windows-server-2022', '10.0.20348.4052')
  const replaces = (newer: PatchRecord, older: PatchRecord): FeedRecord =>
    ({ kind: 'supersedes', newer: newer.key, older: older.key, derived: null }) as unknown as FeedRecord

  it('misses what came after it, the newest first; what it replaces is old', async () => {
    const at = (osBuild: string, more: Partial<SystemFacts> = {}) => world.machine({ ...windows, osBuild, ...more }, [])
    const before = await at('10.0.26100.4349')
    await world.say('msrc', [june, july, august, server, replaces(july, june), replaces(august, july)])
    expect(await world.findings(before)).toEqual([`${july.key} missing old`, `${august.key} missing`])
    expect(await world.findings(await at('10.0.26100.4946'))).toEqual([])
    expect(await world.findings(await at('10.0.26100.4652'))).toEqual([`${august.key} missing`])
    expect(await world.findings(await at('10.0.26100.1', { arch: 'aarch64' }))).toEqual([])
    const core = { osEdition: 'serverCore', osVersionId: '21H2' } as const
    expect(await world.findings(await at('10.0.20348.1', core))).toEqual([])
    expect(await world.findings(await at('10.0.20348.1', { ...core, osEdition: 'server' }))).toEqual([
      `${server.key} missing`,
    ])
    await world.storage.inSubscription(world.first, async stores => {
      const now = { ...windows, osBuild: '10.0.26100.4946' }
      await stores.inventory.saveSystem(before, now, systemRows(now))
      await stores.matching.match([before], { nowMs: NOW + 1000, names: [], programs: true, fresh: true })
    })
    expect(await world.findings(before)).toEqual([`${july.key} installed`, `${august.key} installed`])
  })
})
