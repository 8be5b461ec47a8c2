import { machineDigest } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import { createSeededRandom } from '../../testing/seeded-random.ts'
import { createEnrolledWorld, createWorld, MINUTE, taskFor, type World } from '../../testing/world.ts'

// Copies of a state folder (agent-protocol §4 and §5, faults F26 and F27): found and stopped, nothing installed twice.

/** Both hosts run; time passes for both. */
async function runBoth(a: World, b: World, ms: number): Promise<void> {
  const untilMs = a.clock.monotonicMs() + ms
  while (a.clock.monotonicMs() < untilMs) {
    await a.runUntil(() => true, 1000)
    await b.runUntil(() => true, 1000)
  }
}

describe('a copy of the state folder on another host', { timeout: 60_000 }, () => {
  it.each(Array.from({ length: 12 }, (_, seed) => [seed]))(
    'seed %i: found, quarantined, nothing installed',
    async seed => {
      const chance = createSeededRandom(`copy ${seed}`)
      const original = await createEnrolledWorld({ seed: `copy ${seed}` })
      const record = original.record
      // A task that is accepted and waits lies in the copied state.
      record.documents = [taskFor(original, { notBefore: original.clock.nowMs() + 30 * MINUTE })]
      await original.runUntil(() => original.event('accepted') !== undefined, 5 * MINUTE)
      await original.runUntil(() => false, Math.floor(chance.fraction() * 3 * MINUTE))
      const copy = createWorld({ seed: `copied ${seed}`, beside: original, name: 'web-02' })
      copy.copyStateOf(original)
      copy.reboot()
      await runBoth(original, copy, 10 * MINUTE)
      expect(record.line.standing).toBe('quarantined')
      await runBoth(original, copy, 60 * MINUTE)
      expect([original.packages.executions, copy.packages.executions]).toEqual([[], []])
      expect([...original.faults, ...copy.faults]).toEqual([])
    },
  )

  it('without a network the copy stays still: it is another machine than the one that was answered', async () => {
    const original = await createEnrolledWorld({ seed: 'offline copy' })
    original.record.documents = [taskFor(original, { notBefore: original.clock.nowMs() + 10 * MINUTE })]
    await original.runUntil(() => original.event('accepted') !== undefined, 5 * MINUTE)
    const copy = createWorld({ seed: 'offline', beside: original, name: 'web-02' })
    copy.copyStateOf(original)
    copy.between = () => new Promise(() => {})
    copy.start()
    await copy.runUntil(() => false, 120 * MINUTE)
    expect(copy.packages.executions).toEqual([])
  })

  it('a restored snapshot of the same host, older than the ring, can do nothing and harms nobody', async () => {
    const original = await createEnrolledWorld({ seed: 'old copy' })
    const old = createWorld({ seed: 'old', beside: original, name: 'web-01' })
    old.copyStateOf(original)
    // 40 links later: the original worked on.
    for (let i = 0; i < 40; i++) {
      original.record.settings = { ...original.record.settings, scanAfter: original.clock.nowMs() }
      await original.runUntil(() => false, 2 * MINUTE)
    }
    old.reboot()
    await runBoth(original, old, 20 * MINUTE)
    expect(original.record.line.standing).toBe('active')
    original.record.documents = [taskFor(original)]
    await runBoth(original, old, 20 * MINUTE)
    expect(original.packages.executions).toEqual(['install openssl:amd64=2'])
    expect(old.packages.executions).toEqual([])
  })

  it('after an operator picked a machine that one works again, with its results', async () => {
    const original = await createEnrolledWorld({ seed: 'resume' })
    original.record.documents = [taskFor(original)]
    await original.runUntil(() => original.packages.executions.length > 0, 10 * MINUTE)
    const { record } = original
    record.line = { ...record.line, standing: 'quarantined' }
    await original.runUntil(() => false, 10 * MINUTE)
    expect(original.event('end')).toBeUndefined()
    record.line = {
      ...record.line,
      standing: 'active',
      adoptMachine: machineDigest(original.process().ports.host.facts),
      adoptAtMs: original.clock.nowMs() - 1000,
    }
    expect(await original.runUntil(() => original.event('end') !== undefined, 30 * MINUTE)).toBe(true)
    expect(original.packages.executions).toEqual(['install openssl:amd64=2'])
  })
})

describe('a healthy agent', { timeout: 60_000 }, () => {
  it('on a machine that changed is on probation: it reports and begins nothing, then works', async () => {
    const world = await createEnrolledWorld({ seed: 'changed' })
    const moved = createWorld({ seed: 'changed 2', beside: world, name: 'new-hardware' })
    world.stop()
    moved.copyStateOf(world)
    world.record.documents = [taskFor(world)]
    const beganMs = moved.clock.monotonicMs()
    expect(await moved.runUntil(() => moved.packages.executions.length > 0, 30 * MINUTE)).toBe(true)
    expect(moved.clock.monotonicMs() - beganMs).toBeGreaterThanOrEqual(180_000)
    expect(world.record.line.standing).toBe('active')
  })
})
