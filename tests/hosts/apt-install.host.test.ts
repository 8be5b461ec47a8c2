import {
  type DebStory,
  newKernel,
  removingUpgrade,
  startHost,
  tellDebStory,
  whyNoHosts,
  withoutDebianArchives,
} from '@patchyard/testkit/hosts'
import type { RestartFacts, ScanResult, SimulatedPlan } from '@patchyard/agent/testing'
import { describe, expect, test } from 'vitest'
import { debian, itemOf, short, smallDebian, versionsOf } from './apt-host.ts'
import { ask, type Deployed, driverBinds } from './package-manager-on-host.ts'

const reason = whyNoHosts()

describe.skipIf(reason !== undefined)(
  `installations of the apt provider${reason === undefined ? '' : ` (${reason})`}`,
  () => {
    test('an item is installed in exactly its versions, and automatic marks stay', async () => {
      await using host = await smallDebian()
      await host.sh('apt-mark auto grove-alder-common grove-hazel; apt-mark manual grove-alder')
      const auto = await host.sh('apt-mark showauto | sort')
      const scan = await ask<ScanResult>(host, { verb: 'scan' })
      const deployed = await ask<Deployed>(host, { verb: 'deploy', item: itemOf(scan, 'grove-alder') })
      expect(deployed.plan).toMatchObject({ verdict: 'accepted', additions: [] })
      expect(deployed.outcome).toMatchObject({
        outcome: 'installed',
        audit: { clean: true },
        failure: null,
        exitCode: 0,
      })
      expect(await versionsOf(host, 'grove-alder', 'grove-alder-common', 'libgrove-alder1', 'grove-hazel')).toEqual([
        'grove-alder 1.0-1+deb12u1 ii',
        'grove-alder-common 1.0-1+deb12u1 ii',
        'grove-hazel 0.9 ii',
        'libgrove-alder1 1.0-1+deb12u1 ii',
      ])
      expect(await host.sh('apt-mark showauto | sort')).toBe(auto)
      const again = await ask<SimulatedPlan>(host, { verb: 'simulate', item: itemOf(scan, 'grove-alder') })
      expect(again).toMatchObject({ verdict: 'alreadyInstalled' })
      const after = await ask<ScanResult>(host, { verb: 'scan' })
      expect(after.patches.map(patch => patch.key)).toEqual(
        scan.patches.map(patch => patch.key).filter(key => !key.includes('grove-alder@')),
      )
    })

    test('a kernel brings its new package along, unasked or planned; a reboot is then needed', async () => {
      await using host = await startHost({ layer: await debian(), binds: driverBinds })
      await withoutDebianArchives(host)
      await tellDebStory(host, await debian(), 'kernel', newKernel())
      const scan = await ask<ScanResult>(host, { verb: 'scan' })
      const kernel = scan.patches.find(patch => patch.key.includes('linux-signed-grove'))
      expect(kernel?.packages.map(short).sort()).toEqual([
        'linux-image-6.1.0-99-grove  6.1.99-1',
        'linux-image-grove 6.1.90-1 6.1.99-1',
      ])
      expect(scan.additions).toEqual([{ name: 'linux-image-6.1.0-99-grove', arch: 'amd64' }])
      const whole = itemOf(scan, 'linux-signed-grove')
      const meta = { ...whole, packages: whole.packages.filter(one => one.from !== null) }
      expect(await ask<SimulatedPlan>(host, { verb: 'simulate', item: meta })).toMatchObject({
        verdict: 'accepted',
        additions: [{ name: 'linux-image-6.1.0-99-grove', from: null, to: '6.1.99-1' }],
      })
      const deployed = await ask<Deployed>(host, { verb: 'deploy', item: whole })
      expect(deployed.outcome).toMatchObject({ outcome: 'installed', scoped: true })
      expect(await host.sh('apt-mark showauto linux-image-6.1.0-99-grove')).toBe('linux-image-6.1.0-99-grove\n')
      const { restart } = await ask<{ restart: RestartFacts }>(host, { verb: 'system' })
      expect(restart).toMatchObject({
        rebootNeeded: true,
        newestKernel: '6.1.0-99-grove',
        reasons: [{ kind: 'asked', packages: ['linux-image-grove'] }],
      })
    })

    test('a plan that would remove a package is refused with its name, and nothing changes', async () => {
      await using host = await smallDebian()
      await tellDebStory(host, await debian(), 'removal', removingUpgrade())
      const scan = await ask<ScanResult>(host, { verb: 'scan' })
      expect(scan.problems).toMatchObject([
        { code: 'wants_removal', detail: expect.stringContaining('grove-thyme') as string },
      ])
      const plan = await ask<SimulatedPlan>(host, { verb: 'simulate', item: itemOf(scan, 'grove-mint') })
      expect(plan).toMatchObject({
        verdict: 'refused',
        refusals: [{ code: 'would_remove', package: 'grove-thyme:amd64' }],
      })
      expect(await versionsOf(host, 'grove-mint', 'grove-thyme')).toEqual(['grove-mint 1.0 ii', 'grove-thyme 1.0 ii'])
    })

    test('a new dependency of another origin is refused, unless the scan listed it', async () => {
      await using host = await smallDebian()
      await tellDebStory(host, await debian(), 'needs', {
        installed: [{ name: 'grove-sage', version: '1.0' }],
        offered: [{ name: 'grove-sage', version: '2.0', depends: 'grove-foreign' }],
      })
      await tellDebStory(
        host,
        await debian(),
        'foreign',
        { installed: [{ name: 'grove-rush', version: '1.0' }], offered: [{ name: 'grove-foreign', version: '1.0' }] },
        { suite: 'foreign', origin: 'Somebody else', label: 'Somebody else', fields: {} },
      )
      const scan = await ask<ScanResult>(host, { verb: 'scan' })
      const sage = itemOf(scan, 'grove-sage')
      expect(sage.packages.map(one => one.name).sort()).toEqual(['grove-foreign', 'grove-sage'])
      const alone = { ...sage, packages: sage.packages.filter(one => one.name === 'grove-sage') }
      expect(await ask<SimulatedPlan>(host, { verb: 'simulate', item: alone })).toMatchObject({
        verdict: 'refused',
        refusals: [{ code: 'would_add', package: 'grove-foreign:all' }],
      })
      const known = await ask<SimulatedPlan>(host, {
        verb: 'simulate',
        item: alone,
        options: { knownAdditions: scan.additions },
      })
      expect(known).toMatchObject({ verdict: 'accepted', additions: [{ name: 'grove-foreign' }] })
      expect(await ask<SimulatedPlan>(host, { verb: 'simulate', item: sage })).toMatchObject({
        verdict: 'accepted',
        additions: [],
      })
    })

    test('what only an unauthenticated repository offers is shown and not installed, unless the host’s own settings allow it', async () => {
      await using host = await smallDebian()
      const story = (name: string): DebStory => ({
        installed: [{ name, version: '1.0' }],
        offered: [{ name, version: '2.0' }],
      })
      await tellDebStory(host, await debian(), 'trusted', story('grove-trusted'), { suite: 'x' })
      await tellDebStory(host, await debian(), 'line', story('grove-line'), { suite: 'y' })
      // Signed and accepted by apt, but apt was told not to check.
      await host.sh(
        "sed -i '/^Signed-By/,$d' /etc/apt/sources.list.d/trusted.sources; echo 'Trusted: yes' >> /etc/apt/sources.list.d/trusted.sources",
      )
      await host.sh(
        "rm /etc/apt/sources.list.d/line.sources; echo '\ndeb [arch=amd64 trusted=yes] file:/srv/stories/line/repository y main' > /etc/apt/sources.list.d/line.list; apt-get update -qq",
      )
      const scan = await ask<ScanResult>(host, { verb: 'scan' })
      expect(scan.status).toBe('ok')
      for (const name of ['grove-trusted', 'grove-line']) {
        expect(
          scan.patches.find(patch => patch.key.includes(name)),
          name,
        ).toMatchObject({ blocked: 'unauthenticated', packages: [{ authenticated: false }] })
        expect(await ask<SimulatedPlan>(host, { verb: 'simulate', item: itemOf(scan, name) })).toMatchObject({
          verdict: 'refused',
          refusals: [{ code: 'unauthenticated' }],
        })
      }
      expect(scan.problems.map(one => one.code)).toEqual(['repository_unauthenticated', 'repository_unauthenticated'])
      const allowed = await ask<Deployed>(host, {
        verb: 'deploy',
        item: itemOf(scan, 'grove-line'),
        options: { allowUnauthenticated: true },
      })
      expect(allowed.outcome).toMatchObject({ outcome: 'installed' })
    })
  },
)
