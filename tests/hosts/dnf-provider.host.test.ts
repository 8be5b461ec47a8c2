import {
  chrootHost,
  commonRows,
  createNetwork,
  fetchFrom,
  serveFiles,
  startHost,
  whyNoHosts,
} from '@patchyard/testkit/hosts'
import { join } from 'node:path'
import type { AuditResult, ScanResult, SimulatedPlan } from '@patchyard/agent/testing'
import { describe, expect, test } from 'vitest'
import { expectSameModules, expectSamePackages, expectSamePatches, feedOfUpdates } from './feed-of-repository.ts'
import { ask, type Deployed, driverBinds, lines, planned } from './package-manager-on-host.ts'
import { rpmFamily, rpmSays, testRpmRules } from './rpm-rules.ts'

const reason = whyNoHosts()
const family = rpmFamily('dnf', short => [`rpm:rocky/${short}`])
const { layer, small, patchOf, item } = family

describe.skipIf(reason !== undefined)(`the dnf provider${reason === undefined ? '' : ` (${reason})`}`, () => {
  test('what is missing equals check-update and updateinfo, with severity, CVEs and the enabled module stream only', async () => {
    await using host = await small()
    const updates = lines((await host.exec(['dnf', '-q', 'check-update'])).stdout).map(line =>
      line.trim().split(/\s+/).slice(0, 2).join(' '),
    )
    const advisories = lines(await host.sh('dnf -q updateinfo list')).map(line => line.trim().split(/\s+/))
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    expect(scan).toMatchObject({ provider: 'dnf', status: 'ok', problems: [], withheld: [] })
    const offered = scan.patches.flatMap(patch => patch.packages).filter(one => one.installed !== null)
    const text = (one: { name: string; arch: string; candidate: string }) => `${one.name}.${one.arch} ${one.candidate}`
    expect(updates.length).toBeGreaterThanOrEqual(20)
    expect([...new Set(offered.map(text))]).toEqual(expect.arrayContaining(updates))
    // Beyond check-update, which shows the newest versions only, stand older builds that an advisory of their own fixes.
    const older = [...new Set(offered.map(text))].filter(one => !updates.includes(one))
    expect(older).toEqual(['grove-juniper.noarch 1.1-1'])
    expect([...new Set(advisories.map(row => `rpm:rocky/${row[0] ?? ''}`))].sort()).toEqual(
      scan.patches
        .filter(patch => patch.advisories.length > 0)
        .map(patch => patch.key)
        .sort(),
    )
    expect(
      scan.patches
        .filter(patch => patch.advisories.length === 0)
        .map(patch => patch.key)
        .sort(),
    ).toEqual([
      'rpm:rocky/grove-larch@1.2-1',
      'rpm:rocky/grove-maple-extra@4.2.2-1',
      'rpm:rocky/grove-maple@4.2.2-1',
      'rpm:rocky/grove-poplar@1:0.2-1',
    ])
    for (const row of commonRows.flatMap(common => common.to)) {
      if (row.advisory === undefined) continue
      const patch = scan.patches.find(one => one.key.endsWith(`0${String(row.advisory?.number)}`))
      if (patch === undefined) continue
      expect(patch, patch.key).toMatchObject({
        isSecurity: row.advisory.kind === 'security',
        severity: row.advisory.severity ?? null,
        cves: [...(row.advisory.cves ?? [])],
      })
    }
    const feed = await feedOfUpdates(host, 'rocky', '9')
    expectSamePatches(scan, feed)
    await expectSamePackages(host, feed)
    await expectSameModules(host, feed)
    expect(patchOf(scan, 'RLSA-2026:0110').packages.map(one => `${one.name} ${one.installed ?? 'new'}`)).toEqual([
      'kernel 5.14.0-427.13.1.el9_4',
      'kernel-core 5.14.0-427.13.1.el9_4',
      'kernel-modules 5.14.0-427.13.1.el9_4',
      'kernel-modules-core new',
    ])
    expect(scan.additions).toEqual([{ name: 'kernel-modules-core', arch: 'x86_64' }])
    const rpm = lines(await host.sh("rpm -qa --qf '%{NAME} %{VERSION}-%{RELEASE} %{ARCH}\\n'")).filter(
      line => !line.startsWith('gpg-pubkey'),
    )
    expect(scan.packages.map(one => `${one.name} ${one.version.replace(/^\d+:/, '')} ${one.arch}`).sort()).toEqual(
      rpm.sort(),
    )
  })

  test('a kernel stands beside the old one with the package that it newly needs, the old one stays, and a reboot is needed', async () => {
    await using host = await startHost({ layer: await layer(), binds: driverBinds })
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    const whole = item(scan, 'RLSA-2026:0110')
    const known = { ...whole, packages: whole.packages.filter(one => one.from !== null) }
    expect(await ask<SimulatedPlan>(host, { verb: 'simulate', item: known })).toMatchObject({
      verdict: 'accepted',
      additions: [{ name: 'kernel-modules-core', from: null }],
    })
    const { outcome } = await ask<Deployed>(host, { verb: 'deploy', item: whole })
    expect(outcome).toMatchObject({ outcome: 'installed', scoped: true, audit: { clean: true }, failure: null })
    expect(await rpmSays(host, 'kernel', 'kernel-core', 'kernel-modules-core')).toEqual([
      'kernel 5.14.0-427.13.1.el9_4',
      'kernel 5.14.0-427.20.1.el9_4',
      'kernel-core 5.14.0-427.13.1.el9_4',
      'kernel-core 5.14.0-427.20.1.el9_4',
      'kernel-modules-core 5.14.0-427.20.1.el9_4',
    ])
    expect((await ask<ScanResult>(host, { verb: 'scan' })).patches.map(patch => patch.key)).not.toContain(
      'rpm:rocky/RLSA-2026:0110',
    )
    expect(await ask<AuditResult>(host, { verb: 'audit' })).toEqual({ clean: true, problems: [] })
  })

  test('all security patches: afterwards dnf itself lists none', async () => {
    await using host = await small()
    await host.sh('dnf -q mark remove grove-alder')
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
    expect(lines(await host.sh('dnf -q updateinfo list --security'))).toEqual([])
    const after = await ask<ScanResult>(host, { verb: 'scan' })
    expect(after.patches.filter(patch => patch.isSecurity)).toEqual([])
    expect(after.installedPatches.filter(patch => patch.isSecurity).length).toBeGreaterThan(8)
    // What was installed as a dependency still is one.
    expect(await host.sh('dnf -C -q repoquery --userinstalled')).not.toContain('grove-alder-0')
  })

  test('excluded updates are withheld, not missing; a repository without gpgcheck is shown and not installed from', async () => {
    await using host = await small()
    await host.sh(
      "sed -i 's/^best=.*/exclude=grove-larch/' /etc/dnf/dnf.conf; sed -i 's/^gpgcheck=1/gpgcheck=0/' /etc/yum.repos.d/updates.repo",
    )
    const scan = await ask<ScanResult>(host, { verb: 'scan' })
    expect(scan.status).toBe('ok')
    expect(scan.problems).toMatchObject([{ code: 'repository_unauthenticated', repository: 'updates' }])
    expect(scan.withheld.map(one => `${one.update.name} ${one.reason}`)).toEqual(['grove-larch pinned'])
    expect(scan.patches.map(patch => patch.key)).not.toContain('rpm:rocky/grove-larch@1.2-1')
    expect(patchOf(scan, 'RLEA-2026:0106')).toMatchObject({ blocked: 'unauthenticated' })
    expect(await ask<SimulatedPlan>(host, { verb: 'simulate', item: item(scan, 'RLEA-2026:0106') })).toMatchObject({
      verdict: 'refused',
      refusals: [{ code: 'unauthenticated' }],
    })
    expect(
      await ask<SimulatedPlan>(host, {
        verb: 'simulate',
        item: item(scan, 'RLEA-2026:0106'),
        options: { allowUnauthenticated: true },
      }),
    ).toMatchObject({ verdict: 'accepted' })
  })

  test('a mirror that is away makes the scan partial with the repository’s id, and nothing missing disappears', async () => {
    await using network = await createNetwork()
    await using server = await serveFiles(join((await layer()).folder, 'srv'), network.serverAddress)
    await using host = await chrootHost({ layer: await layer(), binds: driverBinds, network })
    await fetchFrom(host, server.uri)
    const before = await ask<ScanResult>(host, { verb: 'scan', refresh: true })
    expect(before).toMatchObject({ status: 'ok' })
    expect(before.patches.length).toBeGreaterThan(15)
    server.answer(path => (path.includes('/updates/') ? 503 : 'file'))
    const scan = await ask<ScanResult>(host, { verb: 'scan', refresh: true })
    expect(scan).toMatchObject({ status: 'partial', problems: [{ code: 'repository_failed', repository: 'updates' }] })
    expect(scan.patches).toEqual(before.patches)
    await host.sh(
      "printf '[never]\\nname=never\\nbaseurl=http://127.0.0.1:9/x\\ngpgcheck=1\\n' > /etc/yum.repos.d/never.repo",
    )
    expect(await ask<ScanResult>(host, { verb: 'scan' })).toMatchObject({
      status: 'partial',
      problems: [{ code: 'repository_not_fetched', repository: 'never' }],
    })
    // Downloads go over the network, installations from the cache alone.
    server.answer(() => 'file')
    const deployed = await ask<Deployed>(host, { verb: 'deploy', item: item(before, 'RLEA-2026:0106') })
    expect(deployed).toMatchObject({
      plan: { downloadBytes: expect.any(Number) as number },
      outcome: { outcome: 'installed' },
    })
  })

  testRpmRules(
    family,
    { key: 'RLEA-2026:0106', name: 'grove-hazel', before: '1.2-1' },
    nameAndVersion => nameAndVersion,
  )
})
