import type { Scope } from '@patchyard/query'
import { setTimeout as wait } from 'node:timers/promises'
import { type Figure, quantile } from '../../tools/bench/bench.ts'
import { Dice } from '../fleet-data/dice.ts'
import type { FleetDatabase } from '../fleet-data/fleet-database.ts'
import { completionCases } from './cases.ts'

const AT_MOST = 30
/** Runs of what is read from the objects, which leaves work behind that must be over before the next. */
const FIRST_RUNS = 12
const BEHIND_MS = 250

/**
 * Completion through its service, from the typed text to the answer, for the whole subscription and for a scope. "First":
 * nobody has asked for these values and none are kept. "Cold": they are kept in the database, and the process has none in memory.
 * "Warm": the process was asked before.
 */
export async function measureCompletion(fleet: FleetDatabase, scopeTag: number, runs: number): Promise<Figure[]> {
  const figures: Figure[] = []
  const scopes: readonly [string, Scope][] = [
    ['', { kind: 'all' }],
    [' in the scope of 1,250', { kind: 'tags', tagIds: [scopeTag] }],
  ]
  await fleet.forgetKeptValues(1)
  for (const [where, scope] of scopes) {
    for (const one of completionCases) {
      const first = await timed(FIRST_RUNS, one, () => fleet.completion(1, scope), BEHIND_MS)
      figures.push({ name: `values of ${one.token}${where}, first: p95`, value: quantile(first, 0.95), unit: 'ms' })
    }
  }
  const began = performance.now()
  // One turn of the chore after the other, without the pause between them.
  while ((await fleet.keepValues(1)) > 0) continue
  figures.push({ name: 'reading all values that are kept', value: (performance.now() - began) / 1000, unit: 's' })
  for (const [where, scope] of scopes) {
    for (const one of completionCases) {
      const cold = await timed(runs, one, () => fleet.completion(1, scope), 5)
      const asked = fleet.completion(1, scope)
      await timed(runs, one, () => asked, 0)
      const warm = await timed(runs, one, () => asked, 0)
      for (const [name, times] of [
        ['cold', cold],
        ['warm', warm],
      ] as const) {
        figures.push(
          { name: `values of ${one.token}${where}, ${name}: p50`, value: quantile(times, 0.5), unit: 'ms' },
          {
            name: `values of ${one.token}${where}, ${name}: p95`,
            value: quantile(times, 0.95),
            unit: 'ms',
            atMost: AT_MOST,
          },
        )
      }
    }
  }
  return figures
}

async function timed(
  runs: number,
  one: (typeof completionCases)[number],
  completion: () => ReturnType<FleetDatabase['completion']>,
  pauseMs: number,
): Promise<number[]> {
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    const prefix = one.prefix(new Dice(`${one.name} ${run}`))
    // In quotes, so that a prefix of two words is one value.
    const text = `${one.token}:"${prefix}`
    const ask = completion()
    const since = performance.now()
    const { options } = await ask({ entity: one.entity, text, position: text.length })
    times.push(performance.now() - since)
    if (run === 0 && options.length === 0) throw new Error(`${text} completes nothing`)
    if (pauseMs > 0) await wait(pauseMs)
  }
  return times
}
