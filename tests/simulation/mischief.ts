import type { EventLog, EventLoop, FaultPlan, SimRandom } from '@patchyard/testkit/simulation'
import type { FaultKind } from './fault-kinds.ts'
import type { SimHost } from './sim-host.ts'
import type { HostNetwork } from './sim-network.ts'
import type { SimServer } from './sim-server.ts'

const MINUTE = 60_000

/** The faults that come by themselves, at random dates, for as long as the plan has them. */
export function startMischief(ports: {
  loop: EventLoop
  log: EventLog
  random: SimRandom
  faults: FaultPlan<FaultKind>
  hosts: readonly SimHost[]
  networkOf: (host: SimHost) => HostNetwork
  sim: SimServer
}): void {
  const { loop, log, random, faults, hosts, networkOf, sim } = ports

  /** `what` happens about once in `everyMs`, on average, while the kind is on. */
  function every(kind: FaultKind, everyMs: number, what: () => void): void {
    const next = (): void => {
      loop.after(1 + random.delayMs(everyMs), () => {
        if (faults.stopped) return
        if (faults.fires(kind, 1)) what()
        next()
      })
    }
    next()
  }
  const somebody = (): SimHost => random.pick(hosts)
  /** Of the whole fleet: each host is hit about once in `minutes`. */
  const eachIn = (minutes: number): number => (minutes * MINUTE) / hosts.length
  const awhile = (from: number, to: number): number => random.between(from * 1000, to * 1000)

  every('agent killed', eachIn(20), () => somebody().kill('killed'))
  every('host rebooted', eachIn(60), () => somebody().reboot('power'))
  every('host suspended', eachIn(60), () => somebody().suspend(awhile(10, 900)))
  every('host cut off', eachIn(60), () => cut(somebody(), 'both', awhile(10, 1200)))
  every('host half cut off', eachIn(60), () => cut(somebody(), 'replies', awhile(10, 600)))
  every('wall clock set', eachIn(60), () => {
    const host = somebody()
    const ms = random.chance(0.5) ? awhile(1, 250) : awhile(600, 864_000)
    host.wallShiftMs = random.chance(0.5) ? ms : -ms
    log.add(host.name, 'clock set', { shift: host.wallShiftMs })
    loop.after(awhile(30, 1800), () => {
      host.wallShiftMs = 0
    })
  })
  every('lock held by another program', eachIn(60), () => lock(somebody(), awhile(5, 900)))
  // As often as the rest of a host's troubles, and a whole source at once, as an updater of the distribution does: a task
  // that comes too late must be met often enough (an item that is Already Installed).
  every('installed by another program', eachIn(60), () => {
    const { packages, sourceOf } = somebody().software
    if (packages.engine !== null || packages.lockedBy !== null) return
    const nameOf = (key: string): string => key.split(':')[0] ?? key
    const source = sourceOf(nameOf(random.pick([...packages.offered.keys()])))
    for (const [key, version] of packages.offered) {
      if (sourceOf(nameOf(key)) !== source) continue
      if (Number(packages.installed.get(key)) < Number(version)) packages.installed.set(key, version)
    }
  })
  every('newer version offered', eachIn(240), () => {
    const { packages } = somebody().software
    const [key] = random.pick([...packages.offered])
    packages.offered.set(key, '3')
  })
  every('server killed', 15 * MINUTE, () => {
    sim.server.kill()
    log.add('server', 'killed')
    loop.after(awhile(1, 120), () => {
      sim.server.start()
      log.add('server', 'started')
    })
  })
  every('database away', 20 * MINUTE, () => {
    sim.databaseAwayUntilMs = loop.monotonicMs() + awhile(1, 180)
  })

  function cut(host: SimHost, mode: 'both' | 'replies', ms: number): void {
    log.add(host.name, 'cut off', { mode, ms })
    networkOf(host).cut(mode)
    loop.after(ms, () => networkOf(host).cut('none'))
  }

  function lock(host: SimHost, ms: number): void {
    const { packages } = host.software
    // Whoever has the lock waits for the other.
    if (packages.engine !== null || packages.lockedBy !== null) return
    packages.lockedBy = { path: '/var/lib/dpkg/lock-frontend', pid: 99, program: 'unattended-upgr' }
    loop.after(ms, () => {
      packages.lockedBy = null
    })
  }
}
