import {
  baseLayer,
  brokenScript,
  brokenScriptRpm,
  chrootHost,
  commonRows,
  conflictingRpm,
  createNetwork,
  fetchFrom,
  newKernel,
  obsoletingRpm,
  ownDebs,
  removingUpgrade,
  serveFiles,
  serviceWithLibrary,
  startHost,
  tellDebStory,
  tellRpmStory,
  whyNoHosts,
} from '@patchyard/testkit/hosts'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const reason = whyNoHosts()
const sorted = (names: Iterable<string | undefined>): (string | undefined)[] =>
  [...names].sort((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1))
const lines = (text: string): string[] => text.split('\n').filter(line => line !== '')

describe.skipIf(reason !== undefined)(`real package managers${reason === undefined ? '' : ` (${reason})`}`, () => {
  test('apt itself lists Debian’s security patches and all of our own as missing, at least 20', async () => {
    const layer = await baseLayer('debian12')
    await using host = await chrootHost({ layer })
    const simulated = lines(await host.sh('apt-get -s dist-upgrade')).filter(line => line.startsWith('Inst '))
    const names = new Set(simulated.map(line => line.split(' ')[1]))
    const real = JSON.parse(readFileSync(join(layer.folder, 'missing-from-debian.json'), 'utf8')) as string[]
    const { security, updates } = ownDebs()
    const own = new Set([...security, ...updates].map(deb => deb.name))
    expect(own.size).toBeGreaterThanOrEqual(20)
    expect(sorted(names)).toEqual(sorted(new Set([...real, ...own])))
    expect(simulated.filter(line => line.includes('Debian-Security:12/oldstable-security')).length).toBeGreaterThan(10)
    expect(simulated.find(line => line.includes('grove-olive'))).toMatch(
      /Debian-Security.*Debian:12|Debian:12.*Debian-Security/,
    )
  })

  test('every missing patch of the Debian machine can be installed without a network', async () => {
    await using host = await startHost({ layer: await baseLayer('debian12') })
    await host.sh('apt-get -y -qq dist-upgrade', { env: { DEBIAN_FRONTEND: 'noninteractive' } })
    expect(lines(await host.sh('apt-get -s dist-upgrade')).filter(line => line.startsWith('Inst '))).toEqual([])
    expect(await host.sh('dpkg --audit')).toBe('')
  })

  test('apt fetches lists and packages over HTTP, and says which mirror is down', async () => {
    const layer = await baseLayer('debian12')
    await using network = await createNetwork()
    await using server = await serveFiles(join(layer.folder, 'srv'), network.serverAddress)
    await using host = await chrootHost({ layer, network })
    await fetchFrom(host, server.uri)
    await host.sh('apt-get update -qq && apt-get install -y -qq grove-alder', {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
    })
    expect(server.requests).toContain('/own/pool/bookworm-security/grove-alder_1.0-1+deb12u1_all.deb')
    server.answer(path => (path.startsWith('/debian-security/') ? 503 : 'file'))
    const result = await host.exec(['apt-get', 'update', '-q', '-o', 'Acquire::Retries=0'])
    expect(result.stderr).toContain('/debian-security/dists/bookworm-security/InRelease')
  })

  test('dnf lists every update, its advisories with severity, and only the enabled module stream', async () => {
    await using host = await startHost({ layer: await baseLayer('dnf') })
    const updates = await host.exec(['dnf', '--quiet', 'check-update'])
    expect(updates.status).toBe(100)
    const names = lines(updates.stdout).map(line => line.split(/\s+/)[0]?.replace(/\.[^.]+$/, ''))
    const withUpdates = commonRows.filter(row => row.to.length > 0).flatMap(row => [...row.names])
    const kernels = ['kernel', 'kernel-core', 'kernel-modules']
    expect(sorted(names)).toEqual(sorted([...withUpdates, ...kernels, 'grove-walnut']))
    expect(names.length).toBeGreaterThanOrEqual(20)
    expect(updates.stdout).toMatch(/grove-walnut\.x86_64\s+1\.1-/)
    const advisories = await host.sh('dnf --quiet updateinfo list')
    expect(advisories).toMatch(/^RLSA-2026:0101 Critical\/Sec\. +grove-aspen-2:1\.4\.3-1\.x86_64$/m)
    expect(advisories).toMatch(/^RLBA-2026:0105 bugfix +grove-elder-0\.10-1\.noarch$/m)
    expect(advisories).not.toContain('grove-quince')
    expect(await host.sh('dnf --quiet updateinfo info RLSA-2026:0110')).toContain('CVE-2026-10021')
  })

  test('dnf installs a kernel beside the old one with the package it newly needs, then asks for a reboot', async () => {
    await using host = await startHost({ layer: await baseLayer('dnf') })
    // rpm keeps the time of installation in whole seconds: within the second of the boot it looks older than the boot.
    await host.sh('sleep 1.1 && dnf -y --quiet upgrade kernel')
    const kernels = lines(await host.sh('rpm -qa "kernel*"'))
    expect(kernels.filter(name => name.startsWith('kernel-core-'))).toHaveLength(2)
    expect(kernels.filter(name => name.startsWith('kernel-modules-core-'))).toHaveLength(1)
    expect((await host.exec(['dnf', 'needs-restarting', '-r'])).status).toBe(1)
  })

  test('zypper lists patches by category and severity, updates without a patch, and puts its own first', async () => {
    await using host = await startHost({ layer: await baseLayer('zypper') })
    const patches = await host.sh('zypper --non-interactive list-patches')
    expect(patches).toMatch(/openSUSE-SLE-15\.6-2026-101 \| security +\| critical/)
    expect(patches).toMatch(/openSUSE-SLE-15\.6-2026-105 \| recommended/)
    expect(patches).toMatch(/openSUSE-SLE-15\.6-2026-106 \| optional/)
    expect(patches).not.toContain('2026-114')
    expect((await host.exec(['zypper', '--non-interactive', 'patch-check'])).status).toBe(101)
    const updates = lines(await host.sh('zypper --non-interactive list-updates')).filter(line => line.startsWith('v '))
    const withUpdates = commonRows.filter(row => row.to.length > 0).flatMap(row => [...row.names])
    expect(sorted(updates.map(line => line.split('|')[2]?.trim()))).toEqual(sorted([...withUpdates, 'kernel-default']))
    const first = await host.exec(['zypper', '--non-interactive', 'patch'])
    expect(first.status).toBe(103)
    const second = await host.exec(['zypper', '--non-interactive', 'patch', '--with-interactive'])
    expect(second.status).toBe(102)
    expect((await host.exec(['zypper', '--non-interactive', 'needs-rebooting'])).status).toBe(102)
  })

  test('zypper’s list of services to restart is empty on a fresh machine', async () => {
    await using host = await startHost({ layer: await baseLayer('zypper') })
    expect(await host.sh('zypper ps -s')).toContain('No processes using deleted files found')
  })

  test('a failing maintainer script leaves that package half configured and the others installed', async () => {
    const layer = await baseLayer('debian12')
    await using host = await startHost({ layer })
    await tellDebStory(host, layer, 'broken', brokenScript())
    const upgrade = await host.exec(['apt-get', '-y', 'install', 'grove-broken', 'grove-hazel'], {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
    })
    expect(upgrade.status).toBe(100)
    expect(upgrade.stdout + upgrade.stderr).toContain('exit status 7')
    const states = await host.sh(
      "dpkg-query -W -f '${Package} ${db:Status-Abbrev}${Version}\\n' grove-broken grove-hazel",
    )
    expect(states).toBe('grove-broken iF 2.0\ngrove-hazel ii 0.10\n')
  })

  test('a kernel metapackage brings a package of a new name; an upgrade that would remove another is seen by apt', async () => {
    const layer = await baseLayer('debian12')
    await using host = await startHost({ layer })
    await tellDebStory(host, layer, 'kernel', newKernel())
    await tellDebStory(host, layer, 'removal', removingUpgrade())
    const simulated = await host.sh('apt-get -s dist-upgrade')
    expect(simulated).toMatch(/^Inst linux-image-6\.1\.0-99-grove \(6\.1\.99-1/m)
    expect(simulated).toMatch(/^Remv grove-thyme /m)
    expect(await host.sh('apt-get -s upgrade')).not.toMatch(/^(Remv|Inst linux-image)/m)
  })

  test('a service still maps the library that an update has replaced', async () => {
    const layer = await baseLayer('debian12')
    await using host = await startHost({ layer })
    await tellDebStory(host, layer, 'service', serviceWithLibrary(layer))
    const maps = 'cat /proc/$(systemctl show --property MainPID --value grove-service)/maps'
    expect(await host.sh(maps)).toContain('libgrove-service.so.1\n')
    await host.sh('apt-get -y -qq install libgrove-service1', { env: { DEBIAN_FRONTEND: 'noninteractive' } })
    expect(await host.sh(maps)).toContain('libgrove-service.so.1 (deleted)')
  })

  test('dnf skips a package whose script fails, rpm still has the old one; an obsoleting package is announced', async () => {
    const layer = await baseLayer('dnf')
    await using host = await startHost({ layer })
    await tellRpmStory(host, layer, 'broken', brokenScriptRpm())
    await tellRpmStory(host, layer, 'obsoleting', obsoletingRpm())
    await host.exec(['dnf', '-y', 'upgrade', 'grove-broken', 'grove-hazel'])
    expect(lines(await host.sh('rpm -q grove-broken grove-hazel'))).toEqual([
      'grove-broken-1.0-1.noarch',
      'grove-hazel-1.3-1.noarch',
    ])
    const updates = await host.exec(['dnf', '--quiet', 'check-update'])
    expect(updates.stdout).toMatch(/Obsoleting Packages\s+grove-mint\.noarch/)
  })

  test.each([
    ['dnf', ['dnf', '--assumeno', '--quiet', 'check-update'], 100, '/updates/repodata/repomd.xml'],
    ['zypper', ['zypper', '--non-interactive', 'refresh', '--force'], 0, '/updates/repodata/repomd.xml'],
  ] as const)('%s fetches signed metadata over HTTP without a question', async (name, command, status, path) => {
    const layer = await baseLayer(name)
    await using network = await createNetwork()
    await using server = await serveFiles(join(layer.folder, 'srv'), network.serverAddress)
    await using host = await chrootHost({ layer, network })
    await fetchFrom(host, server.uri)
    expect((await host.exec(command)).status).toBe(status)
    expect(server.requests).toContain(path)
    server.answer(asked => (asked.startsWith('/updates/') ? 503 : 'file'))
    const without = await host.exec(name === 'dnf' ? ['dnf', '--refresh', 'check-update'] : command)
    expect(without.stdout + without.stderr).toContain('updates')
    expect(without.stdout + without.stderr).toMatch(/503|Error|error/)
  })

  test('zypper refuses a build that conflicts with an installed package by name, and installs the one below it', async () => {
    const layer = await baseLayer('zypper')
    await using host = await startHost({ layer })
    await tellRpmStory(host, layer, 'conflict', conflictingRpm(), [
      {
        id: 'openSUSE-2026-900',
        type: 'security',
        severity: 'important',
        title: 'sage',
        packages: [{ name: 'grove-sage', version: '1.1', release: '1' }],
      },
    ])
    expect(await host.sh('zypper --non-interactive list-patches')).toContain('openSUSE-2026-900')
    const newest = await host.exec(['zypper', '--non-interactive', 'update', 'grove-sage'])
    expect(newest.status).toBe(4)
    expect(newest.stdout).toContain('grove-sage-2.0-1.noarch conflicts with grove-dill')
    await host.sh('zypper --non-interactive install grove-sage=1.1-1')
    expect(await host.sh('rpm -q grove-sage grove-dill')).toBe('grove-sage-1.1-1.noarch\ngrove-dill-1.0-1.noarch\n')
  })
})
