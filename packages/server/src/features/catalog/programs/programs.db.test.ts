import { readFileSync } from 'node:fs'
import { versionSchemes } from '@patchyard/domain'
import type { PatchRecord } from '@patchyard/feeds'
import type { ProgramEntry } from '@patchyard/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NOW } from '../../../testing/contracts/storage-under-test.ts'
import { saveMapping } from './mapping-store.ts'
import { patch, program, programWorld, windows, winget } from './testing/program-world.ts'

let world: Awaited<ReturnType<typeof programWorld>>

beforeAll(async () => {
  world = await programWorld()
})
afterAll(async () => {
  await world.db[Symbol.asyncDispose]()
})

describe('a program that is older than the catalog', () => {
  const old = program({ name: 'Acme Tool 1.0 (x64)', publisher: 'Acme', version: '1.0', arch: 'x64' })
  const middle = { ...old, name: 'Acme Tool 2.0 (x64)', version: '2.0' }
  const newest = { ...old, name: 'Acme Tool 3.0 (x64)', version: '3.0' }
  const versions = (...all: string[]) => all.map(v => winget(`Acme.Tool@${v}`, 'Acme Tool', 'Acme'))

  it('misses the newest version and no other, from whichever side the news comes', async () => {
    const before = await world.machine(windows, [old])
    const elsewhere = await world.machine(windows, [old], world.second)
    const without = await world.machine(windows, [program({ name: 'Something else', version: '1' })])
    expect(await world.findings(before)).toEqual([])
    await world.say('winget', versions('1.0', '2.0'))
    expect(await world.findings(before)).toEqual(['winget:Acme.Tool@2.0 missing'])
    expect(await world.findings(elsewhere)).toEqual(['winget:Acme.Tool@2.0 missing'])
    expect(await world.findings(without)).toEqual([])
    const later = await world.machine(windows, [old])
    expect(await world.findings(later)).toEqual(['winget:Acme.Tool@2.0 missing'])
    // A newer version takes the place of the one that was missing, and the day since when it was is kept.
    await world.say('winget', versions('1.0', '2.0', '3.0'))
    expect(await world.findings(before)).toEqual(['winget:Acme.Tool@3.0 missing'])
    const history = await world.db.owner('select cause, status from finding_history where asset_id = $1', [before])
    expect(history).toEqual([{ cause: 'withdrawn', status: 1 }])
    const [counts] = await world.db.owner('select missing_count, latest_missing_count from asset where asset_id = $1', [
      before,
    ])
    expect(counts).toEqual({ missing_count: 1, latest_missing_count: 1 })
  })

  it('has it when the list of programs says so, misses it when it went back, and nothing when it is gone', async () => {
    const asset = await world.machine(windows, [old])
    expect(await world.findings(asset)).toEqual(['winget:Acme.Tool@3.0 missing'])
    expect(await world.change(asset, [old], [newest])).toBe(1)
    expect(await world.findings(asset)).toEqual(['winget:Acme.Tool@3.0 installed'])
    await world.change(asset, [newest], [middle])
    expect(await world.findings(asset)).toEqual(['winget:Acme.Tool@3.0 missing'])
    expect(await world.change(asset, [middle], [])).toBe(0)
    expect(await world.findings(asset)).toEqual([])
  })

  it('misses nothing of a version that its vendor has withdrawn', async () => {
    const asset = await world.machine(windows, [middle])
    const [one, two, three] = versions('1.0', '2.0', '3.0') as [PatchRecord, PatchRecord, PatchRecord]
    await world.say('winget', [one, two, { ...three, deprecated: { atMs: NOW, reason: 'crashes' } }])
    expect(await world.findings(asset)).toEqual([])
    await world.say('winget', [one, two, three])
    expect(await world.findings(asset)).toEqual(['winget:Acme.Tool@3.0 missing'])
    await world.say('winget', [one, two])
    expect(await world.findings(asset)).toEqual([])
  })

  it('is judged by the newest of its entries in one place, and apart for another processor', async () => {
    await world.say('winget', [
      ...versions('1.0', '2.0'),
      winget('Acme.Two@2.0', 'Acme Two', 'Acme', {
        detection: {
          kind: 'windowsApplication',
          ...{ productCodes: [], upgradeCodes: [], packageFamilyNames: [], displayVersions: [] },
          names: [{ name: 'Acme Two', publisher: 'Acme' }],
          architectures: ['x64', 'x86'],
        },
      }),
    ])
    const two = (version: string, arch: 'x64' | 'x86') =>
      program({ name: 'Acme Two', publisher: 'Acme', version, arch })
    expect(await world.findings(await world.machine(windows, [two('1.0', 'x64'), two('2.0', 'x64')]))).toEqual([])
    expect(await world.findings(await world.machine(windows, [two('1.0', 'x86'), two('2.0', 'x64')]))).toEqual([
      'winget:Acme.Two@2.0 missing',
    ])
  })

  it('is answered once, however many machines have it', async () => {
    await world.machine(windows, [old])
    await world.machine(windows, [old])
    const rows = await world.db.owner(
      `select p.seq > 0 as answered, p.state, p.due from program p join package_version v on v.id = p.id
        where v.name = $1 and p.subscription_id = $2`,
      [old.name, world.first],
    )
    expect(rows).toEqual([{ answered: true, state: 'older', due: false }])
  })

  it('and packages stand beside each other: each section changes its own', async () => {
    const asset = await world.machine(windows, [old])
    const ids = async () =>
      (
        await world.db.owner<{ n: number; p: number }>(
          'select cardinality(ids) as n, cardinality(program_ids) as p from asset_package where asset_id = $1',
          [asset],
        )
      )[0]
    const brew = {
      ...{ name: 'wget', arch: 'arm64', version: '1', sourceName: '', sourceVersion: '' },
      ...{ scheme: 'rpm' as const, vendor: '', held: false, state: 'installed' },
    }
    await world.storage.inSubscription(world.first, stores =>
      stores.inventory.applyPackages(asset, { replace: true, add: [brew, { ...brew, name: 'curl' }], del: [] }),
    )
    expect(await ids()).toEqual({ n: 3, p: 1 })
    await world.change(asset, [], [{ ...newest, productCode: 'beside' }])
    expect(await ids()).toEqual({ n: 4, p: 2 })
    await world.storage.inSubscription(world.first, stores =>
      stores.inventory.applyPackages(asset, { replace: true, add: [brew], del: [] }),
    )
    expect(await ids()).toEqual({ n: 3, p: 2 })
  })

  it('is judged anew as a whole, and what was judged stays as it is', async () => {
    const asset = await world.machine(windows, [old])
    const before = await world.findings(asset)
    await world.db.owner('delete from finding where asset_id = $1', [asset])
    await world.catalog.follower.rematch(world.first)
    expect([before, await world.findings(asset)]).toEqual([['winget:Acme.Tool@2.0 missing'], before])
  })
})

