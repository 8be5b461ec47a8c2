export interface Skip {
  /** The test's full name, or a part's name when all of it could not run. */
  readonly what: string
  /** Why; undefined when the test gave no reason. */
  readonly reason: string | undefined
  /** How many tests or files this stands for. */
  readonly count: number
}

/** What one part of `npm test` came to. */
export interface Outcome {
  readonly passed: number
  readonly failed: number
  readonly skips: readonly Skip[]
  /** What failed, a line each: said once more at the end, where somebody looks who sees no more than that. */
  readonly failures?: readonly string[]
}

export interface Totals {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/**
 * Adds outcomes up. With `everything` (PATCHYARD_TEST_ALL=1) a skip for which the machine is to blame counts as failed:
 * a reason starting with "needs ", or none given. A reason starting with "absent: " stays a skip: it stands for data
 * that cannot be shipped with the repository.
 */
export function total(outcomes: readonly Outcome[], everything: boolean): Totals {
  let [passed, failed, skipped] = [0, 0, 0]
  for (const outcome of outcomes) {
    passed += outcome.passed
    failed += outcome.failed
    for (const skip of outcome.skips) {
      if (everything && isMachineToBlame(skip)) failed += skip.count
      else skipped += skip.count
    }
  }
  return { passed, failed, skipped }
}

export const isMachineToBlame = (skip: Skip): boolean => skip.reason === undefined || skip.reason.startsWith('needs ')

/** The last line of `npm test`; nothing may follow it. */
export const closingLine = (totals: Totals): string =>
  `${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`
