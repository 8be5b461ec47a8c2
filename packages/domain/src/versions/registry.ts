import { compareApk } from './apk/compare.ts'
import { apkKey } from './apk/key.ts'
import { apkProblem } from './apk/problem.ts'
import { compareDeb } from './deb/compare.ts'
import { debKey } from './deb/key.ts'
import { debProblem } from './deb/problem.ts'
import { compareRpm } from './rpm/compare.ts'
import { rpmKey } from './rpm/key.ts'
import { rpmProblem } from './rpm/problem.ts'
import { compareRpmBare } from './rpm-bare/compare.ts'
import { rpmBareKey } from './rpm-bare/key.ts'
import { rpmBareProblem } from './rpm-bare/problem.ts'
import { InvalidVersionError } from './version-error.ts'
import type { VersionScheme, VersionSchemeRules } from './version-scheme.ts'
import { compareWinget } from './winget/compare.ts'
import { wingetKey } from './winget/key.ts'
import { wingetProblem } from './winget/problem.ts'

export const versionSchemes: Readonly<Record<VersionScheme, VersionSchemeRules>> = {
  deb: { compare: compareDeb, key: debKey, problem: debProblem },
  rpm: { compare: compareRpm, key: rpmKey, problem: rpmProblem },
  'rpm-bare': { compare: compareRpmBare, key: rpmBareKey, problem: rpmBareProblem },
  apk: { compare: compareApk, key: apkKey, problem: apkProblem },
  winget: { compare: compareWinget, key: wingetKey, problem: wingetProblem },
}

/** For input that must be a version and not only sort like one. Throws `InvalidVersionError` (E_VERSION_INVALID). */
export function requireValidVersion(scheme: VersionScheme, version: string): void {
  const problem = versionSchemes[scheme].problem(version)
  if (problem !== undefined) throw new InvalidVersionError(scheme, version, problem)
}
