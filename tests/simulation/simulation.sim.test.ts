import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { faultKinds, type FaultKind } from './fault-kinds.ts'
import { runWorld } from './world.ts'

/** Both bounds of decisions §6: whichever comes first. */
const SEEDS = 200
const BUDGET_MS = 90_000
/** Below this a machine says too little about anything. */
const FEWEST = 20
const first = Number(process.env['PATCHYARD_SEED'] ?? 1)

describe('one server, twenty agents, one job', () => {
  it('keeps the invariants and comes to an end, whatever goes wrong', { timeout: 180_000 }, async () => {
    const began = performance.now()
    const counts = new Map<FaultKind, number>()
    let worlds = 0
    while (worlds < SEEDS && (performance.now() - began < BUDGET_MS || worlds < FEWEST)) {
      const history = await runWorld(String(first + worlds))
      const { violations, seed } = history
      expect(violations, `PATCHYARD_SEED=${seed} npm run simulate -- --seed ${seed}`).toEqual([])
      for (const [kind, n] of history.faultCounts) counts.set(kind, (counts.get(kind) ?? 0) + n)
      worlds++
    }
    // A fault that never happened tests nothing.
    expect(
      faultKinds.filter(kind => !counts.has(kind)),
      `${worlds} worlds`,
    ).toEqual([])
  })

  it('the same seed is the same history, another seed another one', async () => {
    const once = await runWorld('again')
    const twice = await runWorld('again')
    const other = await runWorld('other')
    expect(twice.hash).toBe(once.hash)
    expect(other.hash).not.toBe(once.hash)
  })

  it('without faults everything just works', async () => {
    const { violations, log } = await runWorld('quiet', { quiet: true })
    expect(violations).toEqual([])
    expect(log.entries.some(entry => entry.what === 'engine started')).toBe(true)
    // Nothing ends an agent but a reboot that the job asks for.
    const died = log.entries.filter(entry => entry.what === 'process died' && entry.detail['why'] !== 'reboot: asked')
    expect(died).toEqual([])
  })
})
