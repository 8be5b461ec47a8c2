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
      const begun = process.cpuUsage()
      const { tree } = check(text, { entity })
      complete(text, at % (text.length + 1), { entity })
      const { user, system } = process.cpuUsage(begun)
      const ms = (user + system) / 1000
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

test.each(hostileTexts)(`%s: not over ${MOST_MS} ms once the program is warm`, (_, text) => {
  const once = (): number => {
    const begun = process.cpuUsage()
    check(text, { entity: 'asset' })
    complete(text, text.length, { entity: 'asset' })
    const { user, system } = process.cpuUsage(begun)
    return (user + system) / 1000
  }
  expect(Math.min(once(), once(), once())).toBeLessThan(MOST_MS)
})
