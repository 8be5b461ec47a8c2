import { expect, it } from 'vitest'
import { linkRules, omissions } from './testing/link-rules.ts'
import { copyRun, honestRun, oldCopyRun } from './testing/link-runs.ts'

// PYP/1 §4: "A model of these rules". PATCHYARD_LINK_SEEDS and PATCHYARD_LINK_STEPS make it longer, PATCHYARD_SEED moves it.
const seeds = Number(process.env.PATCHYARD_LINK_SEEDS ?? 10_000)
const steps = Number(process.env.PATCHYARD_LINK_STEPS ?? 60)
const from = Number(process.env.PATCHYARD_SEED ?? 1)
const minute = 60_000

type Run = typeof honestRun

function firstViolation(run: Run, rules: typeof linkRules, count: number, length: number) {
  for (let seed = from; seed < from + count; seed++) {
    const violation = run(seed, rules, length)
    if (violation !== null) return { seed, violation }
  }
  return null
}

it(`${seeds} honest agents in a storm are never quarantined and never refused for good`, {
  timeout: 60 * minute,
}, () => {
  expect(firstViolation(honestRun, linkRules, seeds, steps)).toBeNull()
})

it('every copy up to 16 links old is found by the second poll of the one that spoke less', {
  timeout: 60 * minute,
}, () => {
  expect(firstViolation(copyRun, linkRules, Math.ceil(seeds / 5), Math.ceil(steps / 3))).toBeNull()
})

it('no copy older than the ring changes anything, and the original goes on', { timeout: 60 * minute }, () => {
  expect(firstViolation(oldCopyRun, linkRules, Math.ceil(seeds / 10), Math.ceil(steps / 3))).toBeNull()
})

it.each(Object.entries(omissions))('without "%s" the model fails within the first seeds', (_, rules) => {
  const found = firstViolation(honestRun, rules, 40, 300)
  expect(found?.violation).toMatch(/quarantined|refused for good|no signed answer/)
})

it('the same seed gives the same run', () => {
  const rules = omissions['row 5'] as typeof linkRules
  expect(honestRun(7, rules, 300)).toEqual(honestRun(7, rules, 300))
})
