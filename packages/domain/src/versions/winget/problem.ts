import { splitWinget } from './parts.ts'

const LONGEST = 128

/**
 * What winget's manifest schema says against a PackageVersion (manifest.version.1.10.0: pattern, maxLength), and the bounds
 * of `Unknown`, which winget refuses to read. A bound itself is fine: winget prints and reads such versions.
 */
export function wingetProblem(version: string): string | undefined {
  const { kind, bound } = splitWinget(version)
  const base = bound === 0 ? version : version.trimStart().slice(2)
  if (base === '') return 'is empty'
  if (base.length > LONGEST) return `is longer than ${LONGEST} characters`
  if (bound !== 0 && kind === 'unknown') return 'is a bound of Unknown'
  for (const character of base) {
    if (character < ' ' || '\\/:*?"<>|'.includes(character))
      return 'has a control character or one of \\ / : * ? " < > |'
  }
  return undefined
}
