import { writeFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
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
    writeFileSync(file, JSON.stringify(tally(modules, unhandled)))
  }
}

type Failing = Pick<SerializedError, 'message'>

/** Where it was, and the first line of what was wrong. */
const told = (where: string, errors: readonly Failing[]): string => {
  const [line = ''] = stripVTControlCharacters(errors[0]?.message ?? '').split('\n')
  return `${where}: ${line.slice(0, 300)}`
}

function tally(modules: readonly TestModule[], unhandled: readonly SerializedError[]): Outcome {
  let passed = 0
  let failed = 0
  const skips: Skip[] = []
  const failures: string[] = []
  const fail = (where: string, errors: readonly Failing[]): void => {
    failed += 1
    failures.push(told(where, errors))
  }
  for (const error of unhandled) fail('outside any test', [error])
  for (const module of modules) {
    const name = module.relativeModuleId
    const before = passed + failed + skips.length
    for (const error of module.errors()) fail(name, [error])
    for (const suite of module.children.allSuites())
      for (const error of suite.errors()) fail(`${name} › ${suite.fullName}`, [error])
    for (const test of module.children.allTests()) {
      const result = test.result()
      const what = `${name} › ${test.fullName}`
      if (result.state === 'passed') passed += 1
      else if (result.state === 'skipped') skips.push({ what, reason: result.note, count: 1 })
      else fail(what, result.errors ?? [])
    }
    // A file that ran nothing at all looks green and is not.
    if (passed + failed + skips.length === before) fail(name, [{ message: 'ran no test' }])
  }
  return { passed, failed, skips, failures }
}
