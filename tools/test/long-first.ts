import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Files that take longest of their kind, longest first. vitest remembers how long files took, but in a fresh checkout begins with the
 * largest ones: these are short, and the last of them would run while the other core has nothing left to do.
 */
export const longFiles: readonly string[] = [
  'tests/browser/accessibility.browser.test.ts',
  'tests/browser/hostile.browser.test.ts',
  'tests/hosts/first-light.host.test.ts',
  'tests/hosts/dnf-provider.host.test.ts',
  'tests/hosts/agent-killed.host.test.ts',
  'tests/hostile/rest.hostile.db.test.ts',
  'tests/hostile/agents-door.hostile.db.test.ts',
  'tests/server/agents/at-once.db.test.ts',
]

const rankOf = (path: string): number => {
  const place = longFiles.findIndex(file => path.endsWith(`/${file}`))
  return place === -1 ? longFiles.length : place
}

export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => rankOf(a.moduleId) - rankOf(b.moduleId))
  }
}
