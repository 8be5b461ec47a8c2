import { expect, it } from 'vitest'
import { linkRules, omissions } from './testing/link-rules.ts'
import { copyRun, firstViolation, honestRun, oldCopyRun, resumeRun } from './testing/link-runs.ts'

// PYP/1 §4: "A model of these rules". The long run of it is link-model.long.test.ts; PATCHYARD_SEED moves both.
const from = Number(process.env.PATCHYARD_SEED ?? 1)

it('10,000 honest agents in a storm are never quarantined and never refused for good', { timeout: 120_000 }, () => {
  expect(firstViolation(honestRun, linkRules, { from, count: 10_000, steps: 100 })).toBeNull()
})

it('every copy up to 16 links old is found by the second poll of the one that spoke less', { timeout: 60_000 }, () => {
  expect(firstViolation(copyRun, linkRules, { from, count: 2000, steps: 20 })).toBeNull()
})

it('no copy older than the ring changes anything, and the original goes on', { timeout: 60_000 }, () => {
  expect(firstViolation(oldCopyRun, linkRules, { from, count: 1000, steps: 20 })).toBeNull()
})

it('after a resume the picked machine goes on and the other is unknown for good', { timeout: 60_000 }, () => {
  expect(firstViolation(resumeRun, linkRules, { from, count: 1000, steps: 20 })).toBeNull()
})

it.each(Object.entries(omissions))('without "%s" the model fails within the first seeds', (_, rules) => {
  const run = { from, count: 40, steps: 300 }
  const found =
    firstViolation(honestRun, rules, run) ?? firstViolation(resumeRun, rules, { ...run, count: 400, steps: 100 })
  expect(found?.violation).toMatch(/quarantined|refused for good|no signed answer/)
})

it('the same seed gives the same run', () => {
  const rules = omissions['row 5'] as typeof linkRules
  expect(honestRun(7, rules, 300)).not.toBeNull()
  expect(honestRun(7, rules, 300)).toEqual(honestRun(7, rules, 300))
})

it('the storm meets every verdict that an honest agent can get', () => {
  const verdicts = new Set<string>()
  const watched: typeof linkRules = {
    ...linkRules,
    classify(...given) {
      const result = linkRules.classify(...given)
      verdicts.add(`${result.verdict} ${result.row}${given[1].tried.length > 0 ? ' tried' : ''}`)
      return result
    },
  }
  for (let seed = from; seed < from + 50; seed++) honestRun(seed, watched, 200)
  expect(verdicts).toEqual(
    new Set([
      'ADVANCE 4',
      'ADVANCE 4 tried',
      'REPEAT 3',
      'REPEAT 3 tried',
      'LINK_OLD 5',
      'LINK_OLD 5 tried',
      'LINK_UNKNOWN 7',
    ]),
  )
})
