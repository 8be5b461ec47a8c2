import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Outcome } from './outcome.ts'
import { ownNetwork } from './own-network.ts'
import { excludedBy, testProjects } from './projects.ts'
import { runTool } from './run-command.ts'

/** Test files of a project, relative to the checkout. */
export function testFiles(name: string): string[] {
  const project = testProjects.find(candidate => candidate.name === name)
  if (project === undefined) throw new Error(`there is no test project "${name}"`)
  return globSync([...project.include], { exclude: excludedBy(project) }).sort()
}

/**
 * Runs a project's tests, or those whose path contains one of `filters`. A run that leaves no tally, or runs no test
 * although there are files, is a failure.
 */
export async function runVitest(name: string, filters: readonly string[] = [], held = false): Promise<Outcome> {
  if (testFiles(name).length === 0) return { passed: 0, failed: 0, skips: [] }
  const hasOwnNetwork = testProjects.some(project => project.name === name && project.hasOwnNetwork === true)
  const folder = join('.build', 'test')
  mkdirSync(folder, { recursive: true })
  const file = join(process.cwd(), folder, `${name}.json`)
  rmSync(file, { force: true })

  const reporters = ['--reporter=default', '--reporter=./tools/test/tally-reporter.ts']
  const { code } = await runTool('vitest/vitest.mjs', ['run', '--project', name, ...reporters, ...filters], {
    environment: { PATCHYARD_TALLY_FILE: file },
    held,
    within: hasOwnNetwork ? ownNetwork() : [],
  })
  if (!existsSync(file)) return { passed: 0, failed: 1, skips: [] }
  const outcome = JSON.parse(readFileSync(file, 'utf8')) as Outcome
  const ran = outcome.passed + outcome.failed + outcome.skips.length
  const unexplained = ran === 0 || (code !== 0 && outcome.failed === 0)
  return unexplained ? { ...outcome, failed: outcome.failed + 1 } : outcome
}
