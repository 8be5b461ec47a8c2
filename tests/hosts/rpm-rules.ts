import type { LockHolder, MissingPatch, PlannedPackage, ScanResult, SimulatedPlan } from '@patchyard/agent/testing'
import {
  baseLayer,
  brokenScriptRpm,
  chrootHost,
  type HostAccess,
  type Layer,
  obsoletingRpm,
  tellRpmStory,
} from '@patchyard/testkit/hosts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, type Deployed, driverBinds, lines, planned } from './package-manager-on-host.ts'

/** A family of hosts whose packages are rpm's. */
export interface RpmFamily {
  readonly layer: () => Promise<Layer>
  /** A host without an init, which is enough for all but kernels. */
  readonly small: () => ReturnType<typeof chrootHost>
  readonly patchOf: (scan: ScanResult, key: string) => MissingPatch
  readonly item: (scan: ScanResult, key: string) => { readonly patch: string; readonly packages: PlannedPackage[] }
}

/** @param keysOf how the key of a patch may stand in a scan, by the short name that the tests use */
export function rpmFamily(name: 'dnf' | 'zypper', keysOf: (short: string) => readonly string[]): RpmFamily {
  const layer = () => baseLayer(name)
  const patchOf = (scan: ScanResult, key: string): MissingPatch => {
    const patch = scan.patches.find(one => keysOf(key).includes(one.key))
    if (patch === undefined) throw new Error(`no ${key}: ${scan.patches.map(one => one.key).join(' ')}`)
    return patch
  }
  return {
    layer,
    small: async () => await chrootHost({ layer: await layer(), binds: driverBinds }),
    patchOf,
    item: (scan, key) => ({ patch: key, packages: planned(patchOf(scan, key)) }),
  }
}

/** `name version-release` of what is installed under these names. */
export async function rpmSays(host: HostAccess, ...names: string[]): Promise<string[]> {
  const query = "rpm -q --qf '%{NAME} %{VERSION}-%{RELEASE}\\n' $NAMES || true"
  return lines(await host.sh(query, { env: { NAMES: names.join(' ') } })).sort()
}

/** Takes rpm's lock as rpm does, and keeps it while /root/held is there. */
const HOLD_RPM_LOCK =
  'use Fcntl; open(F,">>","/var/lib/rpm/.rpm.lock"); my $p=pack("ssx4qqlx4",F_WRLCK,0,0,0,0); fcntl(F,F_SETLK,$p) or die; select(undef,undef,undef,0.1) while -e "/root/held";'

/**
 * What holds on every host of rpm, whichever program stands on top of it. `ordinary` is a patch of one package that nothing holds back,
 * `plain` the key of an update that no advisory brings.
 */
