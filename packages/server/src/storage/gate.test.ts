import { describe, expect, it } from 'vitest'
import { systemClock } from '../adapters/system-clock.ts'
import { createGate } from './gate.ts'

const limits = { running: 2, waiting: 3, waitingWeight: 100, waitMs: 5000 }

/** Work that ends when told. */
function work(log: string[], name: string) {
  const { promise, resolve } = Promise.withResolvers<void>()
  return {
    end: resolve,
    async run(): Promise<string> {
      log.push(name)
      await promise
      return name
    },
  }
}

describe('a gate', () => {
  it('lets so many work at once, the others in the order they came', async () => {
    const gate = createGate(systemClock, limits)
    const log: string[] = []
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(name => work(log, name)) as [
      ReturnType<typeof work>,
      ReturnType<typeof work>,
      ReturnType<typeof work>,
      ReturnType<typeof work>,
    ]
    const all = [a, b, c, d].map(one => gate.pass(() => one.run()))
    await Promise.resolve()
    expect(log).toEqual(['a', 'b'])
    b.end()
    await all[1]
    await expect.poll(() => log).toEqual(['a', 'b', 'c'])
    for (const one of [a, c, d]) one.end()
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('goes on after work that failed', async () => {
    const gate = createGate(systemClock, { ...limits, running: 1 })
    await expect(gate.pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await gate.pass(() => Promise.resolve('yes'))).toBe('yes')
  })

  it.each([
    ['many', [1, 1, 1, 1]],
    ['heavy', [60, 60]],
    ['long', [1], 10],
  ])('says busy when too %s wait', async (_name, weights, waitMs = 5000) => {
    const gate = createGate(systemClock, { ...limits, running: 1, waitMs })
    const first = work([], 'first')
    const held = gate.pass(() => first.run())
    const waiting = weights.map(weight => gate.pass(() => Promise.resolve('in'), weight))
    await expect(waiting.at(-1)).rejects.toMatchObject({ code: 'busy' })
    first.end()
    await held
    const others = await Promise.all(waiting.slice(0, -1))
    expect(others.every(one => one === 'in')).toBe(true)
    expect(await gate.pass(() => Promise.resolve('open'))).toBe('open')
  })
})
