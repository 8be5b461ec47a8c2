import { describe, expect, it } from 'vitest'
import { type BellGate, OPEN_GATE, ring } from './bell-gate.ts'

/** How many of the rings at these moments count. */
function counted(dates: readonly number[]): number {
  let gate: BellGate = OPEN_GATE
  let count = 0
  for (const at of dates) {
    const rung = ring(gate, at)
    gate = rung.gate
    if (rung.counts) count++
  }
  return count
}

const every = (ms: number, times: number, from = 0) => Array.from({ length: times }, (_, i) => from + i * ms)

describe('bell', () => {
  it.each([
    ['30 in a minute all count', every(1000, 30), 30],
    ['the 31st does not, nor any for a minute after', [...every(1000, 31), ...every(1000, 59, 31_000)], 30],
    ['after a minute of deafness it hears again', [...every(1000, 31), 90_001], 31],
    ['one every three seconds is heard for ever', every(3000, 1000), 1000],
    ['a storm of 100 a second is heard 30 times in two minutes', every(10, 12_000), 30 * 2],
  ])('%s', (_, dates, want) => {
    expect(counted(dates)).toBe(want)
  })
})
