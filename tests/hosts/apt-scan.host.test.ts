import {
  chrootHost,
  ownSources,
  serviceWithLibrary,
  startHost,
  tellDebStory,
  whyNoHosts,
  withoutDebianArchives,
} from '@patchyard/testkit/hosts'
import type { RestartFacts, ScanResult, SystemFacts } from '@patchyard/agent/testing'
import { describe, expect, test } from 'vitest'
import { aptSays, debian, itemOf, packagesOf, short, smallDebian } from './apt-host.ts'
import { feedOfArchives } from './feed-of-archives.ts'
import { ask, type Deployed, driverBinds, lines } from './package-manager-on-host.ts'

const reason = whyNoHosts()

describe.skipIf(reason !== undefined)(`scans of the apt provider${reason === undefined ? '' : ` (${reason})`}`, () => {
  test('what is missing equals apt-get -s dist-upgrade, package by package, security flags included', async () => {
    await using host = await chrootHost({ layer: await debian(), binds: driverBinds })
    const apt = await aptSays(host)
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    expect(scan).toMatchObject({ provider: 'apt', status: 'ok', problems: [], withheld: [] })
    expect(apt.upgrades.length).toBeGreaterThanOrEqual(20)
    expect(
      packagesOf(scan)
        .filter(update => update.installed !== null)
        .map(short)
        .sort(),
    ).toEqual(apt.upgrades)
    expect(
      packagesOf(scan)
        .filter(update => update.isSecurity && update.installed !== null)
        .map(short)
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

  test('the feed of its archives has every update that the agent reports: source, version, origin and security alike', async () => {
    await using host = await smallDebian()
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    const archive = await feedOfArchives(host, Date.now())
    expect(scan.patches.length).toBeGreaterThan(10)
    for (const patch of scan.patches) {
      for (const update of patch.packages) {
        const offers = archive.filter(
          one => one.name === update.name && one.arch === update.arch && one.version === update.candidate,
        )
        const keys = offers.map(one => `deb:${one.distro}/${one.release}/${one.source}@${one.sourceVersion}`)
        expect(new Set(keys)).toEqual(new Set([patch.key]))
        expect(offers.map(one => one.origin).sort()).toEqual([...update.origins].sort())
        if (offers.some(one => one.isSecurity)) expect(update.isSecurity).toBe(true)
      }
    }
  })

  test('holds, pins, phased and kept-back updates are not missing, and each says why', async () => {
    await using host = await smallDebian()
    await tellDebStory(host, await debian(), 'kept', {
      installed: [{ name: 'grove-fern', version: '1.0' }],
      offered: [{ name: 'grove-fern', version: '2.0', depends: 'nowhere-to-be-found' }],
    })
    await tellDebStory(host, await debian(), 'phased', {
      installed: [{ name: 'grove-moss', version: '1.0' }],
      offered: [{ name: 'grove-moss', version: '2.0', fields: { 'Phased-Update-Percentage': '0' } }],
    })
    await tellDebStory(
      host,
      await debian(),
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
    expect(packagesOf(scan).map(short).sort()).toEqual(apt.upgrades)
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
    await using host = await smallDebian()
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

  test('other updaters are switched off and given back as they were; the own unit is capped and set free', async () => {
    await using host = await startHost({ layer: await debian(), binds: driverBinds })
    // Debian's own apt.systemd.daily decides whether this runs, as it does for the real program.
    await host.writeFile('/usr/bin/unattended-upgrade', '#!/bin/sh\ntouch /run/upgraded-by-itself\n', '0755')
    await host.writeFile('/etc/apt/apt.conf.d/20auto-upgrades', 'APT::Periodic::Unattended-Upgrade "always";\n')
    const upgradesByItself = async () => {
      await host.sh('rm -f /run/upgraded-by-itself; /usr/lib/apt/apt.systemd.daily install')
      return host.exists('/run/upgraded-by-itself')
    }
    await host.writeFile('/etc/systemd/system/dnf-automatic.service', '[Service]\nType=oneshot\nExecStart=/bin/true\n')
    const timer = '[Timer]\nOnCalendar=2099-01-01\n[Install]\nWantedBy=timers.target\n'
    for (const name of ['dnf-automatic', 'dnf-automatic-install']) {
      await host.writeFile(
        `/usr/lib/systemd/system/${name}.timer`,
        timer.replace('[Install]', 'Unit=dnf-automatic.service\n[Install]'),
      )
    }
    await host.sh('systemctl daemon-reload; systemctl enable --now dnf-automatic.timer')
    interface Updaters {
      readonly former: Readonly<Record<string, string>>
      readonly found: readonly { readonly name: string; readonly enabled: boolean }[]
    }
    const states = ({ found }: Updaters) => Object.fromEntries(found.map(one => [one.name, one.enabled]))

    expect(await upgradesByItself()).toBe(true)
    const off = await ask<Updaters>(host, { verb: 'updaters', off: ['dnf-automatic', 'unattended-upgrades'] })
    expect(states(off)).toEqual({ 'dnf-automatic': false, 'unattended-upgrades': false })
    expect(await upgradesByItself()).toBe(false)
    expect((await host.exec(['systemctl', 'is-active', 'dnf-automatic.timer'])).stdout).toBe('inactive\n')
    const back = await ask<Updaters>(host, { verb: 'updaters', back: off.former })
    expect(states(back)).toEqual({ 'dnf-automatic': true, 'unattended-upgrades': true })
    expect(await upgradesByItself()).toBe(true)
    expect(
      lines(
        (await host.exec(['systemctl', 'is-enabled', 'dnf-automatic.timer', 'dnf-automatic-install.timer'])).stdout,
      ),
    ).toEqual(['enabled', 'disabled'])
    expect((await host.exec(['systemctl', 'is-active', 'dnf-automatic.timer'])).stdout).toBe('active\n')

    const node = '/opt/node/node /opt/patchyard/packages/agent/src/testing/package-manager-driver.ts'
    await host.writeFile(
      '/etc/systemd/system/patchyard-agent.service',
      `[Service]\nType=oneshot\nRemainAfterExit=yes\nMemoryMax=1G\nMemoryHigh=768M\nCPUQuota=100%\nExecStart=/bin/sh -c '${node} < /run/limits > /run/outcome'\n`,
    )
    const limited = async (limits: object) => {
      await host.writeFile('/run/limits', JSON.stringify({ verb: 'limit', limits }))
      await host.sh('systemctl daemon-reload; systemctl restart patchyard-agent')
      const shown = await host.sh('systemctl show -p CPUQuotaPerSecUSec -p MemoryMax -p MemoryHigh patchyard-agent')
      return [JSON.parse(await host.readFile('/run/outcome')).state, ...lines(shown).sort()]
    }
    expect(await limited({ cpuPercent: 20, memoryMb: 512 })).toEqual([
      'applied',
      'CPUQuotaPerSecUSec=200ms',
      `MemoryHigh=${384 * 1024 * 1024}`,
      `MemoryMax=${512 * 1024 * 1024}`,
    ])
    expect(await limited({ cpuPercent: null, memoryMb: null })).toEqual([
      'applied',
      'CPUQuotaPerSecUSec=1s',
      `MemoryHigh=${768 * 1024 * 1024}`,
      `MemoryMax=${1024 * 1024 * 1024}`,
    ])
  })

  test('a service that runs a replaced library is named; the rows of a report hold it all', async () => {
    await using host = await startHost({ layer: await debian(), binds: driverBinds })
    await withoutDebianArchives(host)
    await tellDebStory(host, await debian(), 'service', serviceWithLibrary(await debian()))
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    expect((await ask<Deployed>(host, { verb: 'deploy', item: itemOf(scan, 'grove-service') })).outcome).toMatchObject({
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
