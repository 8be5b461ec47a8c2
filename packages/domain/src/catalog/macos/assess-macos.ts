import { compareMacosVersions } from './macos-version.ts'

/** A release of macOS, or a background security improvement to one. */
export interface MacosPatch {
  readonly key: string
  /** "26.6.2", "26.3.1 (a)". */
  readonly version: string
  readonly detection: {
    readonly kind: 'macosBuild'
    /** "26". */
    readonly major: string
    /** "25G83". */
    readonly build: string
    /** Boards that it is for; empty: not said. */
    readonly boardIds: readonly string[]
  }
}

export interface InstalledMacos {
  /** With the letter behind it where there is one: "26.3.1 (a)". */
  readonly version: string
  readonly build: string
  /** "J314sAP"; '' where not known. */
  readonly boardId: string
}

export interface MacosAssessment<P extends MacosPatch> {
  /** The newest of its own major version that its board gets; null: it has that, or the catalog has none. */
  readonly missing: P | null
  /** The newest of the newest major version that its board gets, if that is a later one: an upgrade, offered apart. */
  readonly upgrade: P | null
}

/**
 * A Mac stays in its major version: 15.7.9 is current while 26 is out. Builds tell which release it has (machines that came with one of
 * their own have other builds of the same version), versions tell which is newer: numbers of builds do not.
 */
export function assessMacos<P extends MacosPatch>(installed: InstalledMacos, patches: Iterable<P>): MacosAssessment<P> {
  const all = [...patches].filter(({ detection }) => isFor(detection.boardIds, installed.boardId))
  const own = macosVersionOf(installed, all)
  const major = /^\d+/.exec(own.trim())?.[0]
  if (major === undefined) return { missing: null, upgrade: null }
  const newest = newestOf(all.filter(patch => patch.detection.major === major))
  const later = newestOf(all.filter(patch => Number(patch.detection.major) > Number(major)))
  return {
    missing: newest !== null && compareMacosVersions(own, newest.version) < 0 ? newest : null,
    upgrade: later,
  }
}

/** The version that a Mac has, by its build where a patch has that; else what it says. */
export const macosVersionOf = (installed: InstalledMacos, patches: Iterable<MacosPatch>): string =>
  [...patches].find(patch => patch.detection.build === installed.build)?.version ?? installed.version

/** What is for some boards only is not offered to a machine whose board nobody knows, unless it is for all but a few. */
const isFor = (boards: readonly string[], board: string): boolean =>
  boards.length === 0 ||
  (board === '' ? boards.length > FEW : boards.some(one => one.toLowerCase() === board.toLowerCase()))

/** macOS 26.6.2 names 63 boards, an improvement for one new machine names that alone. */
const FEW = 10

function newestOf<P extends MacosPatch>(patches: readonly P[]): P | null {
  let newest: P | null = null
  for (const patch of patches) {
    if (newest === null || compareMacosVersions(patch.version, newest.version) > 0) newest = patch
  }
  return newest
}
