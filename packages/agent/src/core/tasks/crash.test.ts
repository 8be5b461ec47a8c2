import { OPTIONS_FEATURE, ROLLBACK_FEATURE } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import { NetworkError, type NetworkRequest } from '../ports/network.ts'
import { createSeededRandom } from '../../testing/seeded-random.ts'
import {
  CrashError,
  createWorld,
  MINUTE,
  rollbackFor,
  taskFor,
  type World,
  type WorldOptions,
} from '../../testing/world.ts'

/** How the host behaves when the agent dies. */
const deaths: readonly { name: string; die: (world: World) => void }[] = [
  { name: 'the engine goes on in its scope', die: () => {} },
  { name: 'the engine dies with it', die: world => world.packages.engine?.stop() },
  { name: 'the host reboots', die: world => world.reboot() },
]

interface Scenario {
  readonly name: string
  readonly options?: WorldOptions
  readonly prepare: (world: World) => ReturnType<typeof taskFor>
}

const scenarios: readonly Scenario[] = [
  { name: 'three items', prepare: world => taskFor(world, {}, ['openssl', 'curl', 'bash']) },
  {
    name: 'a failing maintainer script, continue',
    prepare: world => {
      world.packages.behaviour.set('openssl:amd64', 'script_fails')
      return taskFor(world, {}, ['openssl', 'curl'])
    },
  },
  {
    name: 'a refused item, stop',
    prepare: world => {
      world.packages.behaviour.set('openssl:amd64', 'would_remove')
      return taskFor(world, { onFailure: 'stop' }, ['openssl', 'curl'])
    },
  },
  {
    name: 'kept for rollback',
    options: { features: [OPTIONS_FEATURE] },
    prepare: world => taskFor(world, { options: { keep: true } }, ['openssl']),
  },
  {
    name: 'two rollbacks',
    options: { features: [ROLLBACK_FEATURE] },
    prepare: world => rollbackFor(world, ['openssl', 'curl']),
  },
  {
    name: 'a reboot that is needed',
    prepare: world => {
      world.inventory.rebootNeeded = true
      return taskFor(world, { reboot: 'ifNeeded' }, ['openssl'])
    },
  },
]

/** Runs the scenario and kills the agent at its `at`-th contact with the outside after the task was given; null: there was none. */
async function runWithCrash(scenario: Scenario, at: number, die: (world: World) => void): Promise<World | null> {
  const world = createWorld(scenario.options)
  await world.enroll()
  world.start()
  expect(await world.runUntil(() => world.record.reports.length > 0, 5 * MINUTE)).toBe(true)
  const task = scenario.prepare(world)
  world.record.documents = [task]
  let count = 0
  let crashed = false
  world.onPoint = name => {
    count++
    if (count !== at || crashed) return
    crashed = true
    die(world)
    throw new CrashError(name)
  }
  const ended = await world.runUntil(() => world.event('end') !== undefined, 3 * 60 * MINUTE)
  expect(ended, `${scenario.name}, crash at ${at}: the task has no end\n${world.log.join('\n')}`).toBe(true)
  expect(world.faults, `crash at ${at}`).toEqual([])
  return crashed ? world : null
}

