import { LinkWorld, type ModelAgent } from './link-model.ts'
import type { LinkRules } from './link-rules.ts'

// What a run of the model does and what must hold in it. Each gives the first violation as a sentence, or null.

/** Steps in which everything goes wrong. */
function storm(world: LinkWorld, steps: number): void {
  const { random } = world
  const [agent] = world.agents as [ModelAgent]
  for (let step = 0; step < steps; step++) {
    world.poll(agent)
    world.pass(random.chance(0.9) ? random.between(1, 40_000) : random.between(1, 400_000))
    if (random.chance(0.15)) world.replay()
    if (random.chance(0.02)) world.crash(agent)
    if (random.chance(0.01)) agent.offsetMs = random.pick([0, -400_000, 400_000, -31_536_000_000, 31_536_000_000])
    if (random.chance(0.005)) world.serverOffsetMs = random.pick([0, -350_000, 350_000, 86_400_000])
  }
}

/** One poll on a network that works, to its end. */
function calmPoll(world: LinkWorld, agent: ModelAgent): void {
  world.chaos = false
  if (agent.waiting !== null) world.pass(31_000)
  agent.lastVerdict = 'none'
  world.poll(agent)
  world.pass(1_000)
}

/** Can the agent still speak? Three wasted polls are the most: wrong time, `link_unknown`, a late request of its own. */
function recovers(world: LinkWorld, agent: ModelAgent): string | null {
  let wasted = 0
  const before = agent.confirmed
  for (let poll = 0; poll < 16; poll++) {
    calmPoll(world, agent)
    const accepted = agent.lastVerdict === 'ADVANCE' || agent.lastVerdict === 'REPEAT'
    if (!accepted && ++wasted > 3) return `refused for good: ${agent.lastVerdict}, standing ${world.server.standing}`
  }
  return agent.confirmed > before ? null : 'no signed answer in 16 polls on a good network'
}

function wellFormed(world: LinkWorld): string | null {
  const { ring, link } = world.server
  if (ring.length > 32) return 'ring longer than 32'
  if (ring.includes(link)) return 'the head stands in the ring'
  return new Set(ring).size === ring.length ? null : 'a link stands in the ring twice'
}

/** Nothing that happens to one honest agent makes the server refuse it for good or call it a copy. */
export function honestRun(seed: number, rules: LinkRules, steps: number): string | null {
  const world = new LinkWorld(seed, rules)
  let violation: string | null = null
  world.onVerdict = (by, result) => {
    if (result.verdict === 'COPY') violation ??= `an honest agent was quarantined (${by})`
  }
  storm(world, steps)
  return violation ?? wellFormed(world) ?? recovers(world, world.agents[0] as ModelAgent) ?? violation
}

/** A copy at most 16 links old is found by the second poll of the one that spoke less since. */
export function copyRun(seed: number, rules: LinkRules, steps: number): string | null {
  const world = new LinkWorld(seed, rules)
  const [agent] = world.agents as [ModelAgent]
  storm(world, steps)
  const broken = recovers(world, agent)
  if (broken !== null) return broken
  if (world.random.chance(0.7)) {
    world.chaos = true
    storm(world, world.random.between(1, 6))
    world.chaos = false
  }
  const copy = world.copyOf(agent)
  copy.offsetMs = 0
  agent.offsetMs = 0
  world.serverOffsetMs = 0
  const lead = world.random.between(0, 16)
  while (agent.drawn < lead) calmPoll(world, agent)
  for (let poll = 0; poll < 40; poll++) {
    calmPoll(world, world.random.chance(0.5) ? agent : copy)
    if (world.server.standing === 'quarantined') return null
    if (Math.min(agent.heard, copy.heard) >= 2) return `not found: ${agent.heard} and ${copy.heard} polls`
  }
  return Math.min(agent.heard, copy.heard) < 2 ? null : 'not found in 40 polls'
}

/** A copy whose links have all left the ring changes nothing, and the original goes on. */
export function oldCopyRun(seed: number, rules: LinkRules, steps: number): string | null {
  const world = new LinkWorld(seed, rules)
  const [agent] = world.agents as [ModelAgent]
  storm(world, steps)
  const copy = world.copyOf(agent)
  world.chaos = false
  copy.offsetMs = 0
  const before = new Set([...copy.line.links, ...agent.line.links])
  for (let poll = 0; poll < 60 && [world.server.link, ...world.server.ring].some(one => before.has(one)); poll++) {
    calmPoll(world, agent)
  }
  for (let poll = 0; poll < 12; poll++) {
    const stored = world.server
    calmPoll(world, copy)
    if (world.server !== stored) return `an older copy changed the line: ${copy.lastVerdict}`
    if (poll % 3 === 0) calmPoll(world, agent)
  }
  return recovers(world, agent)
}

/** After quarantine and a resume the machine that was picked goes on, also through a storm; the other is unknown for good. */
export function resumeRun(seed: number, rules: LinkRules, steps: number): string | null {
  const world = new LinkWorld(seed, rules)
  const [agent] = world.agents as [ModelAgent]
  storm(world, steps)
  const copy = world.copyOf(agent, 'm2')
  for (const one of [agent, copy]) one.offsetMs = world.serverOffsetMs
  for (let poll = 0; poll < 60 && world.server.standing !== 'quarantined'; poll++) {
    calmPoll(world, world.random.chance(0.5) ? agent : copy)
  }
  if (world.server.standing !== 'quarantined') return 'not found'
  for (let poll = world.random.between(0, 5); poll > 0; poll--) calmPoll(world, world.random.chance(0.5) ? agent : copy)
  world.resume(agent.machine)
  // Signed before the resume does not count, by the agent's clock: it may be behind within the skew.
  world.pass(300_000)
  let broken: string | null = null
  world.onVerdict = (by, result, before) => {
    if (by === copy.name && result.line !== before) broken ??= 'the machine that was not picked changed the line'
    if (result.verdict === 'COPY') broken ??= `quarantined again after the resume (${by})`
  }
  for (let poll = world.random.between(0, 3); poll > 0; poll--) calmPoll(world, copy)
  const stopped = recovers(world, agent)
  if (stopped !== null) return stopped
  world.chaos = true
  storm(world, steps)
  return broken ?? recovers(world, agent) ?? broken
}

export type LinkRun = typeof honestRun

/** The first seed whose run breaks something. */
export function firstViolation(
  run: LinkRun,
  rules: LinkRules,
  { from, count, steps }: { from: number; count: number; steps: number },
) {
  for (let seed = from; seed < from + count; seed++) {
    const violation = run(seed, rules, steps)
    if (violation !== null) return { seed, violation }
  }
  return null
}
