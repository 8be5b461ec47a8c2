import type {
  AuditResult,
  DryRun,
  KeepOutcome,
  PlannedPackage,
  RollbackOutcome,
  RollbackPoint,
  SimulatedRollback,
} from '@patchyard/agent/testing'
import type { HostAccess } from '@patchyard/testkit/hosts'
import { expect, test } from 'vitest'
import { ask, type Deployed } from './package-manager-on-host.ts'

/** A host on which grove-fig and its library are at 1.0 and 2.0 is offered, with 1.0 still there; 2.0 brings grove-new. */
export interface RollbackFamily {
  readonly name: string
  /** The story is told; grove-app 1.0 needs any library, grove-app 2.0 needs that of 2.0. */
  readonly host: () => Promise<HostAccess & AsyncDisposable>
  readonly version: (short: '1.0' | '2.0') => string
  readonly arch: string
  /** Everything that the package manager says of what is installed, as text. */
  readonly list: (host: HostAccess) => Promise<string>
  /** Takes the repository of the story away. */
  readonly withoutRepository: (host: HostAccess) => Promise<unknown>
  readonly installApp: (host: HostAccess) => Promise<unknown>
  /** Where a kill -9 of the engine hits in the middle of a rollback: a script of the earlier package waits there. */
  readonly engine: string
}

interface RolledBack {
  readonly plan: SimulatedRollback
  readonly outcome?: RollbackOutcome
}

const PATCH = 'own:fig'
const CONFIG = '/etc/grove-fig.conf'
const KEPT = '/var/lib/patchyard-agent/keep'

/**
 * Every file of the host but logs, caches, what lives in memory and SQLite's own books, which every reader touches (their content is asked
 * for as a list of packages): a write shows in the time of its inode's change.
 */
const TREE =
  "find / -xdev \\( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /tmp -o -path /opt -o -path /var/log -o -path /var/cache -o -path /root -o -path /srv -o -name '*.sqlite*' \\) -prune -o -type f -printf '%p %s %C@\\n' | sort"

/** Ends a program of this host, whose processes are its own. */
const killAll = (name: string) =>
  `for p in /proc/[0-9]*; do if [ "$(cat $p/comm 2>/dev/null)" = ${name} ]; then kill -9 "\${p#/proc/}" || true; fi; done`

