// The kinds of tests. A file says by its ending what it needs, and every test file belongs to exactly one kind
// (tests/repository/test-files.test.ts), so none is written that no runner matches.

export interface TestProject {
  readonly name: string
  readonly include: readonly string[]
  /** `npm test` runs it where no interface comes or goes (own-network.ts). */
  readonly hasOwnNetwork?: true
  /** Given to vitest as they are. */
  readonly options: {
    readonly globalSetup?: readonly string[]
    readonly testTimeout?: number
    readonly hookTimeout?: number
    readonly fileParallelism?: boolean
    readonly maxWorkers?: number | string
    readonly expect?: { readonly poll: { readonly timeout: number } }
  }
}

const roots = ['packages/*/src', 'packages/*/bin', 'tools', 'tests', 'bench']
const everywhere = (ending: string): string[] => roots.map(root => `${root}/**/*.${ending}`)

// vitest leaves one core free by itself: on the two that a test machine has, that is half of it.
const everyCore = '100%'

const database = ['packages/server/src/testing/global-setup.ts']

/** Endings with a kind of their own; `*.test.ts` without one of these is a unit test. */
export const endings = ['db', 'e2e', 'host', 'browser', 'sim', 'long'] as const

export const neverTests = ['**/node_modules/**', '**/.build/**', '**/dist/**']

export const testProjects: readonly TestProject[] = [
  { name: 'unit', include: everywhere('test.{ts,tsx}'), options: { maxWorkers: everyCore } },
  {
    name: 'db',
    include: everywhere('db.test.ts'),
    options: { globalSetup: database, testTimeout: 20_000, hookTimeout: 60_000, maxWorkers: everyCore },
  },
  { name: 'simulation', include: everywhere('sim.test.ts'), options: { testTimeout: 120_000 } },
  {
    name: 'e2e',
    include: everywhere('e2e.test.ts'),
    options: { globalSetup: database, testTimeout: 60_000, hookTimeout: 120_000, fileParallelism: false },
  },
  {
    name: 'browser',
    include: everywhere('browser.test.ts'),
    hasOwnNetwork: true,
    // A page and its test take turns: two files at a time, each with a browser and a server of its own.
    options: {
      globalSetup: database,
      // For a whole test; what it waits for has a time of its own. The longest takes 22 s of two idle cores.
      testTimeout: 180_000,
      hookTimeout: 120_000,
      maxWorkers: 2,
      // As long as Playwright waits (tests/browser/open-browser.ts): vitest's second is short for two browsers on two cores.
      expect: { poll: { timeout: 8000 } },
    },
  },
  {
    name: 'hosts',
    include: everywhere('host.test.ts'),
    // Hosts wait more than they compute (400 seconds of one core in 500): two files at a time, each with machines, switches and
    // layers' overlays of its own.
    options: { globalSetup: database, testTimeout: 300_000, hookTimeout: 600_000, maxWorkers: 2 },
  },
  {
    name: 'long',
    include: everywhere('long.test.ts'),
    options: { globalSetup: database, testTimeout: 3_600_000, hookTimeout: 600_000, fileParallelism: false },
  },
]

/** What a project leaves to others. */
export function excludedBy(project: TestProject): string[] {
  if (project.name !== 'unit') return neverTests
  return [...neverTests, ...endings.map(ending => `**/*.${ending}.test.{ts,tsx}`)]
}
