import { describe, expect, it } from 'vitest'
import { createEventLoop } from './event-loop.ts'
import { createSimRandom } from './sim-random.ts'

describe('virtual time', () => {
  it('runs timers by date, and those of one date in the order they were set', async () => {
    const loop = createEventLoop(1_000_000)
    const seen: string[] = []
    for (const [name, ms] of [
      ['c', 30],
      ['a', 10],
      ['b', 20],
      ['b2', 20],
    ] as const)
      loop.after(ms, () => seen.push(`${name} ${loop.nowMs() - 1_000_000}`))
    await loop.run(100)
    expect(seen).toEqual(['a 10', 'b 20', 'b2 20', 'c 30'])
    expect(loop.monotonicMs()).toBe(100)
  })

  it('lets promises of any length finish between two events', async () => {
    const loop = createEventLoop(0)
    let depth = 0
    loop.after(1, () => {
      void (async () => {
        for (let i = 0; i < 1000; i++) {
          await Promise.resolve()
          depth++
        }
      })()
    })
    let seen = 0
    loop.after(1, () => {
      seen = depth
    })
    await loop.run(1)
    expect(seen).toBe(1000)
  })

  it('a cancelled timer and an aborted sleep do nothing more', async () => {
    const loop = createEventLoop(0)
    let rang = false
    loop.after(5, () => {
      rang = true
    })()
    const stop = new AbortController()
    const slept = loop.sleep(5, stop.signal).then(
      () => 'slept',
      () => 'aborted',
    )
    stop.abort(new Error('enough'))
    await loop.run(10)
    expect([rang, await slept]).toEqual([false, 'aborted'])
  })

  it('sorts ten thousand random dates', async () => {
    const loop = createEventLoop(0)
    const random = createSimRandom('dates')
    const seen: number[] = []
    for (let i = 0; i < 10_000; i++) loop.after(random.between(0, 5000), () => seen.push(loop.monotonicMs()))
    await loop.run(5000)
    expect(seen).toHaveLength(10_000)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  })
})

describe('seeded randomness', () => {
  it('the same seed gives the same draws, another seed others, and forks do not disturb each other', () => {
    const draw = (seed: string) => {
      const random = createSimRandom(seed)
      const child = random.fork('child')
      return [random.uuid(), random.between(1, 1e9), child.fraction(), random.fork('child').fraction()]
    }
    expect(draw('1')).toEqual(draw('1'))
    expect(draw('1')).not.toEqual(draw('2'))
    const [, , first, second] = draw('1')
    expect(first).toBe(second)
  })

  it('is uniform enough for deciding by it', () => {
    const random = createSimRandom('uniform')
    const buckets = Array.from({ length: 10 }, () => 0)
    for (let i = 0; i < 100_000; i++) {
      const at = random.between(0, 9)
      buckets[at] = (buckets[at] ?? 0) + 1
    }
    for (const count of buckets) expect(Math.abs(count - 10_000)).toBeLessThan(500)
  })
})
