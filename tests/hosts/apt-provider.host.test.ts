import {
  baseLayer,
  brokenScript,
  changedConffile,
  chrootHost,
  type DebStory,
  type HostAccess,
  newKernel,
  ownSources,
  removingUpgrade,
  serviceWithLibrary,
  startHost,
  tellDebStory,
  withoutDebianArchives,
  whyNoHosts,
} from '@patchyard/testkit/hosts'
import { describe, expect, test } from 'vitest'
import type {
  AuditResult,
  InstallOutcome,
  LockHolder,
  PlannedPackage,
  SimulatedPlan,
} from '../../packages/agent/src/core/ports/package-manager.ts'
import type { MissingPatch, ScanResult } from '../../packages/agent/src/core/ports/scan-result.ts'
import type { RestartFacts, SystemFacts } from '../../packages/agent/src/core/ports/system-facts.ts'
import { ask, driverBinds } from './package-manager-on-host.ts'

const reason = whyNoHosts()
const layer = () => baseLayer('debian12')
const small = async (): Promise<Awaited<ReturnType<typeof chrootHost>>> => {
  const host = await chrootHost({ layer: await layer(), binds: driverBinds })
  await withoutDebianArchives(host)
  return host
}
const lines = (text: string): string[] => text.split('\n').filter(line => line !== '')

