import fc from 'fast-check'
import { expect, test } from 'vitest'
import { complete } from '../complete/complete.ts'
import { entities } from '../entities.ts'
import { print } from '../print/print.ts'
import { hostileTexts } from '../testing/hostile-texts.ts'
import { mutatedTexts, queryTexts } from '../testing/random-text.ts'
import { withoutSpans } from '../testing/without-spans.ts'
import { check } from './check.ts'

const RUNS = 40_000
const MOST_MS = 50

/** Milliseconds of this thread: what the compiler and the collector of garbage do beside it depends on what ran before. */
function costOf(work: () => unknown): number {
  const begun = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(begun)
  return (user + system) / 1000
}

/** A cost over the limit is measured again: the program may have been compiled, or cleaned up, in the middle of the first. */
const steadyCostOf = (work: () => unknown): number => {
  const first = costOf(work)
  return first < MOST_MS ? first : Math.min(first, costOf(work), costOf(work))
}

test.each(entities)(`${RUNS} random and mutated texts about %s: no exception, none over ${MOST_MS} ms`, entity => {
  let [understood, slowest] = [0, { ms: 0, text: '' }]
  const long = fc
    .tuple(mutatedTexts(entity), fc.integer({ min: 1, max: 200 }))
    .map(([text, count]) => text.repeat(count))
  const texts = fc.oneof(
    { weight: 6, arbitrary: mutatedTexts(entity) },
    { weight: 3, arbitrary: queryTexts(entity) },
    { weight: 1, arbitrary: long },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 2000 }) },
  )
  fc.assert(
    fc.property(texts, fc.nat(), (text, at) => {
      const { tree } = check(text, { entity })
      const ms = steadyCostOf(() => {
        check(text, { entity })
        complete(text, at % (text.length + 1), { entity })
      })
      if (ms > slowest.ms) slowest = { ms, text }
      if (tree === null) return
      understood++
      const again = check(print(tree), { entity })
      if (JSON.stringify(withoutSpans(again.tree)) !== JSON.stringify(withoutSpans(tree))) throw new Error(print(tree))
    }),
    { numRuns: RUNS },
  )
  expect(understood).toBeGreaterThan(RUNS / 20)
  expect(slowest.ms, slowest.text.slice(0, 200)).toBeLessThan(MOST_MS)
})

test.each(hostileTexts)(`%s: not over ${MOST_MS} ms`, (_, text) => {
  const cost = steadyCostOf(() => {
    check(text, { entity: 'asset' })
    complete(text, text.length, { entity: 'asset' })
  })
  expect(cost).toBeLessThan(MOST_MS)
})
