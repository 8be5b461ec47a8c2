import { expect, it } from 'vitest'
import { linkRules } from './testing/link-rules.ts'
import { copyRun, firstViolation, honestRun, oldCopyRun, resumeRun } from './testing/link-runs.ts'

// The size that PYP/1 §4 reports: 40,000 seeds of 300 steps.
const from = Number(process.env.PATCHYARD_SEED ?? 1)

it.each([
  ['honest agents are never quarantined and never refused for good', honestRun, 40_000, 300],
  ['copies up to 16 links old are found', copyRun, 20_000, 100],
  ['the machine picked at a resume goes on', resumeRun, 10_000, 100],
  ['older copies change nothing', oldCopyRun, 10_000, 100],
] as const)('%s', (_, run, count, steps) => {
  expect(firstViolation(run, linkRules, { from, count, steps })).toBeNull()
})
