import { checkBuild, checkLint, checkTypes } from './check-parts.ts'
import { browserNeeds, databaseNeeds, hostNeeds } from './machine.ts'
import type { Outcome } from './outcome.ts'
import { runVitest, testFiles } from './vitest-part.ts'

export interface Part {
  readonly name: string
  readonly about: string
  /** What the machine lacks, each sentence starting with "needs "; empty when the part can run. */
  needs(): string[]
  /** `held`: another part runs at the same time, so what this one prints waits until it has ended. */
  run(filters: readonly string[], held?: boolean): Promise<Outcome>
  /** Runs at the same time as the part of this name, which follows it. */
  readonly beside?: string
  /** What a part that cannot run leaves out. */
  files(): string[]
}

const check = (name: string, about: string, run: () => Promise<Outcome>): Part => ({
  name,
  about,
  needs: () => [],
  run,
  files: () => [],
})

const tests = (name: string, about: string, ...needs: (() => string[])[]): Part => ({
  name,
  about,
  needs: () => needs.flatMap(need => need()),
  run: (filters, held) => runVitest(name, filters, held),
  files: () => testFiles(name),
})

/** In the order they run: what is quick and finds most comes first. */
export const parts: readonly Part[] = [
  check('types', 'TypeScript over every package', checkTypes),
  check('lint', 'oxlint, format, house rules, import graph, unused code', checkLint),
  tests('unit', 'rules, parsers and modules on fakes'),
  tests('db', 'stores and routes on PostgreSQL', databaseNeeds),
  check('build', 'the web page and the agent’s single file', checkBuild),
  tests('e2e', 'server, agents and command line as processes', databaseNeeds),
  tests('browser', 'the page in Chromium', databaseNeeds, browserNeeds),
  // Hosts wait most of the time, and the simulator is one thread that takes what time it is given.
  { ...tests('simulation', 'one server and many agents on virtual time'), beside: 'hosts' },
  tests('hosts', 'real Linux machines with their own package managers', databaseNeeds, hostNeeds),
]

export const longParts: readonly Part[] = [
  check('build', 'the web page and the agent’s single file', checkBuild),
  tests('long', 'thousands of seeds, every system call, soak', databaseNeeds, hostNeeds),
]
