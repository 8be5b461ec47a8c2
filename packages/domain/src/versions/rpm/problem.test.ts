import { expect, it } from 'vitest'
import { rpmProblem } from './problem.ts'

it.each(['1.0', '1.0-1.el9', '1:1.0~rc1-1', 'a^b-c'])('%j is a version', version => {
  expect(rpmProblem(version)).toBeUndefined()
})

it.each([
  ['', 'is empty (version)'],
  ['1.0-', 'is empty (release)'],
  [':1-1', 'has an empty epoch before the colon'],
  ['4294967296:1-1', 'has an epoch above 4294967295'],
  ['1-2-3', 'has a character other than letters, digits and . _ + ~ ^ (version)'],
  ['1.0-é', 'has a character other than letters, digits and . _ + ~ ^ (release)'],
])('%j %s', (version, problem) => {
  expect(rpmProblem(version)).toBe(problem)
})