/** What must hold whatever died when. */
function check(world: World, at: number): void {
  const task = world.record.documents[0]
  if (task === undefined) throw new Error('no task')
  const events = world.eventsOf(task.task)
  const label = `crash at ${at}: ${events.map(one => `${one.kind} ${JSON.stringify(one.data)}`).join(', ')}`

  // I2: never two installations of one item.
  const installs = world.packages.executions.filter(one => /^(?:install|rollback) /.test(one))
  expect(new Set(installs).size, label).toBe(installs.length)
  // I3: every event once, none missing.
  expect(
    events.map(one => one.n),
    label,
  ).toEqual(events.map((_, index) => index + 1))
  for (const kind of ['begin', 'end'] as const)
    expect(
      events.filter(one => one.kind === kind),
      label,
    ).toHaveLength(1)
  for (const { item, ...its } of task.items) {
    const packages = its.kind === 'os-packages' || its.kind === 'rollback' ? its.packages : []
    const begins = events.filter(one => one.kind === 'itemBegin' && one.data.item === item)
    expect(begins.length, label).toBeLessThanOrEqual(1)
    const ends = events.flatMap(one => (one.kind === 'itemEnd' && one.data.item === item ? [one.data] : []))
    expect(ends, label).toHaveLength(1)
    // The outcome is what the package database says.
    const there = packages.every(one => {
      const key = `${one.name}:${one.arch}`
      return world.packages.installed.get(key) === one.to && !world.packages.unfinished.has(key)
    })
    const outcome = ends[0]?.outcome
    expect(there ? ['ok', 'recovered'] : ['failed', 'skipped', 'unknown'], label).toContain(outcome)
  }
  // The scan after it is what the server has.
  const rows = world.record.sections
    .get('packages.1')
    ?.rows.map(row => `${row[0]}:${row[1]} ${row[2]}`)
    .sort()
  expect(rows, label).toEqual([...world.packages.installed].map(([key, version]) => `${key} ${version}`).sort())
  // I14: never more reboots than permitted.
  expect(world.machine.rebootsAsked, label).toBeLessThanOrEqual(task.reboot === 'never' ? 0 : 3)
  // The line was never lost.
  expect(world.record.line.standing, label).toBe('active')
}

describe.each(scenarios)('crashes: $name', { timeout: 120_000 }, scenario => {
  it.each(deaths)('at every contact with the outside; $name', async ({ die }) => {
    let at = 1
    for (; ; at++) {
      const world = await runWithCrash(scenario, at, die)
      if (world === null) break
      // The end may be told before the scan of a crashed report arrives: let it settle.
      await world.runUntil(() => world.journal.state.get('scan') !== undefined && !unreported(world), 30 * MINUTE)
      check(world, at)
    }
    // A scenario that has fewer places to die than this does not test what it says.
    expect(at).toBeGreaterThan(30)
  })
})

describe('crashes, lost and doubled messages, many of them', { timeout: 60_000 }, () => {
  it.each(Array.from({ length: 24 }, (_, seed) => [seed]))('seed %i ends truthfully', async seed => {
    const chance = createSeededRandom(`chaos ${seed}`)
    const scenario = scenarios[seed % scenarios.length] as Scenario
    const world = createWorld({ ...scenario.options, seed: `chaos ${seed}` })
    await world.enroll()
    world.start()
    expect(await world.runUntil(() => world.record.reports.length > 0, 5 * MINUTE)).toBe(true)
    world.record.documents = [scenario.prepare(world)]
    const untilMs = world.clock.monotonicMs() + 90 * MINUTE
    world.onPoint = name => {
      if (world.clock.monotonicMs() > untilMs || chance.fraction() > 0.01) return
      deaths[Math.floor(chance.fraction() * deaths.length)]?.die(world)
      throw new CrashError(name)
    }
    let earlier: NetworkRequest | null = null
    world.between = async (request, next) => {
      const fate = world.clock.monotonicMs() > untilMs ? 1 : chance.fraction()
      if (fate < 0.05) throw new NetworkError('E_NETWORK_TIMEOUT', 'lost on the way')
      if (fate < 0.08 && earlier !== null) await world.server.handle(earlier)
      const reply = await next()
      earlier = request
      if (fate > 0.08 && fate < 0.13) throw new NetworkError('E_NETWORK_TIMEOUT', 'reply lost')
      if (fate > 0.13 && fate < 0.15) await world.server.handle(request)
      return reply
    }
    const ended = await world.runUntil(() => world.event('end') !== undefined, 8 * 60 * MINUTE)
    expect(ended, world.log.join('\n')).toBe(true)
    world.onPoint = () => {}
    await world.runUntil(() => !unreported(world), 60 * MINUTE)
    expect(world.faults).toEqual([])
    check(world, seed)
  })
})

function unreported(world: World): boolean {
  return (world.journal.state.get('scan') as { unreported: boolean }).unreported
}
