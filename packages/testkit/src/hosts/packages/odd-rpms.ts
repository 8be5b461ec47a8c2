import type { RpmPackage } from './rpm.ts'

/** What is installed first, and what a repository then offers. */
export interface RpmStory {
  readonly installed: readonly RpmPackage[]
  readonly offered: readonly RpmPackage[]
}

/** The new version's %pre fails: rpm skips the package, and dnf 4 may still end with 0. */
export function brokenScriptRpm(name = 'grove-broken'): RpmStory {
  return {
    installed: [{ name, version: '1.0', release: '1' }],
    offered: [
      { name, version: '2.0', release: '1', scripts: { pre: 'echo "the database cannot be converted" >&2; exit 7' } },
    ],
  }
}

/** The new version says that it takes the place of another installed package. */
export function obsoletingRpm(name = 'grove-mint', victim = 'grove-thyme'): RpmStory {
  const plain = (of: string): RpmPackage => ({ name: of, version: '1.0', release: '1' })
  return {
    installed: [plain(name), plain(victim)],
    offered: [{ name, version: '2.0', release: '1', tags: [['Obsoletes', `${victim} < 2`]] }],
  }
}

/** The newest build conflicts with an installed package, an older update does not. */
export function conflictingRpm(name = 'grove-sage', other = 'grove-dill'): RpmStory {
  const plain = (of: string): RpmPackage => ({ name: of, version: '1.0', release: '1' })
  return {
    installed: [plain(name), plain(other)],
    offered: [
      { name, version: '1.1', release: '1' },
      { name, version: '2.0', release: '1', tags: [['Conflicts', other]] },
    ],
  }
}
