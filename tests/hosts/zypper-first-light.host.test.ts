import type { AssetDetail, Finding } from '@patchyard/api'
import { baseLayer, createNetwork, startHost, type TestHost, whyNoHosts } from '@patchyard/testkit/hosts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deploy, itemOf, outcomes } from './deployment.ts'
import { agentBinds, missing, type Site, startSite } from './managed-site.ts'

const reason = whyNoHosts()
const sorted = (list: Iterable<string>): string[] => [...new Set(list)].sort()
const attribute = (element: string, name: string): string => new RegExp(` ${name}="([^"]*)"`).exec(element)?.[1] ?? ''

interface Theirs {
  readonly name: string
  readonly category: string
  readonly severity: string
  readonly cves: readonly string[]
}

/**
 * What zypper calls needed, in the list of updates and in the list of those that its own update blocks. A patch of status
 * "optional" is not: `zypper patch` leaves it out, and its packages are among the updates.
 */
async function listPatches(host: TestHost): Promise<Theirs[]> {
  const xml = await host.sh('zypper --non-interactive --xmlout list-patches')
  const patches = xml.match(/<update kind="patch".*?<\/update>/gs) ?? []
  const needed = patches.filter(patch => attribute(patch, 'status') === 'needed')
  return needed.map(patch => ({
    name: attribute(patch, 'name'),
    category: attribute(patch, 'category'),
    severity: attribute(patch, 'severity'),
    cves: sorted([...patch.matchAll(/type="cve" id="([^"]*)"/g)].map(([, id]) => id ?? '')),
  }))
}

/** `name version` of each package that zypper would update. */
async function listUpdates(host: TestHost): Promise<string[]> {
  const xml = await host.sh('zypper --non-interactive --xmlout list-updates')
  const packages = xml.match(/<update kind="package"[^>]*>/g) ?? []
  return sorted(packages.map(one => `${attribute(one, 'name')} ${attribute(one, 'edition')}`))
}

describe.skipIf(reason !== undefined)(
  `a zypper host from enrolment to a patched state${reason === undefined ? '' : ` (${reason})`}`,
  () => {
    const open = new AsyncDisposableStack()
    let site: Site
    let host: TestHost
    let assetId: string
    let found: readonly Finding[]
    let asset: AssetDetail

    beforeAll(async () => {
      const network = open.use(await createNetwork())
      site = open.use(await startSite(network))
      host = open.use(await startHost({ layer: await baseLayer('zypper'), network, binds: agentBinds }))
      assetId = await site.manage(host)
      found = await missing(site.client, assetId)
    })

    afterAll(() => open.disposeAsync())

    const patches = (findings: readonly Finding[]) => findings.filter(one => one.key.startsWith('suse:'))
    /** The newest update of each installed package, whether a patch brings it or not. */
    const newest = (findings: readonly Finding[]): string[] =>
      sorted(
        findings
          .filter(one => one.isLatest)
          .flatMap(one => one.packages)
          .filter(one => one.installed !== null)
          .map(one => `${one.name} ${one.candidate}`),
      )
    const nameOf = (finding: Finding): string => finding.key.slice('suse:'.length)

    test('the patches that the server says are missing are those that list-patches calls needed, with severity and CVEs', async () => {
      const theirs = await listPatches(host)
      expect(theirs.length).toBeGreaterThanOrEqual(10)
      const plain = (severity: string): string => (/^(unspecified|none|)$/.test(severity) ? '' : severity)
      const ours = patches(found).map(one => [nameOf(one), one.isSecurity, one.severity, sorted(one.cves)])
      const wanted = theirs.map(one => [one.name, one.category === 'security', plain(one.severity), one.cves])
      const byName = (a: readonly unknown[], b: readonly unknown[]) => (String(a[0]) < String(b[0]) ? -1 : 1)
      expect(ours.sort(byName)).toEqual(wanted.sort(byName))
    })

    test('with the updates that no patch brings they are those of list-updates, in the same versions', async () => {
      expect(newest(found)).toEqual(await listUpdates(host))
      expect(found.some(one => one.key.startsWith('rpm:'))).toBe(true)
    })

    test('after a job of all security patches zypper says that none is needed, and so does the server, with no manual step', async () => {
      const { task } = await deploy(
        site,
        assetId,
        found.filter(one => one.isSecurity),
      )
      asset = await site.client.call('getAsset', { params: { id: assetId } })
      const wrong = Object.entries(outcomes(task)).filter(([, one]) => !/^(installed|alreadyInstalled)$/.test(one))
      expect(wrong.map(([patch, one]) => [patch, one, itemOf(task, patch).output])).toEqual([])
      expect(task.status).toBe('succeeded')
      const still = await listPatches(host)
      expect(still.filter(one => one.category === 'security')).toEqual([])
      const now = await missing(site.client, assetId)
      expect(now.filter(one => one.isSecurity).map(one => one.key)).toEqual([])
      expect(sorted(patches(now).map(nameOf))).toEqual(sorted(still.map(one => one.name)))
      expect(newest(now)).toEqual(await listUpdates(host))
    })

    test('the new kernel stands beside the old one with the package that it needs, and the reboot is shown', async () => {
      expect(await host.sh('rpm -q kernel-firmware-grove')).toContain('kernel-firmware-grove-20260101')
      expect(await host.sh('rpm -q kernel-default')).toContain('6.4.0-150600.23.7.3')
      expect(asset.rebootNeeded).toBe(true)
    })
  },
)
