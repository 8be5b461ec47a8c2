import { versionSchemes } from '@patchyard/domain'
import { type AuditResult, type PackageId, PackageManagerError } from '../../../core/ports/package-manager.ts'
import type { Processes, ProcessSpec } from '../../../core/ports/processes.ts'
import type { InstalledPackage } from '../../../core/ports/scan-result.ts'
import { parseRpmQa, RPM_QA_FORMAT, type RpmPackage, sourceOfRpm } from './parse-rpm-qa.ts'

export const RPM = '/usr/bin/rpm'

export interface RunLimits {
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

/** Limits of a look at rpm's database beside an action, which has its own. */
export const QUERY: RunLimits = { timeoutMs: 300_000 }

export function limitsOf(run: RunLimits): Pick<ProcessSpec, 'timeoutMs' | 'signal'> {
  return { timeoutMs: run.timeoutMs, ...(run.signal === undefined ? {} : { signal: run.signal }) }
}

/** The whole database, without public keys. @throws PackageManagerError, ParseError, ProcessError */
export async function readRpmDatabase(processes: Processes, run: RunLimits): Promise<RpmPackage[]> {
  const result = await processes.run({ program: RPM, args: ['-qa', '--qf', RPM_QA_FORMAT], ...limitsOf(run) })
  if (result.code !== 0) {
    throw new PackageManagerError(
      'E_ENGINE_FAILED',
      `rpm -qa: ${result.stderr.trim().slice(0, 180) || String(result.code)}`,
    )
  }
  return parseRpmQa(result.stdout).filter(found => found.name !== 'gpg-pubkey')
}

export const compareEvr = versionSchemes.rpm.compare

/** Versions of one package, lowest first; kernels have several. */
export function indexVersions(database: readonly RpmPackage[]): (id: PackageId) => string[] {
  const index = new Map<string, string[]>()
  for (const { name, arch, version } of database) {
    const versions = index.get(`${name}.${arch}`) ?? []
    versions.push(version)
    index.set(`${name}.${arch}`, versions)
  }
  return ({ name, arch }) => (index.get(`${name}.${arch}`) ?? []).sort(compareEvr)
}

export function toInstalledPackage(found: RpmPackage, held: boolean): InstalledPackage {
  const source = found.sourceRpm === null ? null : sourceOfRpm(found.sourceRpm)
  return {
    name: found.name,
    arch: found.arch,
    version: found.version,
    source: source?.name ?? found.name,
    sourceVersion: source?.version ?? found.version,
    state: 'installed',
    held,
    vendor: found.vendor,
    installedAtMs: found.installedAtS === null ? null : found.installedAtS * 1000,
  }
}

/**
 * State of rpm's database: its file is readable and well formed, and no package stands there twice that may stand there once, which is
 * what a transaction leaves that was cut off between installing the new and erasing the old version.
 */
export async function auditRpm(processes: Processes, run: RunLimits): Promise<AuditResult> {
  const problems: { package: string | null; detail: string }[] = []
  const verified = await processes.run({ program: RPM, args: ['--verifydb'], ...limitsOf(run) })
  // rpmdb --verifydb is another program before rpm 4.14; "unknown option" is no verdict on the database.
  if (verified.code !== 0 && !/unknown option/.test(verified.stderr)) {
    problems.push({ package: null, detail: `rpm --verifydb: ${verified.stderr.trim().slice(0, 180)}` })
  }
  const database = await readRpmDatabase(processes, run)
  const several = await severalAllowed(processes, run)
  const versions = indexVersions(database)
  const seen = new Set<string>()
  for (const { name, arch } of database) {
    const key = `${name}.${arch}`
    if (seen.has(key) || several.has(name)) continue
    seen.add(key)
    const found = versions({ name, arch })
    if (found.length > 1)
      problems.push({ package: `${name}:${arch}`, detail: `in the database twice: ${found.join(', ')}`.slice(0, 200) })
  }
  return { clean: problems.length === 0, problems }
}

/** Capabilities by which packages say that several of their versions may stand side by side (dnf's installonlypkgs, libzypp's multiversion). */
const SEVERAL = [
  'installonlypkg(kernel)',
  'installonlypkg(kernel-module)',
  'installonlypkg(vm)',
  'multiversion(kernel)',
  'kernel',
]

export async function severalAllowed(processes: Processes, run: RunLimits): Promise<ReadonlySet<string>> {
  const result = await processes.run({
    program: RPM,
    args: ['-q', '--qf', '%{NAME}\\n', ...SEVERAL.flatMap(capability => ['--whatprovides', capability])],
    timeoutMs: run.timeoutMs,
  })
  // "no package provides …" stands on standard output, among the names.
  const provided = result.stdout.split('\n').filter(line => /^\S+$/.test(line))
  return new Set([
    'gpg-pubkey',
    'kernel',
    'kernel-core',
    'kernel-devel',
    'kernel-modules',
    'kernel-default',
    'kernel-uek',
    ...provided,
  ])
}
