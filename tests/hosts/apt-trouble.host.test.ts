import { brokenScript, changedConffile, tellDebStory, whyNoHosts } from '@patchyard/testkit/hosts'
import type { AuditResult, LockHolder, ScanResult, SimulatedPlan } from '@patchyard/agent/testing'
import { describe, expect, test } from 'vitest'
import { debian, itemOf, smallDebian, versionsOf } from './apt-host.ts'
import { ask, type Deployed } from './package-manager-on-host.ts'

const reason = whyNoHosts()

describe.skipIf(reason !== undefined)(
  `the apt provider in trouble${reason === undefined ? '' : ` (${reason})`}`,
  () => {
    test('a failing maintainer script fails that package with its words, installs the others, and the audit says what is broken', async () => {
      await using host = await smallDebian()
      await tellDebStory(host, await debian(), 'broken', brokenScript())
      const scan = await ask<ScanResult>(host, { verb: 'scan' })
      const both = {
        patch: 'both',
        packages: [...itemOf(scan, 'grove-broken').packages, ...itemOf(scan, 'grove-hazel').packages],
      }
      const { outcome } = await ask<Deployed>(host, { verb: 'deploy', item: both })
      expect(outcome).toMatchObject({
        outcome: 'partial',
        failure: { code: 'maintainer_script', detail: expect.stringMatching(/grove-broken.*exit status 7/) as string },
        audit: { clean: false, problems: [{ package: 'grove-broken:all', detail: 'half-configured (version 2.0)' }] },
        log: expect.stringContaining('the database of this package cannot be converted') as string,
      })
      expect(outcome?.packages).toMatchObject([
        {
          name: 'grove-broken',
          before: '1.0',
          after: '2.0',
          state: 'broken',
          detail: expect.stringContaining('exit status 7') as string,
        },
        { name: 'grove-hazel', before: '0.9', after: '0.10', state: 'installed' },
      ])
      // Other items go on; the broken one is told apart from one that was never begun.
      expect((await ask<Deployed>(host, { verb: 'deploy', item: itemOf(scan, 'grove-holly') })).outcome).toMatchObject({
        outcome: 'installed',
        audit: { clean: false },
      })
      expect(await ask<SimulatedPlan>(host, { verb: 'simulate', item: itemOf(scan, 'grove-broken') })).toMatchObject({
        verdict: 'refused',
        refusals: [{ code: 'database_broken' }],
      })
      await host.sh("printf '#!/bin/sh\\nexit 0\\n' > /var/lib/dpkg/info/grove-broken.postinst")
      expect(await ask<AuditResult>(host, { verb: 'repair' })).toEqual({ clean: true, problems: [] })
    })

    test('a settings file that the administrator changed stays; an untouched one is replaced', async () => {
      await using host = await smallDebian()
      const conf = changedConffile()
      const plain = changedConffile('grove-plain')
      await tellDebStory(host, await debian(), 'conf', {
        installed: [...conf.installed, ...plain.installed],
        offered: [...conf.offered, ...plain.offered],
      })
      await host.sh(`echo mine > ${conf.path}`)
      const scan = await ask<ScanResult>(host, { verb: 'scan' })
      const both = {
        patch: 'both',
        packages: [...itemOf(scan, 'grove-conf').packages, ...itemOf(scan, 'grove-plain').packages],
      }
      expect((await ask<Deployed>(host, { verb: 'deploy', item: both })).outcome).toMatchObject({
        outcome: 'installed',
      })
      expect(await host.readFile(conf.path)).toBe('mine\n')
      expect(await host.readFile(`${conf.path}.dpkg-dist`)).toContain('version = 2.0')
      expect(await host.readFile(plain.path)).toContain('version = 2.0')
    })

    test('a lock that another program holds is named and waited for; after the wait nothing was done', async () => {
      await using host = await smallDebian()
      await tellDebStory(host, await debian(), 'slow', {
        installed: [{ name: 'grove-slow', version: '1.0' }],
        offered: [
          { name: 'grove-slow', version: '2.0', scripts: { postinst: 'while [ -e /root/held ]; do sleep 0.2; done' } },
        ],
      })
      const scan = await ask<ScanResult>(host, { verb: 'scan' })
      expect(await ask<LockHolder | null>(host, { verb: 'holder' })).toBeNull()
      await host.writeFile('/root/held', '')
      const other = host.start(['/usr/bin/apt-get', '-y', '-q', 'install', 'grove-slow'], {
        env: { DEBIAN_FRONTEND: 'noninteractive' },
      })
      await expect.poll(() => host.sh('pgrep -x sleep || true'), { timeout: 20_000 }).not.toBe('')
      expect(await ask<LockHolder | null>(host, { verb: 'holder' })).toMatchObject({
        path: '/var/lib/dpkg/lock-frontend',
        program: 'apt-get',
        pid: expect.any(Number) as number,
      })
      const hurried = await ask<{ download: object; waits: LockHolder[] }>(host, {
        verb: 'deploy',
        item: itemOf(scan, 'grove-hazel'),
        lockWaitMs: 500,
      })
      expect(hurried).toMatchObject({
        download: { ok: false, failure: { code: 'lock_held', detail: expect.stringContaining('apt-get') as string } },
        waits: [{ program: 'apt-get' }],
      })
      expect(await versionsOf(host, 'grove-hazel')).toEqual(['grove-hazel 0.9 ii'])
      const waiting = ask<Deployed>(host, {
        verb: 'deploy',
        item: itemOf(scan, 'grove-hazel'),
        lockWaitMs: 60_000,
        waitMark: '/root/waits',
      })
      await expect.poll(() => host.exists('/root/waits'), { timeout: 60_000 }).toBe(true)
      await host.sh('rm /root/held')
      const patient = await waiting
      expect(patient.outcome).toMatchObject({ outcome: 'installed' })
      expect(patient.waits.length).toBeGreaterThan(0)
      other.child.kill()
    })

    test.each([
      ['a version that nobody offers', { name: 'grove-hazel', arch: 'all', from: '0.9', to: '9.9' }, 'not_offered'],
      ['a package that is not installed', { name: 'grove-nothing', arch: 'all', from: '1', to: '2' }, 'not_installed'],
      [
        'a start above what is installed',
        { name: 'grove-hazel', arch: 'all', from: '0.9.1', to: '0.10' },
        'changed_since',
      ],
      ['an older version', { name: 'grove-hazel', arch: 'all', from: '0.9', to: '0.8' }, null],
      ['a command of apt for a name', { name: 'grove-hazel-', arch: 'all', from: '0.9', to: '0.10' }, 'invalid_name'],
      ['a pattern for a name', { name: 'grove-.*', arch: 'all', from: '0.9', to: '0.10' }, 'invalid_name'],
      [
        'a version that ends with a command',
        { name: 'grove-hazel', arch: 'all', from: '0.9', to: '0.10-' },
        'invalid_name',
      ],
      ['a package alone that is new', { name: 'grove-new', arch: 'all', from: null, to: '1.0' }, 'not_offered'],
    ] as const)('%s changes nothing', async (_, wanted, code) => {
      await using host = await smallDebian()
      const plan = await ask<SimulatedPlan>(host, { verb: 'simulate', item: { patch: 'x', packages: [wanted] } })
      if (code === null) expect(plan.verdict).toBe('alreadyInstalled')
      else expect(plan).toMatchObject({ verdict: 'refused', refusals: [{ code }] })
    })

    test('a held package is refused; a version that is gone gives way to the newest of its origin, or is skipped', async () => {
      await using host = await smallDebian()
      const scan = await ask<ScanResult>(host, { verb: 'scan' })
      const hazel = { name: 'grove-hazel', arch: 'all', from: '0.9', to: '0.9.5' }
      expect(
        await ask<SimulatedPlan>(host, { verb: 'simulate', item: { patch: 'x', packages: [hazel] } }),
      ).toMatchObject({ verdict: 'accepted', changes: [{ to: '0.10' }], replaced: [{ planned: '0.9.5', to: '0.10' }] })
      expect(
        await ask<SimulatedPlan>(host, {
          verb: 'simulate',
          item: { patch: 'x', packages: [hazel] },
          options: { whenGone: 'skip' },
        }),
      ).toMatchObject({ verdict: 'refused', refusals: [{ code: 'not_offered' }] })
      await host.sh('apt-mark hold grove-hazel')
      expect(await ask<SimulatedPlan>(host, { verb: 'simulate', item: itemOf(scan, 'grove-hazel') })).toMatchObject({
        verdict: 'refused',
        refusals: [{ code: 'held' }],
      })
    })
  },
)
