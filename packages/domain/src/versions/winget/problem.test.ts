import { expect, it } from 'vitest'
import { wingetProblem } from './problem.ts'

it.each(['1.0', '5.17.10 (33775)', 'latest', '< 1.0', '> 2', 'Unknown'])('%j is a version', version => {
  expect(wingetProblem(version)).toBeUndefined()
})

it.each([
  ['', 'is empty'],
  ['< unknown', 'is a bound of Unknown'],
  ['1'.repeat(129), 'is longer than 128 characters'],
  // Blanks at the end do not count, so this is no bound: it is the sign alone.
  ['< ', 'has a control character or one of \\ / : * ? " < > |'],
  ['1/2', 'has a control character or one of \\ / : * ? " < > |'],
  ['1\u0007', 'has a control character or one of \\ / : * ? " < > |'],
])('%j %s', (version, problem) => {
  expect(wingetProblem(version)).toBe(problem)
})
