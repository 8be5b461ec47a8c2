import { describe, expect, it } from 'vitest'
import { closingLine, type Outcome, total } from './outcome.ts'

const skip = (reason: string | undefined, count = 1) => ({ what: 'hosts › apt › installs', reason, count })
const outcome = (over: Partial<Outcome>): Outcome => ({ passed: 0, failed: 0, skips: [], ...over })

describe('the sum of npm test', () => {
  it.each([
    ['nothing ran', [], false, '0 passed, 0 failed, 0 skipped'],
    [
      'parts add up',
      [outcome({ passed: 2 }), outcome({ passed: 3, failed: 1 })],
      false,
      '5 passed, 1 failed, 0 skipped',
    ],
    [
      'what the machine lacks is skipped',
      [outcome({ skips: [skip('needs rpm', 4)] })],
      false,
      '0 passed, 0 failed, 4 skipped',
    ],
    [
      '… and failed when everything is asked for',
      [outcome({ skips: [skip('needs rpm', 4)] })],
      true,
      '0 passed, 4 failed, 0 skipped',
    ],
    [
      'a skip without reason fails when everything is asked for',
      [outcome({ skips: [skip(undefined)] })],
      true,
      '0 passed, 1 failed, 0 skipped',
    ],
    [
      'data that cannot be shipped may be absent',
      [outcome({ skips: [skip('absent: recorded Release files')] })],
      true,
      '0 passed, 0 failed, 1 skipped',
    ],
  ])('%s', (_, outcomes, everything, line) => {
    expect(closingLine(total(outcomes, everything))).toBe(line)
  })
})
