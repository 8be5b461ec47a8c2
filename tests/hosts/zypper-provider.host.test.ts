import { commonRows, startHost, whyNoHosts } from '@patchyard/testkit/hosts'
import type { RestartFacts, ScanResult, SimulatedPlan } from '@patchyard/agent/testing'
import { describe, expect, test } from 'vitest'
import { expectSamePatches, feedOfUpdates } from './feed-of-repository.ts'
import { ask, type Deployed, driverBinds, lines, planned } from './package-manager-on-host.ts'
import { rpmFamily, rpmSays, testRpmRules } from './rpm-rules.ts'

const reason = whyNoHosts()
const family = rpmFamily('zypper', short => [short, `suse:openSUSE-SLE-15.6-2026-${short}`])
const { layer, small, patchOf, item } = family
const cells = (line: string): string[] => line.split('|').map(cell => cell.trim())

describe.skipIf(reason !== undefined)(`the zypper provider${reason === undefined ? '' : ` (${reason})`}`, () => {
  test('what is missing equals list-patches and list-updates, with category, severity and CVEs', async () => {
    await using host = await small()
    const patches = lines(await host.sh('zypper --non-interactive list-patches'))
      .filter(line => line.startsWith('updates'))
      .map(cells)
    const updates = lines(await host.sh('zypper --non-interactive list-updates'))
      .filter(line => line.startsWith('v '))
      .map(cells)
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    expect(scan).toMatchObject({ provider: 'zypper', status: 'ok', problems: [] })
    // zypper's own "optional" patches are offered only with --with-optional; their packages are updates like others.
    const needed = patches.filter(row => row.includes('needed'))
    expect(needed.length).toBeGreaterThan(10)
    expect(
      scan.patches
        .filter(patch => patch.advisories.length > 0)
        .map(patch => patch.key)
        .sort(),
    ).toEqual(needed.map(row => `suse:${row[1] ?? ''}`).sort())
    const offered = new Set(
      scan.patches
        .flatMap(patch => patch.packages)
        .filter(one => one.installed !== null)
        .map(one => `${one.name} ${one.installed ?? ''} ${one.candidate} ${one.arch}`),
    )
    expect([...offered]).toEqual(
      expect.arrayContaining(updates.map(row => `${row[2] ?? ''} ${row[3] ?? ''} ${row[4] ?? ''} ${row[5] ?? ''}`)),
    )
    expect(offered.size - updates.length).toBe(1)
    for (const row of commonRows.flatMap(common => common.to)) {
      const patch = scan.patches.find(one => one.key === `suse:openSUSE-SLE-15.6-2026-${String(row.advisory?.number)}`)
      if (patch === undefined || row.advisory === undefined) continue
      expect(patch, patch.key).toMatchObject({
        isSecurity: row.advisory.kind === 'security',
        severity: row.advisory.severity ?? null,
        cves: [...(row.advisory.cves ?? [])].sort(),
      })
    }
    expectSamePatches(scan, await feedOfUpdates(host, 'opensuse-leap', '15.6'))
    expect(patchOf(scan, '110')).toMatchObject({ rebootSuggested: true, issuedMs: Date.UTC(2026, 0, 15, 8, 30) })
    expect(patchOf(scan, '110').packages.map(one => `${one.name} ${one.installed ?? 'new'}`)).toEqual([
      'kernel-default 6.4.0-150600.21.2',
      'kernel-firmware-grove new',
    ])
  })

  test('a kernel stands beside the old one with its new firmware; zypper asks for a reboot, and so do we', async () => {
    await using host = await startHost({ layer: await layer(), binds: driverBinds })
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    const { outcome } = await ask<Deployed>(host, { verb: 'deploy', item: item(scan, '110') })
    expect(outcome).toMatchObject({ outcome: 'installed', scoped: true, audit: { clean: true }, failure: null })
    expect(await rpmSays(host, 'kernel-default', 'kernel-firmware-grove')).toEqual([
      'kernel-default 6.4.0-150600.21.2',
      'kernel-default 6.4.0-150600.23.7.3',
      'kernel-firmware-grove 20260101-150600.1.1',
    ])
    const asked = (await host.exec(['zypper', '--non-interactive', 'needs-rebooting'])).status === 102
    const { restart } = await ask<{ restart: RestartFacts }>(host, { verb: 'system' })
    expect(restart.rebootNeeded).toBe(asked)
    const after = await ask<ScanResult>(host, { verb: 'scan' })
    expect(after.patches.map(patch => patch.key)).not.toContain('suse:openSUSE-SLE-15.6-2026-110')
  })

  test('all security patches, the package manager’s own among them: afterwards zypper needs none', async () => {
    await using host = await small()
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    const security = scan.patches.filter(one => one.isSecurity)
    // Two of one package one after the other, the rest at once.
    const twice = security.filter(patch => patch.packages.some(one => one.name === 'grove-juniper'))
    expect(twice.length).toBe(2)
    const rest = security.filter(patch => !twice.includes(patch))
    for (const one of [...twice.map(planned), rest.flatMap(planned)]) {
      const deployed = await ask<Deployed>(host, { verb: 'deploy', item: { patch: 'x', packages: one } })
      if (deployed.plan.verdict !== 'alreadyInstalled') expect(deployed.outcome).toMatchObject({ outcome: 'installed' })
    }
    const left = await host.exec(['zypper', '--non-interactive', 'list-patches', '--category', 'security'])
    expect(left.stdout).toContain('No updates found.')
    const after = await ask<ScanResult>(host, { verb: 'scan' })
    expect(after.patches.filter(patch => patch.isSecurity)).toEqual([])
    expect(after.installedPatches.filter(patch => patch.isSecurity).length).toBe(security.length)
  })

  test('locked packages are marked and not missing; a repository that is not checked is shown and not installed from', async () => {
    await using host = await small()
    await host.sh('zypper --non-interactive addlock grove-larch')
    await host.sh("sed -i 's/gpgcheck=1/gpgcheck=0/' /etc/zypp/repos.d/updates.repo; zypper --non-interactive refresh")
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    expect(scan.packages.filter(one => one.held).map(one => one.name)).toEqual(['grove-larch'])
    expect(scan.patches.flatMap(patch => patch.packages.map(one => one.name))).not.toContain('grove-larch')
    expect(scan.problems).toMatchObject([{ code: 'repository_unauthenticated', repository: 'updates' }])
    expect(patchOf(scan, '107')).toMatchObject({ blocked: 'unauthenticated' })
    expect(await ask<SimulatedPlan>(host, { verb: 'simulate', item: item(scan, '107') })).toMatchObject({
      verdict: 'refused',
      refusals: [{ code: 'unauthenticated' }],
    })
    expect(
      await ask<SimulatedPlan>(host, {
        verb: 'simulate',
        item: item(scan, '107'),
        options: { allowUnauthenticated: true },
      }),
    ).toMatchObject({ verdict: 'accepted' })
  })

  test('a repository that is away makes the scan partial with its alias, and nothing missing disappears', async () => {
    await using host = await small()
    const before = await ask<ScanResult>(host, { verb: 'scan', refresh: true })
    expect(before.status).toBe('ok')
    await host.sh(
      "printf '[dead]\\nname=Dead one\\nenabled=1\\nautorefresh=1\\nbaseurl=http://127.0.0.1:9/x\\n' > /etc/zypp/repos.d/dead.repo",
    )
    expect(await ask<ScanResult>(host, { verb: 'scan' })).toMatchObject({
      status: 'partial',
      problems: [{ code: 'repository_not_fetched', repository: 'dead' }],
    })
    const scan = await ask<ScanResult>(host, { verb: 'scan', refresh: true })
    expect(scan).toMatchObject({
      status: 'partial',
      problems: [
        { code: 'repository_failed', repository: 'dead', detail: expect.stringContaining('connect') as string },
      ],
    })
    expect(scan.patches).toEqual(before.patches)
  })

  testRpmRules(
    family,
    { key: '107', name: 'grove-holly', before: '5-1' },
    nameAndVersion => `rpm:opensuse-leap/${nameAndVersion}`,
  )
})
