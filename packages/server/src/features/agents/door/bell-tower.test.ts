import { describe, expect, it } from 'vitest'
import { createBellTower } from './bell-tower.ts'

/** A clock whose timers are counted and never fire by themselves. */
function countedTimers(): { clock: Parameters<typeof createBellTower>[0]; pending: Set<() => void> } {
  const pending = new Set<() => void>()
  const after = (_ms: number, run: () => void): (() => void) => {
    pending.add(run)
    return () => pending.delete(run)
  }
  return { clock: { after } as Parameters<typeof createBellTower>[0], pending }
}

describe('a bell tower', () => {
  it('tells a waiting poll that rings apart from one whose time is over', async () => {
    const { clock, pending } = countedTimers()
    const tower = createBellTower(clock)
    const rung = tower.wait(1, 55_000)
    const late = tower.wait(2, 55_000)
    tower.ring([1])
    for (const run of [...pending]) run()
    expect([await rung, await late, pending.size, tower.connected()]).toEqual([true, false, 0, []])
  })

  it('keeps two bells of an agent, the newest', async () => {
    const tower = createBellTower(countedTimers().clock)
    const first = tower.wait(1, 55_000)
    const others = [tower.wait(1, 55_000), tower.wait(1, 55_000)]
    expect(await first).toBe(false)
    tower.ring([1])
    expect(await Promise.all(others)).toEqual([true, true])
  })

  it('that is closed leaves no timer, neither of who waited nor of who comes later', async () => {
    const { clock, pending } = countedTimers()
    const tower = createBellTower(clock)
    const before = tower.wait(1, 55_000)
    let socketsEnded = 0
    tower.hang(
      2,
      () => {},
      () => (socketsEnded += 1),
    )
    tower.close()
    const after = tower.wait(1, 55_000)
    tower.hang(
      2,
      () => {},
      () => (socketsEnded += 1),
    )()
    expect([await before, await after, socketsEnded, pending.size, tower.connected()]).toEqual([false, false, 2, 0, []])
  })
})