export function testRpmRules(
  { layer, small, item }: RpmFamily,
  ordinary: { readonly key: string; readonly name: string; readonly before: string },
  plain: (nameAndVersion: string) => string,
): void {
  test('a scriptlet that fails leaves that package as it was, the others are installed, whatever the exit code', async () => {
    await using host = await small()
    await tellRpmStory(host, await layer(), 'broken', brokenScriptRpm())
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    const both = {
      patch: 'both',
      packages: [...item(scan, plain('grove-broken@2.0-1')).packages, ...item(scan, ordinary.key).packages],
    }
    const { outcome } = await ask<Deployed>(host, { verb: 'deploy', item: both })
    expect(outcome).toMatchObject({
      outcome: 'partial',
      audit: { clean: true },
      failure: { code: 'maintainer_script', detail: expect.stringContaining('grove-broken') as string },
    })
    expect(outcome?.packages).toMatchObject([
      {
        name: 'grove-broken',
        before: '1.0-1',
        after: '1.0-1',
        state: 'unchanged',
        detail: expect.stringContaining('exit status 7') as string,
      },
      { name: ordinary.name, before: ordinary.before, state: 'installed' },
    ])
  })

  test('a package that would replace another one is refused with the name of the other', async () => {
    await using host = await small()
    await tellRpmStory(host, await layer(), 'obsoleting', obsoletingRpm())
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    expect(scan.problems).toMatchObject([
      { code: 'wants_removal', detail: expect.stringContaining('grove-thyme') as string },
    ])
    const mint = { name: 'grove-mint', arch: 'noarch', from: '1.0-1', to: '2.0-1' }
    expect(await ask<SimulatedPlan>(host, { verb: 'simulate', item: { patch: 'x', packages: [mint] } })).toMatchObject({
      verdict: 'refused',
      refusals: [{ code: 'would_remove', package: 'grove-thyme:noarch' }],
    })
    expect(await rpmSays(host, 'grove-mint', 'grove-thyme')).toEqual(['grove-mint 1.0-1', 'grove-thyme 1.0-1'])
  })

  test('rpm’s lock is named and waited for', async () => {
    await using host = await small()
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    expect(await ask<LockHolder | null>(host, { verb: 'holder' })).toBeNull()
    await host.writeFile('/root/held', '')
    const other = host.start(['/usr/bin/perl', '-e', HOLD_RPM_LOCK])
    await expect
      .poll(async () => (await ask<LockHolder | null>(host, { verb: 'holder' }))?.program, { timeout: 20_000 })
      .toBe('perl')
    const wanted = item(scan, ordinary.key)
    expect(await ask<object>(host, { verb: 'deploy', item: wanted, lockWaitMs: 200 })).toMatchObject({
      download: { failure: { code: 'lock_held', detail: expect.stringContaining('perl') as string } },
    })
    const waitMark = '/root/waits'
    const waiting = ask<Deployed>(host, { verb: 'deploy', item: wanted, lockWaitMs: 60_000, waitMark })
    await expect.poll(() => host.exists(waitMark), { timeout: 60_000 }).toBe(true)
    await host.sh('rm /root/held')
    const patient = await waiting
    expect(patient).toMatchObject({ waits: [{ program: 'perl' }], outcome: { outcome: 'installed' } })
    other.child.kill()
  })

  describe('an item that is only simulated', () => {
    // Simulations change nothing, so all of them share one host.
    let host: HostAccess & AsyncDisposable
    beforeAll(async () => {
      host = await small()
    })
    afterAll(() => host[Symbol.asyncDispose]())

    const hazel = { name: 'grove-hazel', arch: 'noarch', from: '1.2-1', to: '1.3-1' }
    test.each([
      ['a version that nobody offers', { ...hazel, to: '9-9' }, { whenGone: 'skip' }, 'not_offered'],
      [
        'a package that is not installed',
        { ...hazel, name: 'grove-quince', from: '1-1', to: '2-1' },
        {},
        'not_installed',
      ],
      ['a start above what is installed', { ...hazel, from: '1.2-2' }, {}, 'changed_since'],
      ['a glob for a name', { ...hazel, name: 'grove-*' }, {}, 'invalid_name'],
      ['a group for a name', { ...hazel, name: '@core' }, {}, 'invalid_name'],
      ['an option for a name', { ...hazel, name: '--installroot=/' }, {}, 'invalid_name'],
      ['a capability for a name', { ...hazel, name: 'kernel(foo)' }, {}, 'invalid_name'],
      ['a removal for a name', { ...hazel, name: '-grove-hazel' }, {}, 'invalid_name'],
      ['the common name of an architecture, which is understood', { ...hazel, arch: 'all' }, {}, null],
      ['a version that is gone: the newest takes its place', { ...hazel, arch: 'all', to: '1.2-5' }, {}, null],
    ] as const)('%s', async (_, wanted, options, code) => {
      const plan = await ask<SimulatedPlan>(host, {
        verb: 'simulate',
        item: { patch: 'x', packages: [wanted] },
        options,
      })
      if (code === null) expect(plan).toMatchObject({ verdict: 'accepted', changes: [{ ...hazel, from: '1.2-1' }] })
      else expect(plan).toMatchObject({ verdict: 'refused', refusals: [{ code }] })
    })
  })
}