it('60 packages of winget: every name of the hand-checked table misses the newest version of its own package and nothing else', async () => {
  const file = (name: string): string =>
    readFileSync(new URL(`../../../../../domain/src/catalog/applications/fixtures/${name}`, import.meta.url), 'utf8')
  interface Entry {
    readonly track: string
    readonly version: string
    readonly names: readonly (readonly [string, string])[]
    readonly architectures: readonly string[]
    readonly packageFamilyNames?: readonly string[]
    readonly displayVersions?: readonly string[]
  }
  const entries = ['winget-60.json', 'others.json'].flatMap(name => JSON.parse(file(name)) as Entry[])
  await world.say(
    'winget',
    entries.map(entry =>
      patch(`${entry.track}@${entry.version}`, {
        detection: {
          kind: 'windowsApplication',
          ...{ productCodes: [], upgradeCodes: [], packageFamilyNames: [] },
          displayVersions: entry.displayVersions ?? [],
          names: entry.names.map(([name, publisher]) => ({ name, publisher })),
          architectures: entry.architectures,
        },
      }),
    ),
  )
  const newest = new Map(entries.map(entry => [entry.track, entry]))
  // Each package once on a machine at most, so that no entry hides another.
  const machines: { programs: ProgramEntry[]; tracks: Set<string>; wanted: string[] }[] = []
  let older = 0
  for (const line of file('installed.tsv').trimEnd().split('\n').slice(1)) {
    const [expected = '', name = '', publisher = '', shown = '', own = '', arch = ''] = line.split('\t')
    const track = expected === '-' || expected.startsWith('?') ? '' : expected
    const entry = newest.get(track)
    const version = shown.replace('{v}', own)
    const key = entry === undefined ? '' : `${track}@${entry.version}`
    let place = machines.find(one => track === '' || !one.tracks.has(track))
    if (place === undefined) machines.push((place = { programs: [], tracks: new Set(), wanted: [] }))
    if (track !== '') place.tracks.add(track)
    place.programs.push(
      program({
        name: name.replace('{v}', own),
        publisher,
        version,
        arch: arch as ProgramEntry['arch'],
        productCode: `k${older}-${place.programs.length}`,
      }),
    )
    const isShown = entry !== undefined && (entry.displayVersions ?? [entry.version]).includes(version)
    if (entry !== undefined && !isShown && versionSchemes.winget.compare(own, entry.version) < 0) {
      older++
      place.wanted.push(`${key} missing`)
    }
  }
  const found: string[] = []
  const wanted: string[] = []
  for (const [n, { programs, wanted: all }] of machines.entries()) {
    const asset = await world.machine(windows, programs)
    found.push(...(await world.findings(asset)).map(one => `${n} ${one}`))
    wanted.push(...all.toSorted().map(one => `${n} ${one}`))
  }
  expect(found.filter(one => !wanted.includes(one))).toEqual([])
  // Those of docs/detection.md that names cannot find, and three that a catalog of one version for each package cannot compare.
  expect(wanted.filter(one => !found.includes(one)).map(one => /winget:(.*)@/.exec(one)?.[1])).toEqual([
    'JetBrains.IntelliJIDEA.Ultimate',
    'SublimeHQ.SublimeText.3',
    'TimKosse.FileZilla.Server',
    'TimKosse.FileZilla.Client',
    'AnyDeskSoftwareGmbH.AnyDesk',
    'Zoom.Zoom',
  ])
  expect(older).toBeGreaterThan(100)
})

