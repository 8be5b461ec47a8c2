import { expect, it } from 'vitest'
import { v3Weights as weights } from './v3-metrics.ts'

const times = (...factors: readonly (readonly number[])[]): number[] =>
  factors.reduce<number[]>((products, all) => [...new Set(products.flatMap(a => all.map(b => a * b)))], [1])
const all = (table: Readonly<Record<string, number>>): number[] => Object.values(table)

/** Whether the exact value may lie above a tenth by so little that rounding to five places would make it that tenth. */
const isBetween = (score: number): boolean => {
  const above = score * 10 - Math.floor(score * 10 + 1e-9)
  return above > 1e-9 && above < 5.1e-5
}

it('no score of v3 before its rounding lies where v3.0 and v3.1 would round it to different tenths', () => {
  const left = times(all(weights.requirement), all(weights.impact)).map(weighted => 1 - weighted)
  const impacts = new Set(times(left, left, left).map(product => Math.min(1 - product, 0.915)))
  const between: number[] = []
  let count = 0
  for (const scope of ['U', 'C'] as const) {
    const ways = times([8.22], all(weights.AV), all(weights.AC), all(weights.PR[scope]), all(weights.UI))
    for (const iss of impacts) {
      const formulas =
        scope === 'U'
          ? [6.42 * iss]
          : [(iss - 0.02) ** 15, (iss * 0.9731 - 0.02) ** 13].map(last => 7.52 * (iss - 0.029) - 3.25 * last)
      for (const impact of formulas.filter(one => one > 0)) {
        for (const way of ways) {
          const score = Math.min((scope === 'C' ? 1.08 : 1) * (impact + way), 10)
          count++
          if (isBetween(score)) between.push(score)
        }
      }
    }
  }
  expect(between).toEqual([])
  expect(count).toBeGreaterThan(8000)
})

it('… nor does one of them times the temporal weights', () => {
  const timely = times(all(weights.E), all(weights.RL), all(weights.RC))
  const tenths = Array.from({ length: 101 }, (_, i) => i / 10)
  expect(tenths.flatMap(score => timely.map(weight => score * weight)).filter(isBetween)).toEqual([])
})
