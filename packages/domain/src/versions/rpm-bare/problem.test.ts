import { expect, it } from 'vitest'
import { rpmBareProblem } from './problem.ts'

it.each(['1.0', 'el9_1', '1.0~rc1^git+x'])('%j is a version', version => {
  expect(rpmBareProblem(version)).toBeUndefined()
})

it.each([
  ['', 'is empty'],
  ['1.0-1', 'has a character other than letters, digits and . _ + ~ ^'],
  ['1:1', 'has a character other than letters, digits and . _ + ~ ^'],
])('%j %s', (version, problem) => {
  expect(rpmBareProblem(version)).toBe(problem)
})
