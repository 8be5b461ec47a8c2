import { writeFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'
import type { Outcome, Skip } from './outcome.ts'

/**
 * Counts a vitest run into the file named by PATCHYARD_TALLY_FILE. vitest's JSON reporter leaves out the reasons that
 * tests give with `skip(reason)` and errors outside any test, and both must reach the sum.
 */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const file = process.env.PATCHYARD_TALLY_FILE
    if (file === undefined) throw new Error('PATCHYARD_TALLY_FILE names no file')
    writeFileSync(file, JSON.stringify(tally(modules, unhandled.length)))
  }
}

function tally(modules: readonly TestModule[], unhandled: number): Outcome {
  let passed = 0
  let failed = unhandled
  const skips: Skip[] = []
  for (const module of modules) {
    const before = passed + failed + skips.length
    failed += module.errors().length
    for (const suite of module.children.allSuites()) failed += suite.errors().length
    for (const test of module.children.allTests()) {
      const result = test.result()
      if (result.state === 'passed') passed += 1
      else if (result.state === 'skipped') {
        skips.push({ what: `${module.relativeModuleId} › ${test.fullName}`, reason: result.note, count: 1 })
      } else failed += 1
    }
    // A file that ran nothing at all looks green and is not.
    if (passed + failed + skips.length === before) failed += 1
  }
  return { passed, failed, skips }
}
