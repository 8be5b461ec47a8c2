import type { VersionScheme } from './version-scheme.ts'

/** A version that its scheme's package manager would refuse, where a valid one is required. */
export class InvalidVersionError extends Error {
  override readonly name = 'InvalidVersionError'
  readonly code = 'E_VERSION_INVALID'
  readonly scheme: VersionScheme
  readonly version: string

  constructor(scheme: VersionScheme, version: string, problem: string) {
    super(`${scheme} version ${quoted(version)}: ${problem}`)
    this.scheme = scheme
    this.version = version
  }
}

/** A line of `compareVersionLines` that does not hold two versions. `line` counts from 1. */
export class VersionLineError extends Error {
  override readonly name = 'VersionLineError'
  readonly code = 'E_VERSION_LINE'
  readonly line: number

  constructor(line: number, problem: string, options?: ErrorOptions) {
    super(`line ${line}: ${problem}`, options)
    this.line = line
  }
}

// JSON quoting keeps control characters of a hostile version out of terminals and logs; the cut keeps the sentence readable.
function quoted(version: string): string {
  return JSON.stringify(version.length > 80 ? `${version.slice(0, 80)}…` : version)
}
