import type { Disk } from '../../../core/ports/disk.ts'
import type { Processes } from '../../../core/ports/processes.ts'
import { PackageManagerError } from '../../../core/ports/package-manager.ts'
import { readOsRelease } from '../facts/linux-facts.ts'
import { APT_CACHE, aptComplaint, DPKG_QUERY, runAptGet, runDpkgTool } from './apt-commands.ts'
import { aptArgument, isArchitecture, isPackageName, nameProblem } from './apt-names.ts'
import { DPKG_QUERY_FORMAT, type DpkgPackage, parseDpkgQuery } from './parse-dpkg-query.ts'
import { type IndexTarget, parseIndexTargets } from './parse-index-targets.ts'
import { type AptPolicy, parseAptPolicy } from './parse-policy.ts'
import { type AptRecord, parseAptShow } from './parse-show.ts'

export interface AptTools {
  readonly processes: Processes
  readonly disk: Disk
}

export interface RunLimits {
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

/** Kept below the kernel's limit for one argument list (2 MiB, counting the environment) with room to spare. */
const LARGEST_ARGUMENTS = 512 * 1024

const limits = (run: RunLimits) => ({
  timeoutMs: run.timeoutMs,
  ...(run.signal === undefined ? {} : { signal: run.signal }),
})

/** Everything dpkg knows, also what is not whole. @throws PackageManagerError, ParseError */
export async function readInstalled({ processes }: AptTools, run: RunLimits): Promise<DpkgPackage[]> {
  const result = await runDpkgTool(processes, DPKG_QUERY, ['-W', '-f', DPKG_QUERY_FORMAT], limits(run))
  if (result.code !== 0) throw new PackageManagerError('E_ENGINE_FAILED', `dpkg-query: ${aptComplaint(result)}`)
  return parseDpkgQuery(result.stdout)
}

/** Package lists that apt has, with release facts. @throws PackageManagerError, ParseError */
export async function readTargets({ processes }: AptTools, run: RunLimits): Promise<IndexTarget[]> {
  const result = await runAptGet(processes, ['indextargets', 'Created-By: Packages'], limits(run))
  if (result.code !== 0)
    throw new PackageManagerError('E_ENGINE_FAILED', `apt-get indextargets: ${aptComplaint(result)}`)
  return parseIndexTargets(result.stdout)
}

/** Package lists that are set up, fetched or not; without release facts. @throws PackageManagerError, ParseError */
export async function readConfiguredTargets({ processes }: AptTools, run: RunLimits): Promise<IndexTarget[]> {
  const result = await runAptGet(processes, ['indextargets', '--no-release-info', 'Created-By: Packages'], limits(run))
  if (result.code !== 0)
    throw new PackageManagerError('E_ENGINE_FAILED', `apt-get indextargets: ${aptComplaint(result)}`)
  return parseIndexTargets(result.stdout)
}

/** Policies of these packages; names that apt does not know are missing from the answer. @throws PackageManagerError, ParseError */
export async function readPolicies(
  { processes }: AptTools,
  packages: readonly { readonly name: string; readonly arch: string | null }[],
  run: RunLimits,
): Promise<AptPolicy[]> {
  const names = packages.flatMap(({ name, arch }) =>
    isPackageName(name) && (arch === null || isArchitecture(arch))
      ? [arch === null || arch === 'all' ? name : `${name}:${arch}`]
      : [],
  )
  const found: AptPolicy[] = []
  for (const chunk of chunks([...new Set(names)])) {
    const result = await runDpkgTool(processes, APT_CACHE, ['policy', ...chunk], limits(run))
    if (result.code !== 0) throw new PackageManagerError('E_ENGINE_FAILED', `apt-cache policy: ${aptComplaint(result)}`)
    found.push(...parseAptPolicy(result.stdout))
  }
  return found
}

/** Records of these versions; versions that no list holds any more are missing from the answer. @throws ParseError */
export async function readRecords(
  { processes }: AptTools,
  versions: readonly { readonly name: string; readonly arch: string; readonly version: string }[],
  run: RunLimits,
): Promise<AptRecord[]> {
  const wanted = versions.filter(version => nameProblem(version) === null).map(aptArgument)
  const found: AptRecord[] = []
  for (const chunk of chunks([...new Set(wanted)])) {
    // Exit code 100 with the other records printed when one of them is gone.
    const result = await runDpkgTool(processes, APT_CACHE, ['show', ...chunk], limits(run))
    found.push(...parseAptShow(result.stdout))
  }
  return found
}

function* chunks(args: readonly string[]): Generator<string[]> {
  let chunk: string[] = []
  let length = 0
  for (const arg of args) {
    if (length + arg.length + 1 > LARGEST_ARGUMENTS) {
      yield chunk
      chunk = []
      length = 0
    }
    chunk.push(arg)
    length += arg.length + 1
  }
  if (chunk.length > 0) yield chunk
}

/** `debian/bookworm`, `ubuntu/noble`: the release's code name, its number where it has none. */
export async function readDistribution(disk: Disk): Promise<string> {
  const os = await readOsRelease(disk)
  const word = (value: string) =>
    value
      .toLowerCase()
      .replace(/[^a-z0-9._-]/g, '-')
      .slice(0, 40)
  return `${word(os.id)}/${word(os.codename ?? os.versionId ?? 'unknown')}`
}

/**
 * Descriptions of targets whose Release file says NotAutomatic (backports, experimental). Only repositories of low priority are looked at:
 * with the usual priority of 500 nobody has to ask.
 */
export async function readNotAutomatic(
  disk: Disk,
  targets: readonly IndexTarget[],
  policies: readonly AptPolicy[],
): Promise<ReadonlySet<string>> {
  const low = new Set<string>()
  for (const policy of policies) {
    for (const version of policy.versions) {
      for (const source of version.sources) if (source.priority < 500) low.add(source.description)
    }
  }
  const found = new Set<string>()
  const answers = new Map<string, Promise<boolean>>()
  for (const target of targets) {
    if (!low.has(target.description) || target.releaseFilePrefix === '') continue
    const known = answers.get(target.releaseFilePrefix) ?? isNotAutomatic(disk, target.releaseFilePrefix)
    answers.set(target.releaseFilePrefix, known)
    if (await known) found.add(target.description)
  }
  return found
}

async function isNotAutomatic(disk: Disk, prefix: string): Promise<boolean> {
  for (const ending of ['InRelease', 'Release']) {
    const text = await disk.readText(`${prefix}${ending}`, 16 * 1024 * 1024).catch(() => null)
    if (text !== null) return /^NotAutomatic:\s*yes\s*$/im.test(text.slice(0, 8192))
  }
  return false
}
