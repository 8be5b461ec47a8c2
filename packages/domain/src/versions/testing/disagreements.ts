import { compareVersionKeys } from '../compare-keys.ts'
import { versionSchemes } from '../registry.ts'
import type { VersionOrder, VersionScheme } from '../version-scheme.ts'

/** Every pair where compare or the keys say something else than the package manager. */
export function disagreements(
  scheme: VersionScheme,
  pairs: readonly (readonly [string, string])[],
  answers: readonly VersionOrder[],
): string[] {
  if (answers.length !== pairs.length) throw new Error(`${answers.length} answers to ${pairs.length} questions`)
  const { compare, key } = versionSchemes[scheme]
  return pairs.flatMap(([a, b], i) => {
    const [said, compared, byKey] = [answers[i], compare(a, b), compareVersionKeys(key(a), key(b))]
    if (said === compared && said === byKey) return []
    return [`${JSON.stringify(a)} against ${JSON.stringify(b)}: it says ${said}, compare ${compared}, keys ${byKey}`]
  })
}
