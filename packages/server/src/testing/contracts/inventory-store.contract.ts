import {
  type AdvisoryEntry,
  type PackageEntry,
  type UpdateEntry,
  type ProgramEntry,
  programsSection,
} from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import { installedKey } from '../../storage/ports/inventory-store.ts'
import type { Bench } from './storage.contract.ts'
import { hex32, NOW } from './storage-under-test.ts'

const packageEntry = (changes: Partial<PackageEntry> = {}): PackageEntry => ({
  name: 'openssl',
  arch: 'amd64',
  version: '1',
  scheme: 'deb',
  sourceName: 'openssl',
  sourceVersion: '1',
  vendor: '',
  held: false,
  state: 'installed',
  ...changes,
})

export const updateEntry = (changes: Partial<UpdateEntry> = {}): UpdateEntry => ({
  patch: 'deb:debian/12/openssl@2',
  package: 'openssl',
  arch: 'amd64',
  candidate: '2',
  installed: '1',
  title: 'openssl',
  isSecurity: false,
  origin: 'Debian',
  repository: 'main',
  authenticated: true,
  sizeBytes: 10,
  blocked: null,
  description: '',
  ...changes,
})

const advisoryEntry = (changes: Partial<AdvisoryEntry>): AdvisoryEntry =>
  ({
    advisory: 'DSA-1',
    patch: 'deb:debian/12/openssl@2',
    kind: 'security',
    severity: 'important',
    issuedAt: NOW,
    title: 'openssl fix',
    cves: 'CVE-2026-0001',
    url: '',
    rebootSuggested: false,
    ...changes,
  }) as AdvisoryEntry

const programEntry = (changes: Partial<ProgramEntry>): ProgramEntry => ({
  ...{
    source: 'registry',
    scope: 'machine',
    productCode: 'tool',
    bundleId: '',
    name: 'Tool',
    version: '1',
    arch: 'x64',
  },
  ...{ publisher: '', upgradeCode: '', packageFamily: '', bundle: '' },
  ...changes,
})

