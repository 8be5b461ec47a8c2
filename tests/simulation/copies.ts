import type { TaskRow } from '@patchyard/agent/testing'
import type { FaultKind } from './fault-kinds.ts'
import { checkInvariants } from './invariants.ts'
import { checkLiveness, isSettled } from './liveness.ts'
import { agentOf, type SimHost } from './sim-host.ts'
import type { History, World } from './sim-world.ts'
import { createWorld, historyOf, stopFaults } from './world.ts'

/**
 * What may go wrong while a copy is about. Not here: whatever keeps the original silent for longer than the probation of a
 * changed machine. A copy that speaks alone for so long is the agent on a new board, as far as anybody can tell.
 */
const kinds: readonly FaultKind[] = [
  'request lost',
  'reply lost',
  'request doubled',
  'request late',
  'request replayed',
  'agent killed',
  'commit lost after',
  'transaction done again',
  'bell ring lost',
]

export interface CopyHistory extends History {
  /** `quarantined`: both stopped. `refused`: the copy is too old to prove anything and can say nothing. */
  readonly end: 'quarantined' | 'refused' | 'silent'
}

const MINUTE = 60_000

/** The state of one agent is copied to a second machine, which starts at once or after the original went on for a while. */
export async function runCopyWorld(seed: string): Promise<CopyHistory> {
  const world = await createWorld(seed, { hosts: 6, kinds })
  const { loop, log } = world
  const random = world.random.fork('copy')
  const original = random.pick(world.hosts)
  // Every other copy is made in the middle of a task.
  if (random.chance(0.5)) {
    await loop.run(60 * MINUTE, () => isWorking(original))
    await loop.run(random.between(0, 20_000))
  } else {
    await loop.run(random.between(3, 25) * MINUTE)
    await loop.run(60 * MINUTE, () => lineOf(world, original)?.inventory != null)
  }
  const machine = lineOf(world, original)?.machine ?? ''
  const copy = world.copy(original)
  log.add('world', 'copied', { from: original.name })
  // 32 links of the original are the length of the server's memory.
  await loop.run(random.pick([0, 0, 2, 10, 60, 240]) * MINUTE)
  copy.start()
  await loop.run(60 * MINUTE)
  const violations = [...checkInvariants(world), ...checkCopy(world, original, copy)]
  const line = lineOf(world, original)
  const end = line?.standing === 'quarantined' ? 'quarantined' : spoke(world, copy) ? 'refused' : 'silent'
  stopFaults(world)
  if (line !== undefined && end === 'quarantined') {
    // The operator knows which of the two is the real one.
    let resumed = false
    void world.sim.server.operator.resume(line.assetId, machine).then(() => {
      resumed = true
    })
    await loop.run(MINUTE, () => resumed)
  }
  const honest: World = { ...world, hosts: world.hosts.filter(host => host !== copy) }
  const settled = await loop.run(6 * 60 * MINUTE, () => isSettled(honest))
  violations.push(...(settled ? [] : checkLiveness(honest)), ...checkCopy(world, original, copy))
  return { ...historyOf(world, violations), end }
}

/** Nothing is installed by the copy, ever; nothing by the original between the proof and the word of a person. */
function checkCopy(world: World, original: SimHost, copy: SimHost): string[] {
  const installs = world.log.entries.filter(entry => entry.who === copy.name && entry.what === 'engine started')
  const found = installs.map(entry => `copy: it installs ${JSON.stringify(entry.detail)}`)
  const line = lineOf(world, original)
  const heard200 = world.log.entries.some(
    entry =>
      entry.who === copy.name && entry.what === 'heard' && entry.detail.status === 200 && isLinked(entry.detail.path),
  )
  // Whoever was heard as the agent beside the original must have been found out.
  if (heard200 && line?.standing === 'active' && line.speakers.length === 0 && line.adoptMachine === null) {
    const last = world.log.entries.findLast(entry => entry.what === 'heard' && entry.who === copy.name)
    if (last?.detail.status === 200) found.push('copy: it is taken for the agent')
  }
  return found
}

const isWorking = (host: SimHost): boolean =>
  [...(host.journal.tables.get('task')?.values() ?? [])].some(row => (row as TaskRow).stage === 'running')

const isLinked = (path: unknown): boolean => path !== '/agent/v1/hello' && path !== '/agent/v1/bell'

const spoke = (world: World, host: SimHost): boolean =>
  world.log.entries.some(entry => entry.who === host.name && entry.what === 'heard')

function lineOf(world: World, host: SimHost) {
  return world.sim.server.tenant.lines.rows().find(line => line.agentId === agentOf(host))
}
