import { compareVersionKeys } from '../versions/compare-keys.ts'
import { buildKey, type ModuleStreams } from './module-builds.ts'

/** A package as a machine has it, wholly installed. */
export interface InstalledPackage {
  readonly name: string
  readonly arch: string
  /** Sortable key of its version (`versionSchemes[…].key`). */
  readonly versionKey: Uint8Array
  readonly source: string
  /** Of the source's version, which a binary package's own may differ from (binNMUs, epochs). */
  readonly sourceVersionKey: Uint8Array
  /** Built for a module of an RPM distribution (`isOfModule`). Absent: not. */
  readonly isModular?: boolean
}

/** A version in which a patch fixes a package. */
export interface FixedVersion {
  readonly patchId: number
  readonly versionKey: Uint8Array
  /** '' : of every architecture. */
  readonly arch: string
  /** "nodejs:18": of this stream of a module alone. Absent: of no module. */
  readonly module?: string
}

/** Fixes of one release of one distribution. */
export interface FixIndex {
  readonly bySource: ReadonlyMap<string, readonly FixedVersion[]>
  readonly byPackage: ReadonlyMap<string, readonly FixedVersion[]>
  readonly streams: ModuleStreams
}

/**
 * Kernels are installed beside each other, each under a package name of its own; the newest of them counts, and which of them runs is
 * another question (asset's pending restart).
 */
const isKernelSource = (source: string): boolean =>
  /^linux(?:-|$)/.test(source) && !/^linux-(?:base|firmware)/.test(source)

/** What of a machine's packages says of patches: missing those, and satisfied these (there, in that version or newer). */
export interface Matched {
  readonly missing: ReadonlySet<number>
  readonly satisfied: ReadonlySet<number>
}

/**
 * Which patches a machine misses, by what is installed on it. Of several installed versions of a package the newest counts. A source
 * package is fixed when each of its installed binary packages is: one that was left behind is still there to be attacked. A patch is
 * missing when any of its packages is older than the fix, and says nothing of a machine that has none of them.
 *
 * A package of a module is compared with fixes of its own stream alone: a newer stream is no update of an older one, nor is a package
 * outside of modules. Of which stream it is tells its build; where no source knows the build, nothing is said.
 */
export function matchPackages(index: FixIndex, installed: readonly InstalledPackage[]): Matched {
  const missing = new Set<number>()
  const satisfied = new Set<number>()
  const judge = (fixes: readonly FixedVersion[], arch: string | null, key: Uint8Array): void => {
    for (const fix of fixes) {
      if (arch !== null && !isOfArch(fix, arch)) continue
      if (compareVersionKeys(key, fix.versionKey) < 0) missing.add(fix.patchId)
      else satisfied.add(fix.patchId)
    }
  }
  for (const [source, key] of sourceVersions(index, installed)) judge(index.bySource.get(source) ?? [], null, key)
  for (const [, { name, arch, key, isModular }] of newestOf(
    installed.filter(one => index.byPackage.has(one.name)),
    one => one.versionKey,
  )) {
    const fixes = index.byPackage.get(name) ?? []
    const outside = fixes.filter(one => one.module === undefined)
    judge(isModular ? ofStream(fixes, index.streams.get(buildKey(name, arch, key)), arch) : outside, arch, key)
  }
  for (const id of missing) satisfied.delete(id)
  return { missing, satisfied }
}

/** rpm replaces a package of an architecture with one of none and the other way round, and what agents call `all` is `noarch` in repositories. */
const isOfArch = (fix: FixedVersion, arch: string): boolean =>
  fix.arch === '' || fix.arch === arch || fix.arch === 'noarch' || arch === 'all' || arch === 'noarch'

/**
 * Fixes of a stream. One update of it is built for several versions of what it depends on (contexts), and these builds differ in
 * numbers that say nothing of their age: of one patch the lowest counts, which every later build is above.
 */
function ofStream(
  fixes: readonly FixedVersion[],
  stream: string | null | undefined,
  arch: string,
): readonly FixedVersion[] {
  const lowest = new Map<number, FixedVersion>()
  for (const fix of fixes) {
    if (fix.module === undefined || fix.module !== stream || !isOfArch(fix, arch)) continue
    const known = lowest.get(fix.patchId)
    if (known === undefined || compareVersionKeys(fix.versionKey, known.versionKey) < 0) lowest.set(fix.patchId, fix)
  }
  return [...lowest.values()]
}

/** By source: the version that its installed packages have in common, the oldest of each one's newest. */
function sourceVersions(index: FixIndex, installed: readonly InstalledPackage[]): Map<string, Uint8Array> {
  const versions = new Map<string, Uint8Array>()
  const bySource = Map.groupBy(
    // Sources of modules carry no stream.
    installed.filter(one => one.isModular !== true && index.bySource.has(one.source)),
    one => one.source,
  )
  for (const [source, packages] of bySource) {
    const newest = [...newestOf(packages, one => one.sourceVersionKey).values()].map(({ key }) => key)
    const pick = isKernelSource(source) ? newer : older
    versions.set(source, newest.reduce(pick))
  }
  return versions
}

const newer = (a: Uint8Array, b: Uint8Array): Uint8Array => (compareVersionKeys(a, b) >= 0 ? a : b)
const older = (a: Uint8Array, b: Uint8Array): Uint8Array => (compareVersionKeys(a, b) <= 0 ? a : b)

interface Newest {
  readonly name: string
  readonly arch: string
  readonly key: Uint8Array
  readonly isModular: boolean
}

function newestOf(installed: readonly InstalledPackage[], keyOf: (one: InstalledPackage) => Uint8Array) {
  const newest = new Map<string, Newest>()
  for (const one of installed) {
    const place = `${one.name}\0${one.arch}`
    const known = newest.get(place)
    const key = keyOf(one)
    if (known !== undefined && newer(known.key, key) === known.key) continue
    newest.set(place, { name: one.name, arch: one.arch, key, isModular: one.isModular === true })
  }
  return newest
}
