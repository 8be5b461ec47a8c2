import { defaultProfileDocument, type ProfileDocument, weekdays } from '@patchyard/domain'
import {
  createEventLog,
  createEventLoop,
  createFaultPlan,
  createSimRandom,
  type SimRandom,
} from '@patchyard/testkit/simulation'
import { faultKinds, type FaultKind } from './fault-kinds.ts'
import { checkLiveness, isSettled } from './liveness.ts'
import { checkInvariants } from './invariants.ts'
import { startMischief } from './mischief.ts'
import { startOperator } from './operator.ts'
import { createSimHost, type SimHost } from './sim-host.ts'
import { createHostNetwork, type HostNetwork } from './sim-network.ts'
import { createSimServer } from './sim-server.ts'
import { type History, START_MS, type World, type WorldOptions } from './sim-world.ts'

const MINUTE = 60_000
/** Bound of liveness: backoff ≤ 10 min, windows ≤ 1 h, a scan every hour at the latest. */
const SETTLE_WITHIN_MS = 6 * 60 * MINUTE
const SWEEP_MS = 30_000

/** What the fleet's configuration profile says: in half of the worlds nothing begins for ten minutes of the first two hours. */
function profileOf(random: SimRandom): ProfileDocument {
  const from = new Date(START_MS + random.between(0, 110) * MINUTE).toISOString().slice(11, 16)
  const window = { days: [...weekdays], from, minutes: 10, zone: 'UTC' }
  return {
    ...defaultProfileDocument,
    cpuPercent: random.pick([null, 50]),
    blackouts: random.chance(0.5) ? [window] : [],
  }
}

export async function createWorld(seed: string, options: WorldOptions = {}): Promise<World> {
  const random = createSimRandom(seed)
  const loop = createEventLoop(START_MS)
  const log = createEventLog(loop)
  const faults = createFaultPlan<FaultKind>(options.kinds ?? faultKinds, random.fork('faults'), 0.4)
  if (options.quiet === true) faults.stop()
  const intervals = { checkInS: random.pick([60, 120, 300]), scanEveryS: random.pick([900, 3600]) }
  const settings = { ...intervals, document: profileOf(random.fork('profile')) }
  const planted = options.planted ?? null
  const sim = createSimServer({ loop, log, random: random.fork('database'), faults, planted, settings })
  const hostCount = options.hosts ?? 20
  const activationKey = await sim.server.operator.createActivationKey({ maxUses: hostCount })

  const networks = new Map<SimHost, HostNetwork>()
  const hosts: SimHost[] = []
  const networkOf = (host: SimHost): HostNetwork => {
    const known = networks.get(host)
    if (known !== undefined) return known
    const made = createHostNetwork({
      host,
      peer: `10.0.0.${1 + hosts.indexOf(host)}`,
      loop,
      random: random.fork(`network of ${host.name}`),
      faults,
      server: sim.server,
      deliver: (request, from) => sim.deliver(request, from),
      onReply: (to, path, { status }) => log.add(to.name, 'heard', { path, status }),
      planted,
    })
    networks.set(host, made)
    return made
  }
  const makeHost = (name: string, copyOf?: SimHost): SimHost => {
    const host = createSimHost({
      name,
      loop,
      log,
      random: random.fork(name),
      faults,
      activationKey,
      planted,
      network: networkOf,
      ...(copyOf === undefined ? {} : { copyOf }),
    })
    hosts.push(host)
    return host
  }
  for (let i = 1; i <= hostCount; i++) {
    const host = makeHost(`host-${String(i).padStart(2, '0')}`)
    loop.after(random.between(0, 2 * MINUTE), () => host.start())
  }
  const sweep = (): void => {
    loop.after(SWEEP_MS, sweep)
    // As the server's chore: what fails now is done by the next turn.
    if (sim.server.isUp) void sim.server.operator.sweep().catch(() => log.add('server', 'sweep failed'))
  }
  sweep()
  startMischief({ loop, log, random: random.fork('mischief'), faults, hosts, networkOf, sim })
  const operator = startOperator({
    loop,
    log,
    random: random.fork('operator'),
    faults,
    server: sim.server,
    hostCount,
    untilMs: 2 * 60 * MINUTE,
  })
  return {
    seed,
    loop,
    log,
    random,
    faults,
    sim,
    hosts,
    operator,
    networkOf,
    copy: original => makeHost(`copy-of-${original.name}`, original),
  }
}

/** Safety mode with faults, then liveness mode without: everything must end within bounded virtual time. */
export async function runWorld(seed: string, options: WorldOptions = {}): Promise<History> {
  const world = await createWorld(seed, options)
  const faultsForMs = options.faultsForMs ?? world.random.fork('duration').between(15, 45) * MINUTE
  await world.loop.run(faultsForMs)
  stopFaults(world)
  const settled = await world.loop.run(SETTLE_WITHIN_MS, settledNowAndThen(world))
  return historyOf(world, [...checkInvariants(world), ...(settled ? [] : checkLiveness(world))])
}

export function stopFaults(world: World): void {
  world.faults.stop()
  world.log.add('world', 'faults stopped')
  world.sim.server.start()
  world.sim.databaseAwayUntilMs = 0
  for (const host of world.hosts) {
    world.networkOf(host).cut('none')
    host.wallShiftMs = 0
    host.software.packages.lockedBy = null
  }
}

export function historyOf(world: World, violations: readonly string[]): History {
  return {
    seed: world.seed,
    violations,
    hash: world.log.hash(),
    log: world.log,
    faultCounts: world.faults.counts,
    virtualMs: world.loop.monotonicMs(),
    steps: world.loop.steps,
  }
}

/** Looking costs more than most events, so once in ten virtual seconds. */
function settledNowAndThen(world: World): () => boolean {
  let nextMs = 0
  return () => {
    if (world.loop.monotonicMs() < nextMs) return false
    nextMs = world.loop.monotonicMs() + 10_000
    return isSettled(world)
  }
}
