import { requireValidVersion, versionSchemes } from './registry.ts'
import { InvalidVersionError, VersionLineError } from './version-error.ts'
import type { VersionOrder, VersionScheme } from './version-scheme.ts'

export interface CompareLinesOptions {
  /** Number of the first line, for errors; 1 when not given. */
  readonly firstLine?: number
  /** Refuse versions that the scheme's package manager would refuse. Without it every string has its place. */
  readonly strict?: boolean
}

export interface ComparedLine {
  readonly a: string
  readonly b: string
  readonly order: VersionOrder
}

/** Longer lines are no versions but a binary file or an attack; the longest of 63,666 versions in Debian 12 has 52 bytes. */
export const LONGEST_VERSION_LINE = 1_000_000

/**
 * Compares the two versions of each `a<TAB>b` line, in order and one at a time. A line may end with a carriage return, and a
 * version may be empty. Throws `VersionLineError` (E_VERSION_LINE) at the first line that is not two versions with one tab
 * between them, or, with `strict`, that has an invalid version; `cause` is then the `InvalidVersionError`.
 */
export function* compareVersionLines(
  scheme: VersionScheme,
  lines: Iterable<string>,
  options: CompareLinesOptions = {},
): Generator<ComparedLine, void, undefined> {
  const rules = versionSchemes[scheme]
  let number = options.firstLine ?? 1
  for (const line of lines) {
    const [a, b] = readLine(line, number)
    if (options.strict) {
      requireValid(scheme, a, number)
      requireValid(scheme, b, number)
    }
    yield { a, b, order: rules.compare(a, b) }
    number++
  }
}

function requireValid(scheme: VersionScheme, version: string, line: number): void {
  try {
    requireValidVersion(scheme, version)
  } catch (error: unknown) {
    if (!(error instanceof InvalidVersionError)) throw error
    throw new VersionLineError(line, error.message, { cause: error })
  }
}

function readLine(line: string, number: number): [string, string] {
  if (line.length > LONGEST_VERSION_LINE) {
    throw new VersionLineError(number, `has more than ${LONGEST_VERSION_LINE} characters`)
  }
  const text = line.endsWith('\r') ? line.slice(0, -1) : line
  const tab = text.indexOf('\t')
  if (tab === -1) throw new VersionLineError(number, 'has no tab; expected two versions with a tab between them')
  if (text.includes('\t', tab + 1)) {
    throw new VersionLineError(number, 'has more than one tab; expected two versions with a tab between them')
  }
  return [text.slice(0, tab), text.slice(tab + 1)]
}
