import { expect, it } from 'vitest'
import { debProblem } from './problem.ts'

it.each(['1.0', '1:1.0~rc1-1+b2', '2:3:4-5', '0', ' 1.0 ', '+1:1'])('%j is a version', version => {
  expect(debProblem(version)).toBeUndefined()
})

it.each([
  ['', 'is empty'],
  ['1 2', 'has a blank inside'],
  ['x:1', 'has an epoch that is not a number'],
  ['1:', 'has nothing after the epoch'],
  ['2147483648:1', 'has an epoch above 2147483647'],
  ['1.0-', 'has an empty revision after the hyphen'],
  ['1:-1', 'has an empty upstream version'],
  ['v1.0', 'does not start with a digit'],
  ['1_0', 'has a character other than letters, digits and . + - ~ : in the upstream version'],
  ['1.0-a_b', 'has a character other than letters, digits and . + ~ in the revision'],
])('%j %s', (version, problem) => {
  expect(debProblem(version)).toBe(problem)
})
