import type { AssetDetail, Finding } from '@patchyard/api'
import {
  baseLayer,
  brokenScript,
  createNetwork,
  newKernel,
  removingUpgrade,
  serviceWithLibrary,
  startHost,
  tellDebStory,
  type TestHost,
  whyNoHosts,
  withoutDebianArchives,
} from '@patchyard/testkit/hosts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bringFeeds, debianFixes, type FixedSource } from './catalog-bundle.ts'
import { deploy, type Deployed, itemOf, outcomes, shortKey } from './deployment.ts'
import { agentBinds, eventually, missing, startSite } from './managed-site.ts'

const reason = whyNoHosts()

// One host with every kind of trouble, and one job of all that the server says is missing.
describe.skipIf(reason !== undefined)(
  `one job of many outcomes on Debian${reason === undefined ? '' : ` (${reason})`}`,
  () => {
    const open = new AsyncDisposableStack()
    let host: TestHost
    let before: readonly Finding[]
    let deployed: Deployed
    let asset: AssetDetail
    let after: readonly Finding[]
    let withFeeds: readonly Finding[]
    let assetId: string
    const holes = new Map<string, { readonly fix: FixedSource; readonly before: string[]; after: string[] }>()
    const installed = (names: string): Promise<string> =>
      host.sh("dpkg-query -W -f '${Package} ${db:Status-Abbrev}${Version}\\n' $NAMES", { env: { NAMES: names } })

    beforeAll(async () => {
      const layer = await baseLayer('debian12')
      const network = open.use(await createNetwork())
      const site = open.use(await startSite(network))
      host = open.use(await startHost({ layer, network, binds: agentBinds }))
      await withoutDebianArchives(host)
      await tellDebStory(host, layer, 'broken', brokenScript())
      await tellDebStory(host, layer, 'kernel', newKernel())
      await tellDebStory(host, layer, 'removal', removingUpgrade())
      await tellDebStory(host, layer, 'service', serviceWithLibrary(layer))
      await host.sh('apt-mark hold grove-alder grove-birch')
      const id = await site.manage(host)
      before = await missing(site.client, id)
      const fixes = holesOf(before)
      await bringFeeds(site.client, debianFixes(fixes))
      const named = async (cve: string): Promise<string[]> => {
        const { items } = await site.client.call('listAssets', { query: { query: `vulnerabilities.cve:${cve}` } })
        return items.map(item => item.id)
      }
      for (const fix of fixes) {
        // What follows of a feed for an asset is worked out after the feed is read.
        const found = await eventually(`${fix.cve} to find the asset`, async () => {
          const ids = await named(fix.cve)
          return ids.length > 0 ? ids : undefined
        })
        holes.set(fix.cve, { fix, before: found, after: [] })
      }
      withFeeds = await missing(site.client, id)
      deployed = await deploy(site, id, before)
      asset = await site.client.call('getAsset', { params: { id } })
      after = await missing(site.client, id)
      for (const [cve, hole] of holes) hole.after = await named(cve)
      assetId = id
    })

    afterAll(() => open.disposeAsync())

    const finding = (found: readonly Finding[], name: string): Finding | undefined =>
      found.find(one => shortKey(one.key) === name)

    test('what apt offers gains its advisory and CVEs from Debian’s tracker, and stays one patch', () => {
      expect(withFeeds.map(one => [one.key, one.patchId])).toEqual(before.map(one => [one.key, one.patchId]))
      for (const { fix } of holes.values()) {
        const found = finding(withFeeds, fix.source)
        expect([found?.advisories, found?.cves, found?.isSecurity]).toEqual([[fix.advisory], [fix.cve], true])
        expect([found?.isOffered, found?.isMatched]).toEqual([true, true])
        expect(finding(before, fix.source)).toMatchObject({ advisories: [], cves: [] })
      }
    })

    test('a CVE finds the asset until the job has run, and after it where the package was held', () => {
      const found = [...holes.values()].map(({ fix, before: then, after: now }) => [fix.source, then, now])
      expect(found).toEqual([
        [expect.any(String), [assetId], []],
        [expect.any(String), [assetId], []],
        ['grove-birch', [assetId], [assetId]],
      ])
    })

    test('a new kernel is installed together with the additional package that it needs', async () => {
      expect(itemOf(deployed.task, 'linux-signed-grove').status).toBe('installed')
      expect(await installed('linux-image-grove linux-image-6.1.0-99-grove linux-image-6.1.0-90-grove')).toBe(
        'linux-image-6.1.0-90-grove ii 6.1.90-1\nlinux-image-6.1.0-99-grove ii 6.1.99-1\nlinux-image-grove ii 6.1.99-1\n',
      )
    })

    test('an upgrade that would remove a package is refused with the name of that package', async () => {
      const item = itemOf(deployed.task, 'grove-mint')
      expect([item.status, item.reason]).toEqual(['failed', 'would_remove'])
      expect(item.output).toContain('grove-thyme')
      expect(await installed('grove-mint grove-thyme')).toBe('grove-mint ii 1.0\ngrove-thyme ii 1.0\n')
      expect(finding(after, 'grove-mint')?.status).toBe('missing')
      expect(asset.scanProblems).toContainEqual({
        code: 'wants_removal',
        detail: expect.stringContaining('grove-thyme') as string,
      })
    })

    test('a maintainer script that fails is said with reason and log, and so is the state of the package database', async () => {
      const item = itemOf(deployed.task, 'grove-broken')
      expect([item.status, item.reason, item.exitCode]).toEqual(['failed', 'maintainer_script_failed', 100])
      expect(item.output).toContain('the database of this package cannot be converted')
      expect(item.output).toContain('exit status 7')
      expect(await installed('grove-broken')).toBe('grove-broken iF 2.0\n')
      expect(asset.scanProblems).toContainEqual({
        code: 'database_broken',
        detail: expect.stringContaining('grove-broken half-configured') as string,
      })
    })

    test('the other patches of that job are installed and the task is partly completed', () => {
      const others = ['grove-broken', 'grove-mint', 'grove-birch']
      const ended = Object.entries(outcomes(deployed.task)).filter(([patch]) => !others.includes(patch))
      expect(ended.length).toBeGreaterThanOrEqual(18)
      expect(ended.filter(([, outcome]) => outcome !== 'installed')).toEqual([])
      expect([deployed.task.status, deployed.task.itemsFailed]).toEqual(['partial', 2])
    })

    test('a held package is shown as held, and left out with that reason', async () => {
      const held = (name: string) => finding(before, name)?.packages.map(one => [one.name, one.heldBack])
      expect(held('grove-birch')).toEqual([['grove-birch', 'held']])
      expect(held('grove-alder')).toEqual([
        ['grove-alder', 'held'],
        ['grove-alder-common', null],
        ['libgrove-alder1', null],
      ])
      expect(itemOf(deployed.task, 'grove-birch')).toMatchObject({ status: 'skipped', reason: 'patch_held' })
      expect(itemOf(deployed.task, 'grove-alder').packages.map(one => one.name)).toEqual([
        'grove-alder-common',
        'libgrove-alder1',
      ])
      expect(await installed('grove-alder grove-alder-common grove-birch')).toBe(
        'grove-alder hi 1.0-1\ngrove-alder-common ii 1.0-1+deb12u1\ngrove-birch hi 1.4-2+b1\n',
      )
      expect(after.map(one => shortKey(one.key)).sort()).toEqual(['grove-alder', 'grove-birch', 'grove-mint'])
    })

    test('a reboot that a new kernel needs and a service that runs replaced files are shown', () => {
      expect([asset.rebootNeeded, asset.servicesToRestart]).toEqual([true, 1])
      expect(asset.restart.map(one => [one.kind, one.name])).toEqual([
        ['reboot', 'linux-image-grove'],
        ['service', 'grove-service.service'],
      ])
    })
  },
)

/** Holes that two of the patches which the job installs close, and the one that is held. */
function holesOf(found: readonly Finding[]): FixedSource[] {
  const odd = ['grove-broken', 'grove-mint', 'grove-birch', 'grove-alder']
  const some = found.filter(one => one.isSecurity && !odd.includes(shortKey(one.key))).slice(0, 2)
  const held = found.filter(one => shortKey(one.key) === 'grove-birch')
  return [...some, ...held].map(({ key }, i) => {
    const [, source = '', version = ''] = /^deb:debian\/bookworm\/([^@]+)@(.+)$/.exec(key) ?? []
    return { source, version, cve: `CVE-2026-9000${i}`, advisory: `DSA-900${i}-1` }
  })
}