export function testRollbackRules(family: RollbackFamily): void {
  const { version, arch } = family
  const one = (name: string, from: '1.0' | '2.0', to: '1.0' | '2.0'): PlannedPackage => ({
    name,
    arch,
    from: version(from),
    to: version(to),
  })
  const forward = { patch: PATCH, packages: [one('grove-fig', '1.0', '2.0'), one('grove-fig-lib', '1.0', '2.0')] }
  const back = { patch: PATCH, packages: [one('grove-fig', '2.0', '1.0'), one('grove-fig-lib', '2.0', '1.0')] }
  const deploy = (host: HostAccess, more: object = {}) =>
    ask<Deployed & { readonly kept?: KeepOutcome }>(host, {
      verb: 'deploy',
      item: forward,
      keep: true,
      options: { wayBack: true },
      ...more,
    })

  test(`${family.name}: there and back the list of packages is the same, from kept packages alone, also when the engine is killed on the way back`, async () => {
    await using host = await family.host()
    const before = await family.list(host)
    const treeBefore = (await host.sh(TREE)).split('\n')
    const dry = await ask<DryRun>(host, { verb: 'dryRun', items: [forward] })
    expect((await host.sh(TREE)).split('\n').filter(line => !treeBefore.includes(line))).toEqual([])
    expect(await family.list(host)).toBe(before)
    expect(dry).toMatchObject({
      items: [{ verdict: 'accepted', wayBack: { reversible: true, reasons: [] } }],
      added: [{ name: 'grove-new', from: null }],
      changed: [{ name: 'grove-fig' }, { name: 'grove-fig-lib' }],
      held: [],
      refusals: [],
      growthBytes: expect.any(Number) as number,
    })
    expect(dry.disk.map(room => room.path)).toContain('/usr')

    const deployed = await deploy(host)
    expect(deployed.plan).toMatchObject({ verdict: 'accepted', wayBack: { reversible: true } })
    expect(deployed.kept).toMatchObject({ verdict: { reversible: true, reasons: [] }, dropped: [] })
    expect(deployed.outcome).toMatchObject({ outcome: 'installed' })
    const modes = await host.sh(`stat -c '%a' ${KEPT} ${KEPT}/files ${KEPT}/files/*`)
    expect(modes.trim().split('\n')).toEqual(['700', '700', '600', '600'])
    const [point] = await ask<RollbackPoint[]>(host, { verb: 'points' })
    expect(point).toMatchObject({ patch: PATCH, verdict: { reversible: true }, additions: [{ name: 'grove-new' }] })

    await host.sh(`echo '# changed by hand' >> ${CONFIG}`)
    const settings = await host.sh(`cat ${CONFIG}`)
    await family.withoutRepository(host)
    await host.writeFile('/root/hold', '')
    const running = ask<RolledBack>(host, { verb: 'rollback', item: back, scopeName: null })
    await expect.poll(() => host.exists('/root/holding'), { timeout: 120_000 }).toBe(true)
    await host.sh(`${killAll(family.engine)}; ${killAll('dpkg')}; rm /root/hold`)
    const killed = await running
    expect(killed.plan).toMatchObject({ verdict: 'accepted', removals: [{ name: 'grove-new' }], left: [] })
    await ask<AuditResult>(host, { verb: 'repair' })
    const { plan, outcome } = await ask<RolledBack>(host, { verb: 'rollback', item: back })
    if (plan.verdict !== 'alreadyInstalled') {
      expect(outcome).toMatchObject({ outcome: 'installed', failure: null, audit: { clean: true }, left: [] })
    }
    expect(await family.list(host)).toBe(before)
    expect(await host.sh(`cat ${CONFIG}`)).toBe(settings)
    expect(await ask<RollbackPoint[]>(host, { verb: 'points' })).toEqual([])
  })

  test(`${family.name}: what would take another package along is refused with its name; torn packages are never used`, async () => {
    await using host = await family.host()
    const before = await family.list(host)
    // Too small a store: known as one-way before anything is installed, and installed all the same.
    const small = await deploy(host, { capBytes: 100 })
    expect(small.kept?.verdict).toMatchObject({ reversible: false, reasons: [{ code: 'no_room' }] })
    expect(small.outcome).toMatchObject({ outcome: 'installed' })
    // Kept by nobody, but an authenticated repository still offers the earlier version: it counts.
    const offered = await ask<RolledBack>(host, { verb: 'rollback', item: back })
    expect(offered.outcome).toMatchObject({
      outcome: 'installed',
      audit: { clean: true },
      removed: [{ name: 'grove-new' }],
      left: [],
    })
    expect(await family.list(host)).toBe(before)

    expect((await deploy(host)).kept?.verdict.reversible).toBe(true)
    await family.installApp(host)
    const list = await family.list(host)
    const refused = await ask<SimulatedRollback>(host, { verb: 'simulateRollback', item: back })
    expect(refused).toMatchObject({ verdict: 'refused', refusals: [{ code: 'would_remove' }] })
    expect(JSON.stringify(refused)).toContain('grove-app')
    await host.sh(`for f in ${KEPT}/files/*; do truncate -s 100 $f; done`)
    await family.withoutRepository(host)
    expect(await ask<SimulatedRollback>(host, { verb: 'simulateRollback', item: back })).toMatchObject({
      verdict: 'refused',
      refusals: [{ code: 'not_offered' }, { code: 'not_offered' }],
    })
    expect(await host.sh(`ls ${KEPT}/files`)).toBe('')
    expect(await family.list(host)).toBe(list)
  })
}
