import { matchesGlob } from 'node:path'
import { describe, expect, it } from 'vitest'
import { excludedBy, testProjects } from '../../tools/test/projects.ts'
import { checkedInFiles, isRecorded } from './checkout.ts'

const matches = (path: string, patterns: readonly string[]): boolean =>
  patterns.some(pattern => matchesGlob(path, pattern))

/** Names of the projects whose runner would pick up this file. */
const runners = (path: string): string[] =>
  testProjects
    .filter(project => matches(path, project.include) && !matches(path, excludedBy(project)))
    .map(({ name }) => name)

it('every test file is run by exactly one kind of test', () => {
  const tests = checkedInFiles().filter(
    path => /\.test\.[cm]?[jt]sx?$|_test\.|\.spec\./.test(path) && !isRecorded(path),
  )
  expect(tests.map(path => [path, runners(path).length]).filter(([, count]) => count !== 1)).toEqual([])
})

describe('a test file says by its ending what it needs', () => {
  it.each([
    ['packages/domain/src/versions/deb.test.ts', ['unit']],
    ['packages/web/src/pages/JobPage.test.tsx', ['unit']],
    ['packages/server/src/features/jobs/job-store.db.test.ts', ['db']],
    ['tests/simulation/one-job.sim.test.ts', ['simulation']],
    ['tests/hosts/apt.host.test.ts', ['hosts']],
    ['tests/browser/sign-in.browser.test.ts', ['browser']],
    ['packages/cli/src/login.e2e.test.ts', ['e2e']],
    ['tests/long/seeds.long.test.ts', ['long']],
    ['packages/domain/src/versions/deb.spec.ts', []],
  ])('%s: %j', (path, want) => {
    expect(runners(path)).toEqual(want)
  })
})