export function inventoryContract({ inFirst, asset, fresh }: Bench): void {
  describe('inventory', () => {
    it('packages: everything, then a difference; a row with a known key replaces it', async () => {
      const assetId = await asset()
      const own = `own-${fresh()}`
      const whole = [
        packageEntry({ name: own }),
        packageEntry({ name: own, version: '2' }),
        packageEntry({ name: 'bash' }),
      ]
      const first = await inFirst(({ inventory }) =>
        inventory.applyPackages(assetId, { replace: true, add: whole, del: [] }),
      )
      expect(first.count).toBe(3)
      const second = await inFirst(({ inventory }) =>
        inventory.applyPackages(assetId, {
          replace: false,
          add: [packageEntry({ name: own, version: '2', held: true }), packageEntry({ name: own, version: '3' })],
          del: [[own, 'amd64', '1']],
        }),
      )
      expect(second).toEqual({ count: 3, fresh: 2 })
      const versions = await inFirst(({ inventory }) => inventory.installedVersions(assetId, [own, 'nothing']))
      expect([...versions].map(([key, list]) => [key, list.toSorted()])).toEqual([
        [installedKey(own, 'amd64'), ['2', '3']],
      ])
    })

    it('programs: beside packages; each section is everything or a difference of its own rows', async () => {
      const assetId = await asset()
      const name = `Tool ${fresh()}`
      const one = programEntry({ name, version: '1' })
      const apply = (change: { replace: boolean; add: ProgramEntry[]; del: unknown[][] }) =>
        inFirst(({ inventory }) => inventory.applyPrograms(assetId, change))
      expect(await apply({ replace: true, add: [one, programEntry({ name, version: '2' })], del: [] })).toEqual({
        count: 2,
        fresh: 2,
      })
      const packages = [packageEntry({ name: `beside-${fresh()}` })]
      const counted = await inFirst(({ inventory }) =>
        inventory.applyPackages(assetId, { replace: true, add: packages, del: [] }),
      )
      expect(counted.count).toBe(1)
      const key = programsSection.toRow(one).slice(0, programsSection.keyLength)
      const renamed = programEntry({ name, version: '2', publisher: 'Acme' })
      expect(await apply({ replace: false, add: [renamed], del: [key] })).toEqual({ count: 1, fresh: 1 })
      expect(await apply({ replace: true, add: [renamed], del: [] })).toEqual({ count: 1, fresh: 0 })
    })

    it('packages that are not whole are not installed', async () => {
      const assetId = await asset()
      const add = [packageEntry({ state: 'half-configured' })]
      await inFirst(({ inventory }) => inventory.applyPackages(assetId, { replace: true, add, del: [] }))
      expect((await inFirst(({ inventory }) => inventory.installedVersions(assetId, ['openssl']))).size).toBe(0)
    })

    it('rows known to the subscription are not fresh for another asset', async () => {
      const add = [packageEntry({ name: `seen-${fresh()}` })]
      const report = async () => {
        const assetId = await asset()
        return inFirst(({ inventory }) => inventory.applyPackages(assetId, { replace: true, add, del: [] }))
      }
      expect([(await report()).fresh, (await report()).fresh]).toEqual([1, 0])
    })

    it('updates: patches with their packages, before and after', async () => {
      const assetId = await asset()
      const name = `src-${fresh()}`
      const patch = (version: string) => `deb:debian/12/${name}@${version}`
      const two = [
        updateEntry({ patch: patch('2'), package: name }),
        updateEntry({ patch: patch('2'), package: `lib${name}` }),
      ]
      const apply = (change: { replace: boolean; add: UpdateEntry[]; del: unknown[][] }) =>
        inFirst(({ inventory }) => inventory.applyUpdates(assetId, change, NOW))
      const first = await apply({ replace: true, add: two, del: [] })
      expect([first.count, first.before.size, first.scheme]).toEqual([2, 0, 'deb'])
      expect(first.offered.map(o => [o.track, o.packages.map(p => p.name).toSorted()])).toEqual([
        [`deb:debian/12/${name}`, [`lib${name}`, name].toSorted()],
      ])
      const second = await apply({
        replace: false,
        add: [updateEntry({ patch: patch('3'), package: name, candidate: '3' })],
        del: [[patch('2'), name, 'amd64', '2']],
      })
      expect(second.count).toBe(2)
      expect([...second.before.keys()]).toEqual(first.offered.map(o => o.patchId))
      const offered = second.offered.flatMap(o => o.packages.map(p => `${p.name} ${p.candidate}`))
      expect(offered.toSorted()).toEqual([`${name} 3`, `lib${name} 2`].toSorted())
      const again = await apply({ replace: true, add: two, del: [] })
      expect(again.offered.map(o => o.patchId)).toEqual(first.offered.map(o => o.patchId))
    })

    it('advisories: counted like the others', async () => {
      const assetId = await asset()
      const advisory = `DSA-${fresh()}`
      const add = [advisoryEntry({ advisory }), advisoryEntry({ advisory, patch: 'deb:debian/12/bash@2' })]
      const applied = await inFirst(({ inventory }) =>
        inventory.applyAdvisories(assetId, { replace: true, add, del: [] }),
      )
      expect(applied).toEqual({ count: 2, fresh: 2 })
      const del = [[advisory, 'deb:debian/12/bash@2']]
      const less = await inFirst(({ inventory }) =>
        inventory.applyAdvisories(assetId, { replace: false, add: [], del }),
      )
      expect(less.count).toBe(1)
    })

    it('sections keep digest, count and whole rows', async () => {
      const assetId = await asset()
      const save = (digest: string, count: number) =>
        inFirst(({ inventory }) => inventory.saveSection(assetId, 'system.1', { digest, count }, [['host', digest]]))
      await save(hex32(1), 1)
      await save(hex32(2), 1)
      const found = await inFirst(async ({ inventory }) => ({
        sections: await inventory.sections(assetId),
        rows: await inventory.sectionRows(assetId, 'system.1'),
        none: await inventory.sectionRows(assetId, 'network.1'),
      }))
      expect(found).toEqual({
        sections: new Map([['system.1', { digest: hex32(2), count: 1 }]]),
        rows: [['host', hex32(2)]],
        none: [],
      })
    })

    it('the last scan: when it began, and how it went', async () => {
      const assetId = await asset()
      expect(await inFirst(({ inventory }) => inventory.lastScan(assetId))).toBeNull()
      await inFirst(async ({ inventory }) => {
        await inventory.saveSystem(
          assetId,
          { scanStatus: 'partial', scanReasons: [], repositories: [], updaters: [] },
          [],
        )
        await inventory.saveScan(assetId, { startedMs: NOW, finishedMs: NOW + 1 })
      })
      expect(await inFirst(({ inventory }) => inventory.lastScan(assetId))).toEqual({
        startedMs: NOW,
        status: 'partial',
      })
    })
  })
}
