import type { AssetDetail, Finding } from '@patchyard/api'
import { baseLayer, createNetwork, startHost, type TestHost, whyNoHosts } from '@patchyard/testkit/hosts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deploy, type Deployed, itemOf, outcomes } from './deployment.ts'
import { agentBinds, missing, type Site, startSite } from './managed-site.ts'

const reason = whyNoHosts()
const lines = (text: string): string[] => text.split('\n').filter(line => line.trim() !== '')
const sorted = (list: Iterable<string>): string[] => [...new Set(list)].sort()

/** dnf's own words: `grove-alder.noarch 1.0-2 updates` → `grove-alder 1.0-2`. The exit status 100 says that there are some. */
async function checkUpdate(host: TestHost): Promise<string[]> {
  const { stdout, status } = await host.exec(['dnf', '-q', 'check-update'])
  expect([0, 100]).toContain(status)
  return sorted(
    lines(stdout).map(line => {
      const [nameArch = '', evr = ''] = line.split(/\s+/)
      return `${nameArch.replace(/\.[^.]+$/, '')} ${evr}`
    }),
  )
}

/** Advisory → kind and severity, and its CVEs, by `dnf updateinfo`. */
async function updateinfo(host: TestHost): Promise<Map<string, { kind: string; cves: string[] }>> {
  const found = new Map<string, { kind: string; cves: string[] }>()
  let advisory = ''
  let inCves = false
  for (const line of lines(await host.sh('dnf -q updateinfo list --updates'))) {
    const [id = '', kind = ''] = line.split(/\s+/)
    found.set(id, { kind, cves: [] })
  }
  for (const line of lines(await host.sh('dnf -q updateinfo info --updates'))) {
    const [, name = '', value = ''] = /^\s*([A-Za-z ]*?)\s*: (.*)$/.exec(line) ?? []
    if (name === 'Update ID') advisory = value.trim()
    if (name === 'CVEs') inCves = true
    else if (name !== '') inCves = false
    if (inCves && value.startsWith('CVE-')) found.get(advisory)?.cves.push(value.trim())
  }
  return found
}

describe.skipIf(reason !== undefined)(
  `a dnf host from enrolment to a patched state${reason === undefined ? '' : ` (${reason})`}`,
  () => {
    const open = new AsyncDisposableStack()
    let site: Site
    let host: TestHost
    let assetId: string
    let found: readonly Finding[]
    let deployed: Deployed
    let asset: AssetDetail

    beforeAll(async () => {
      const network = open.use(await createNetwork())
      site = open.use(await startSite(network))
      host = open.use(await startHost({ layer: await baseLayer('dnf'), network, binds: agentBinds }))
      assetId = await site.manage(host)
      found = await missing(site.client, assetId)
    })

    afterAll(() => open.disposeAsync())

    const latest = (findings: readonly Finding[]): string[] => {
      const newest = findings.filter(one => one.isLatest).flatMap(one => one.packages)
      return sorted(
        newest.filter(one => one.installed !== null).map(one => `${one.name} ${one.candidate.replace(/^0:/, '')}`),
      )
    }

    test('the packages that the server says are missing are those of check-update, in the same versions', async () => {
      expect(latest(found)).toEqual(await checkUpdate(host))
    })

    test('advisories, severities and CVEs are those of updateinfo', async () => {
      const theirs = await updateinfo(host)
      const advised = found.filter(one => one.advisories.length > 0)
      expect(sorted(advised.flatMap(one => one.advisories))).toEqual(sorted(theirs.keys()))
      for (const one of advised) {
        const { kind, cves } = theirs.get(one.advisories[0] ?? '') ?? { kind: '', cves: [] }
        const severity = /^(\w+)\/Sec/.exec(kind)?.[1]?.toLowerCase() ?? ''
        expect([one.key, one.isSecurity, one.severity]).toEqual([
          one.key,
          /Sec/i.test(kind),
          severity === 'unknown' || severity === 'none' ? '' : severity,
        ])
        expect([one.key, ...sorted(one.cves)]).toEqual([one.key, ...sorted(cves)])
      }
    })

    test('after a job of all security advisories dnf says that none is missing, and so does the server, with no manual step', async () => {
      const security = found.filter(one => one.isSecurity)
      deployed = await deploy(site, assetId, security)
      asset = await site.client.call('getAsset', { params: { id: assetId } })
      const wrong = Object.entries(outcomes(deployed.task)).filter(
        ([, outcome]) => outcome !== 'installed' && outcome !== 'alreadyInstalled',
      )
      expect(wrong.map(([patch, outcome]) => [patch, outcome, itemOf(deployed.task, patch).output])).toEqual([])
      expect(deployed.task.status).toBe('succeeded')
      expect(lines(await host.sh('dnf -q updateinfo list --updates --security'))).toEqual([])
      expect((await missing(site.client, assetId, true)).map(one => one.key)).toEqual([])
      expect(latest(await missing(site.client, assetId))).toEqual(await checkUpdate(host))
    })

    test('the new kernel stands beside the old one with the package that it needs, and the reboot is shown', async () => {
      const kernels = lines(await host.sh('rpm -q kernel-core kernel-modules-core'))
      expect(kernels.filter(name => name.startsWith('kernel-core-'))).toHaveLength(2)
      expect(kernels.filter(name => name.startsWith('kernel-modules-core-'))).toHaveLength(1)
      expect(asset.rebootNeeded).toBe(true)
      expect((await host.exec(['dnf', 'needs-restarting', '-r'])).status).toBe(1)
    })
  },
)