/** What apt itself says, read with nothing but a regular expression of the test's own. */
async function aptSays(host: HostAccess): Promise<{ upgrades: string[]; security: string[]; added: string[] }> {
  const inst = lines(await host.sh('apt-get -s dist-upgrade')).filter(line => line.startsWith('Inst '))
  const upgrades = inst.filter(line => /^Inst \S+ \[/.test(line))
  const name = (line: string) => line.replace(/^Inst (\S+)(?: \[(\S+)\])? \((\S+) .*$/, '$1 $2 $3')
  return {
    upgrades: upgrades.map(name).sort(),
    security: upgrades
      .filter(line => line.includes('Debian-Security'))
      .map(name)
      .sort(),
    added: inst
      .filter(line => !/^Inst \S+ \[/.test(line))
      .map(line => line.split(' ')[1] ?? '')
      .sort(),
  }
}

const packagesOf = (scan: ScanResult) => scan.patches.flatMap(patch => patch.packages)
const text = (update: { name: string; installed: string | null; candidate: string }) =>
  `${update.name} ${update.installed ?? ''} ${update.candidate}`

function item(scan: ScanResult, source: string): { patch: string; packages: PlannedPackage[] } {
  const patch = scan.patches.find(one => one.key.includes(`/${source}@`))
  if (patch === undefined) throw new Error(`no patch of ${source}: ${scan.patches.map(one => one.key).join(' ')}`)
  return { patch: patch.key, packages: planned(patch) }
}

function planned(patch: MissingPatch): PlannedPackage[] {
  return patch.packages.map(({ name, arch, installed, candidate }) => ({ name, arch, from: installed, to: candidate }))
}

interface Deployed {
  readonly plan: SimulatedPlan
  readonly outcome?: InstallOutcome
  readonly waits: readonly LockHolder[]
}

const versionsOf = async (host: HostAccess, ...names: string[]): Promise<string[]> =>
  lines(
    await host.sh("dpkg-query -W -f '${Package} ${Version} ${db:Status-Abbrev}\\n' $NAMES || true", {
      env: { NAMES: names.join(' ') },
    }),
  ).map(line => line.trim())

describe.skipIf(reason !== undefined)(`the apt provider on Debian${reason === undefined ? '' : ` (${reason})`}`, () => {
  test('what is missing equals apt-get -s dist-upgrade, package by package, security flags included', async () => {
    await using host = await chrootHost({ layer: await layer(), binds: driverBinds })
    const apt = await aptSays(host)
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    expect(scan).toMatchObject({ provider: 'apt', status: 'ok', problems: [], withheld: [] })
    expect(apt.upgrades.length).toBeGreaterThanOrEqual(20)
    expect(
      packagesOf(scan)
        .filter(update => update.installed !== null)
        .map(text)
        .sort(),
    ).toEqual(apt.upgrades)
    expect(
      packagesOf(scan)
        .filter(update => update.isSecurity && update.installed !== null)
        .map(text)
        .sort(),
    ).toEqual(apt.security)
    expect(packagesOf(scan).every(update => update.authenticated)).toBe(true)
    const keys = scan.patches.map(patch => patch.key)
    expect(new Set(keys).size).toBe(keys.length)
    for (const own of ownSources) expect(keys).toContain(`deb:debian/bookworm/${own.source}@${own.to}`)
    // Source and version of every installed package, as dpkg has them.
    const dpkg = lines(
      await host.sh(
        "dpkg-query -W -f '${db:Status-Abbrev}\t${Package}\t${Architecture}\t${Version}\t${source:Package}\t${source:Version}\n'",
      ),
    )
    const installed = dpkg.filter(line => line.startsWith('ii')).map(line => line.split('\t').slice(1).join(' '))
    expect(
      scan.packages.map(one => `${one.name} ${one.arch} ${one.version} ${one.source} ${one.sourceVersion}`).sort(),
    ).toEqual(installed.sort())
  })

  test('holds, pins, phased and kept-back updates are not missing, and each says why', async () => {
    await using host = await small()
    await tellDebStory(host, await layer(), 'kept', {
      installed: [{ name: 'grove-fern', version: '1.0' }],
      offered: [{ name: 'grove-fern', version: '2.0', depends: 'nowhere-to-be-found' }],
    })
    await tellDebStory(host, await layer(), 'phased', {
      installed: [{ name: 'grove-moss', version: '1.0' }],
      offered: [{ name: 'grove-moss', version: '2.0', fields: { 'Phased-Update-Percentage': '0' } }],
    })
    await tellDebStory(
      host,
      await layer(),
      'backports',
      { installed: [{ name: 'grove-reed', version: '1.0' }], offered: [{ name: 'grove-reed', version: '2.0' }] },
      {
        suite: 'bookworm-backports',
        fields: { Suite: 'stable-backports', NotAutomatic: 'yes', ButAutomaticUpgrades: 'yes' },
      },
    )
    await host.sh('apt-mark hold grove-hazel')
    await host.writeFile(
      '/etc/apt/preferences.d/willow',
      'Package: grove-willow\nPin: version 1:0.1-1\nPin-Priority: 990\n',
    )
    await host.writeFile('/etc/apt/apt.conf.d/99phased', 'APT::Get::Never-Include-Phased-Updates "true";\n')
    const apt = await aptSays(host)
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    expect(packagesOf(scan).map(text).sort()).toEqual(apt.upgrades)
    expect(scan.withheld.map(one => `${one.update.name} ${one.reason} ${one.update.candidate}`).sort()).toEqual([
      'grove-fern keptBack 2.0',
      'grove-hazel held 0.10',
      'grove-moss phased 2.0',
      'grove-willow pinned 1:0.1-1.1',
    ])
    expect(scan.withheld.find(one => one.update.name === 'grove-willow')).toMatchObject({
      key: 'deb:debian/bookworm/grove-willow@1:0.1-1.1',
      update: { isSecurity: true },
    })
    expect(scan.packages.find(one => one.name === 'grove-hazel')).toMatchObject({ held: true })
  })

  test('a repository that fails makes the scan partial with its name, and nothing missing disappears', async () => {
    await using host = await small()
    const before = await ask<ScanResult>(host, { verb: 'scan' })
    await host.writeFile(
      '/etc/apt/sources.list.d/dead.list',
      'deb http://127.0.0.1:9/debian bookworm main\ndeb file:/srv/nowhere ./\n',
    )
    const unrefreshed = await ask<ScanResult>(host, { verb: 'scan' })
    expect(unrefreshed).toMatchObject({ status: 'partial' })
    expect(unrefreshed.problems.map(one => `${one.code} ${one.repository ?? ''}`)).toEqual([
      'repository_not_fetched http://127.0.0.1:9/debian bookworm',
      'repository_not_fetched file:/srv/nowhere ./',
    ])
    const scan = await ask<ScanResult>(host, { verb: 'scan', refresh: true })
    expect(scan.status).toBe('partial')
    expect(scan.problems.filter(one => one.code === 'repository_failed').map(one => one.repository)).toEqual(
      expect.arrayContaining(['http://127.0.0.1:9/debian bookworm', 'file:/srv/nowhere ./']),
    )
    expect(scan.patches).toEqual(before.patches)
    await host.sh('rm -rf /etc/apt/sources.list.d/* /var/lib/apt/lists/*')
    expect(await ask<ScanResult>(host, { verb: 'scan' })).toMatchObject({ status: 'failed', patches: [] })
  })

  test('what only an unauthenticated repository offers is shown and not installed, unless the host’s own settings allow it', async () => {
    await using host = await small()
    const story = (name: string): DebStory => ({
      installed: [{ name, version: '1.0' }],
      offered: [{ name, version: '2.0' }],
    })
    await tellDebStory(host, await layer(), 'trusted', story('grove-trusted'), { suite: 'x' })
    await tellDebStory(host, await layer(), 'line', story('grove-line'), { suite: 'y' })
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
      expect(await ask<SimulatedPlan>(host, { verb: 'simulate', item: item(scan, name) })).toMatchObject({
        verdict: 'refused',
        refusals: [{ code: 'unauthenticated' }],
      })
    }
    expect(scan.problems.map(one => one.code)).toEqual(['repository_unauthenticated', 'repository_unauthenticated'])
    const allowed = await ask<Deployed>(host, {
      verb: 'deploy',
      item: item(scan, 'grove-line'),
      options: { allowUnauthenticated: true },
    })
    expect(allowed.outcome).toMatchObject({ outcome: 'installed' })
  })

  test('an item is installed in exactly its versions, and automatic marks stay', async () => {
    await using host = await small()
    await host.sh('apt-mark auto grove-alder-common grove-hazel; apt-mark manual grove-alder')
    const auto = await host.sh('apt-mark showauto | sort')
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    const deployed = await ask<Deployed>(host, { verb: 'deploy', item: item(scan, 'grove-alder') })
    expect(deployed.plan).toMatchObject({ verdict: 'accepted', additions: [] })
    expect(deployed.outcome).toMatchObject({ outcome: 'installed', audit: { clean: true }, failure: null, exitCode: 0 })
    expect(await versionsOf(host, 'grove-alder', 'grove-alder-common', 'libgrove-alder1', 'grove-hazel')).toEqual([
      'grove-alder 1.0-1+deb12u1 ii',
      'grove-alder-common 1.0-1+deb12u1 ii',
      'grove-hazel 0.9 ii',
      'libgrove-alder1 1.0-1+deb12u1 ii',
    ])
    expect(await host.sh('apt-mark showauto | sort')).toBe(auto)
    const again = await ask<SimulatedPlan>(host, { verb: 'simulate', item: item(scan, 'grove-alder') })
    expect(again).toMatchObject({ verdict: 'alreadyInstalled' })
    const after = await ask<ScanResult>(host, { verb: 'scan' })
    expect(after.patches.map(patch => patch.key)).toEqual(
      scan.patches.map(patch => patch.key).filter(key => !key.includes('grove-alder@')),
    )
  })

  test('a kernel brings its new package along, unasked or planned; a reboot is then needed', async () => {
    await using host = await startHost({ layer: await layer(), binds: driverBinds })
    await withoutDebianArchives(host)
    await tellDebStory(host, await layer(), 'kernel', newKernel())
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    const kernel = scan.patches.find(patch => patch.key.includes('linux-signed-grove'))
    expect(kernel?.packages.map(text).sort()).toEqual([
      'linux-image-6.1.0-99-grove  6.1.99-1',
      'linux-image-grove 6.1.90-1 6.1.99-1',
    ])
    expect(scan.additions).toEqual([{ name: 'linux-image-6.1.0-99-grove', arch: 'amd64' }])
    const whole = item(scan, 'linux-signed-grove')
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
    await using host = await small()
    await tellDebStory(host, await layer(), 'removal', removingUpgrade())
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    expect(scan.problems).toMatchObject([
      { code: 'wants_removal', detail: expect.stringContaining('grove-thyme') as string },
    ])
    const plan = await ask<SimulatedPlan>(host, { verb: 'simulate', item: item(scan, 'grove-mint') })
    expect(plan).toMatchObject({
      verdict: 'refused',
      refusals: [{ code: 'would_remove', package: 'grove-thyme:amd64' }],
    })
    expect(await versionsOf(host, 'grove-mint', 'grove-thyme')).toEqual(['grove-mint 1.0 ii', 'grove-thyme 1.0 ii'])
  })

  test('a new dependency of another origin is refused, unless the scan listed it', async () => {
    await using host = await small()
    await tellDebStory(host, await layer(), 'needs', {
      installed: [{ name: 'grove-sage', version: '1.0' }],
      offered: [{ name: 'grove-sage', version: '2.0', depends: 'grove-foreign' }],
    })
    await tellDebStory(
      host,
      await layer(),
      'foreign',
      { installed: [{ name: 'grove-rush', version: '1.0' }], offered: [{ name: 'grove-foreign', version: '1.0' }] },
      { suite: 'foreign', origin: 'Somebody else', label: 'Somebody else', fields: {} },
    )
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    const sage = item(scan, 'grove-sage')
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

  test('a failing maintainer script fails that package with its words, installs the others, and the audit says what is broken', async () => {
    await using host = await small()
    await tellDebStory(host, await layer(), 'broken', brokenScript())
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    const both = {
      patch: 'both',
      packages: [...item(scan, 'grove-broken').packages, ...item(scan, 'grove-hazel').packages],
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
    expect((await ask<Deployed>(host, { verb: 'deploy', item: item(scan, 'grove-holly') })).outcome).toMatchObject({
      outcome: 'installed',
      audit: { clean: false },
    })
    expect(await ask<SimulatedPlan>(host, { verb: 'simulate', item: item(scan, 'grove-broken') })).toMatchObject({
      verdict: 'refused',
      refusals: [{ code: 'database_broken' }],
    })
    await host.sh("printf '#!/bin/sh\\nexit 0\\n' > /var/lib/dpkg/info/grove-broken.postinst")
    expect(await ask<AuditResult>(host, { verb: 'repair' })).toEqual({ clean: true, problems: [] })
  })

  test('a settings file that the administrator changed stays; an untouched one is replaced', async () => {
    await using host = await small()
    const conf = changedConffile()
    const plain = changedConffile('grove-plain')
    await tellDebStory(host, await layer(), 'conf', {
      installed: [...conf.installed, ...plain.installed],
      offered: [...conf.offered, ...plain.offered],
    })
    await host.sh(`echo mine > ${conf.path}`)
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    const both = {
      patch: 'both',
      packages: [...item(scan, 'grove-conf').packages, ...item(scan, 'grove-plain').packages],
    }
    expect((await ask<Deployed>(host, { verb: 'deploy', item: both })).outcome).toMatchObject({ outcome: 'installed' })
    expect(await host.readFile(conf.path)).toBe('mine\n')
    expect(await host.readFile(`${conf.path}.dpkg-dist`)).toContain('version = 2.0')
    expect(await host.readFile(plain.path)).toContain('version = 2.0')
  })

  test('a lock that another program holds is named and waited for; after the wait nothing was done', async () => {
    await using host = await small()
    await tellDebStory(host, await layer(), 'slow', {
      installed: [{ name: 'grove-slow', version: '1.0' }],
      offered: [{ name: 'grove-slow', version: '2.0', scripts: { postinst: 'sleep ${SLOW:-0}' } }],
    })
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    expect(await ask<LockHolder | null>(host, { verb: 'holder' })).toBeNull()
    const other = host.start(['/usr/bin/apt-get', '-y', '-q', 'install', 'grove-slow'], {
      env: { SLOW: '8', DEBIAN_FRONTEND: 'noninteractive' },
    })
    await expect.poll(() => host.sh('pgrep -x sleep || true'), { timeout: 20_000 }).not.toBe('')
    expect(await ask<LockHolder | null>(host, { verb: 'holder' })).toMatchObject({
      path: '/var/lib/dpkg/lock-frontend',
      program: 'apt-get',
      pid: expect.any(Number) as number,
    })
    const hurried = await ask<{ download: object; waits: LockHolder[] }>(host, {
      verb: 'deploy',
      item: item(scan, 'grove-hazel'),
      lockWaitMs: 500,
    })
    expect(hurried).toMatchObject({
      download: { ok: false, failure: { code: 'lock_held', detail: expect.stringContaining('apt-get') as string } },
      waits: [{ program: 'apt-get' }],
    })
    expect(await versionsOf(host, 'grove-hazel')).toEqual(['grove-hazel 0.9 ii'])
    const patient = await ask<Deployed>(host, { verb: 'deploy', item: item(scan, 'grove-hazel'), lockWaitMs: 60_000 })
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
    await using host = await small()
    const plan = await ask<SimulatedPlan>(host, { verb: 'simulate', item: { patch: 'x', packages: [wanted] } })
    if (code === null) expect(plan.verdict).toBe('alreadyInstalled')
    else expect(plan).toMatchObject({ verdict: 'refused', refusals: [{ code }] })
  })

  test('a held package is refused; a version that is gone gives way to the newest of its origin, or is skipped', async () => {
    await using host = await small()
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    const hazel = { name: 'grove-hazel', arch: 'all', from: '0.9', to: '0.9.5' }
    expect(await ask<SimulatedPlan>(host, { verb: 'simulate', item: { patch: 'x', packages: [hazel] } })).toMatchObject(
      { verdict: 'accepted', changes: [{ to: '0.10' }], replaced: [{ planned: '0.9.5', to: '0.10' }] },
    )
    expect(
      await ask<SimulatedPlan>(host, {
        verb: 'simulate',
        item: { patch: 'x', packages: [hazel] },
        options: { whenGone: 'skip' },
      }),
    ).toMatchObject({ verdict: 'refused', refusals: [{ code: 'not_offered' }] })
    await host.sh('apt-mark hold grove-hazel')
    expect(await ask<SimulatedPlan>(host, { verb: 'simulate', item: item(scan, 'grove-hazel') })).toMatchObject({
      verdict: 'refused',
      refusals: [{ code: 'held' }],
    })
  })

  test('a service that runs a replaced library is named; the rows of a report hold it all', async () => {
    await using host = await startHost({ layer: await layer(), binds: driverBinds })
    await withoutDebianArchives(host)
    await tellDebStory(host, await layer(), 'service', serviceWithLibrary(await layer()))
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    expect((await ask<Deployed>(host, { verb: 'deploy', item: item(scan, 'grove-service') })).outcome).toMatchObject({
      outcome: 'installed',
    })
    const { restart, system } = await ask<{ restart: RestartFacts; system: SystemFacts }>(host, { verb: 'system' })
    expect(restart.services).toMatchObject([
      { unit: 'grove-service.service', files: ['/usr/lib/libgrove-service.so.1'] },
    ])
    expect(restart.rebootNeeded).toBe(false)
    expect(system).toMatchObject({
      os: { id: 'debian', codename: 'bookworm' },
      arch: 'x86_64',
      hardware: { virtualization: 'systemd-nspawn' },
    })
    expect(system.identity.machineId).toBe(host.machineId)
    const inventory = await ask<{ status: string; sections: Record<string, unknown[][]> }>(host, { verb: 'inventory' })
    expect(inventory.status).toBe('ok')
    expect(inventory.sections['restart.1']).toEqual([
      ['service', 'grove-service.service', 'runs replaced files: /usr/lib/libgrove-service.so.1'],
    ])
    expect(inventory.sections['updates.1']?.length).toBe(packagesOf(scan).length - 1)
    expect(inventory.sections['packages.1']?.length).toBe(scan.packages.length)
    expect(inventory.sections['system.1']).toContainEqual(['scan.status', 'ok'])
  })
})
