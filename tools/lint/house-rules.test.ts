import { expect, it } from 'vitest'
import { exceptions } from './exceptions.ts'
import { allViolations, describeViolations } from './house-rules.ts'
import { rules } from './rules/all.ts'

it('every exception is still needed', () => {
  const violations = allViolations()
  const unused = exceptions.filter(({ path, rule }) => !violations.some(v => v.path === path && v.rule === rule))
  expect(unused).toEqual([])
  // Every rule over every file: a second on a quiet machine.
}, 60_000)

it('every rule has a name of its own', () => {
  expect(new Set(rules.map(rule => rule.name)).size).toBe(rules.length)
})

it('tells the reason once for all places of a rule', () => {
  const at = (line: number) => ({ path: 'a.ts', line, rule: 'no-x', found: 'x', reason: 'because' })
  expect(describeViolations([at(1), at(7)])).toBe('no-x: because\n  a.ts:1  x\n  a.ts:7  x')
})
