import { runTool } from '../test/run-command.ts'
import { allViolations, describeViolations, isExcepted } from './house-rules.ts'

export interface LintStep {
  readonly name: string
  /** Prints what it found and returns the number of errors. */
  run(): Promise<number>
}

const tool = (name: string, script: string, args: readonly string[], count: RegExp): LintStep => ({
  name,
  async run() {
    const { code, output } = await runTool(script, args)
    if (code === 0) return 0
    return Math.max(1, Number(count.exec(output)?.[1] ?? 1))
  },
})

export const lintSteps: readonly LintStep[] = [
  tool(
    'oxlint',
    'oxlint/bin/oxlint',
    ['--type-aware', '--deny-warnings', '--report-unused-disable-directives'],
    /Found \d+ warnings? and (\d+) errors?/,
  ),
  tool('format', '@biomejs/biome/bin/biome', ['format', '.'], /Found (\d+) errors?/),
  {
    name: 'house rules',
    run() {
      const violations = allViolations().filter(violation => !isExcepted(violation))
      if (violations.length > 0) console.log(describeViolations(violations))
      return Promise.resolve(violations.length)
    },
  },
  tool('unused code', 'knip/bin/knip.js', ['--no-progress'], /^$/),
]
