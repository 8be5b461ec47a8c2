import { expect, it } from 'vitest'
import { apkProblem } from './problem.ts'

it.each(['1.0', '1', '1.0a_rc1_p2~0af-r3', '0.0.0'])('%j is a version', version => {
  expect(apkProblem(version)).toBeUndefined()
})

it.each([
  ['', 'is empty'],
  ['foo', 'cannot be read from byte 1 on'],
  ['1.0-foo', 'cannot be read from byte 4 on'],
  ['1.0_foo', 'cannot be read from byte 4 on'],
  ['1.0-r1_p1', 'cannot be read from byte 7 on'],
  ['1.0.', 'cannot be read from byte 4 on'],
  ['1.0~ABC', 'cannot be read from byte 4 on'],
  ['1.0~abg', 'cannot be read from byte 7 on'],
])('%j %s', (version, problem) => {
  expect(apkProblem(version)).toBe(problem)
})