it('whatever names a machine reports, they are kept and answered', async () => {
  const names = [
    "'; drop table program; --",
    '<script>alert(1)</script>',
    '\u202egnp.exe',
    'a'.repeat(500),
    '𝒜'.repeat(120),
    '(((((((((((((((((((((((((((((((((',
    '1.2.3.4.5.6.7.8.9'.repeat(25),
    '%_\\',
    '{}',
    '__proto__',
  ]
  const asset = await world.machine(
    windows,
    names.map((name, n) =>
      program({ name, version: name.slice(0, 50), publisher: name.slice(0, 60), productCode: `${n}` }),
    ),
  )
  expect((await world.findings(asset)).filter(line => !line.startsWith('kb:'))).toEqual([])
  const [row] = await world.db.owner<{ n: number; answered: number }>(
    `select count(*)::int as n, count(*) filter (where p.seq > 0 and p.why <> '')::int as answered
       from asset_package a join program p on p.id = any(a.program_ids) where a.asset_id = $1`,
    [asset],
  )
  expect(row).toEqual({ n: names.length, answered: names.length })
})

it('what is said of a name while a machine reports it reaches that machine', async () => {
  await world.say(
    'winget',
    ['1.0', '2.0'].map(version => winget(`Acme.Books@${version}`, 'Acme Books', 'Acme')),
  )
  const asset = await world.machine(windows, [])
  const isWaitedFor = async (): Promise<boolean> =>
    (await world.db.owner(`select 1 from pg_locks where locktype = 'advisory' and not granted`)).length > 0
  let said: Promise<unknown> = Promise.resolve()
  await world.storage.inSubscription(world.first, async stores => {
    await stores.matching.begin()
    const add = [program({ name: 'Accounting 1.0', publisher: 'Our own', version: '1.0' })]
    await stores.inventory.applyPrograms(asset, { replace: false, add, del: [] })
    await stores.matching.match([asset], { nowMs: NOW, names: [], programs: true, fresh: true })
    const name = { name: 'Accounting', publisher: '', spoken: 'accounting', spokenPublisher: '' }
    const mapping = { ...name, publicId: '00000000-0000-4000-8000-000000000001', track: 'winget:Acme.Books' }
    said = world.db.database.inSubscription(world.first, trx => saveMapping(trx, mapping, 'Ada', NOW))
    const isOver = said.then(() => true)
    // Until it waits for this report; or until it went past it, as it must not.
    while (!(await Promise.race([isOver, isWaitedFor()])));
  })
  await said
  await world.catalog.follower.follow(world.first)
  expect(await world.findings(asset)).toContain('winget:Acme.Books@2.0 missing')
})
