import { stripVTControlCharacters } from 'node:util'
import { runTool } from '../test/run-command.ts'
import { allViolations, describeViolations, isExcepted } from './house-rules.ts'

export interface LintStep {
  readonly name: string
  /** Prints what it found and returns the number of errors. */
  run(): Promise<number>
}

/** The sum of the first groups of all matches in what a tool printed; at least 1, since it ended with an error. */
export const errorsIn = (output: string, counts: RegExp): number =>
  Math.max(
    1,
    [...output.matchAll(counts)].reduce((sum, [, count]) => sum + Number(count), 0),
  )

const tool = (name: string, script: string, args: readonly string[], counts: RegExp): LintStep => ({
  name,
  async run() {
    const { code, output } = await runTool(script, args)
    return code === 0 ? 0 : errorsIn(stripVTControlCharacters(output), counts)
  },
})

export const lintSteps: readonly LintStep[] = [
  tool(
    'oxlint',
    'oxlint/bin/oxlint',
    ['--type-aware', '--deny-warnings', '--report-unused-disable-directives'],
    /Found \d+ warnings? and (\d+) errors?/g,
  ),
  tool('format', '@biomejs/biome/bin/biome', ['format', '.'], /Found (\d+) errors?/g),
  {
    name: 'house rules',
    run() {
      const violations = allViolations().filter(violation => !isExcepted(violation))
      if (violations.length > 0) console.log(describeViolations(violations))
      return Promise.resolve(violations.length)
    },
  },
  tool('unused code', 'knip/bin/knip.js', ['--no-progress', '--no-config-hints'], /^[A-Z][a-z ]+\((\d+)\)$/gm),
]
