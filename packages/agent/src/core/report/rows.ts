import {
  type AdvisoryEntry,
  compareUtf8,
  limits,
  type NetworkEntry,
  type PackageEntry,
  type RestartEntry,
  type Row,
  rowKey,
  type Section,
  type SectionName,
  sections,
  type SystemFacts as ReportedFacts,
  systemRows,
  toText,
  type UpdateEntry,
} from '@patchyard/protocol'
import type { ScanResult, UpdatePackage } from '../ports/scan-result.ts'
import type { RestartFacts, SystemFacts } from '../ports/system-facts.ts'

// Findings of a scan as rows of a report (agent-protocol §6.4). Whatever a host says fits afterwards: texts are cut and cleaned, keys are
// unique, sections keep to their cap. What has no name at all is left out.

export interface ReportContext {
  /** Common architecture names for those of the engine. */
  readonly commonArch: (engineName: string) => string
  readonly scheme: PackageEntry['scheme']
  readonly agentVersion: string
  /** For example `node 24.21.0`. */
  readonly agentRuntime: string
}

export function packageRows(scan: ScanResult, context: ReportContext): Row[] {
  return rowsOf<PackageEntry>(
    sections['packages.1'],
    scan.packages.map(one => ({
      name: toText(one.name, 200),
      arch: toText(context.commonArch(one.arch), 32),
      version: toText(one.version, 200),
      scheme: context.scheme,
      sourceName: toText(one.source, 200),
      sourceVersion: toText(one.sourceVersion, 200),
      vendor: toText(one.vendor ?? '', 200),
      held: one.held,
      state: toText(one.state, 40),
    })),
  )
}

export function updateRows(scan: ScanResult, context: ReportContext): Row[] {
  const entry = (key: string, title: string, update: UpdatePackage, blocked: string | null): UpdateEntry => ({
    patch: toText(key, 200),
    package: toText(update.name, 200),
    arch: toText(context.commonArch(update.arch), 32),
    candidate: toText(update.candidate, 200),
    installed: update.installed === null ? null : toText(update.installed, 200),
    title: toText(title, 300),
    isSecurity: update.isSecurity,
    origin: toText(update.origins[0]?.split(':')[0] ?? '', 200),
    repository: toText(update.repository, 200),
    authenticated: update.authenticated,
    sizeBytes: update.sizeBytes,
    blocked,
    description: toText(update.summary, 300),
  })
  return rowsOf<UpdateEntry>(sections['updates.1'], [
    ...scan.patches.flatMap(patch => patch.packages.map(update => entry(patch.key, patch.title, update, null))),
    ...scan.withheld.map(one => entry(one.key, one.title, one.update, one.reason)),
  ])
}

const KINDS: ReadonlyMap<string, AdvisoryEntry['kind']> = new Map([
  ['security', 'security'],
  ['bugfix', 'bugfix'],
  ['recommended', 'bugfix'],
  ['enhancement', 'enhancement'],
  ['feature', 'enhancement'],
  ['newpackage', 'newpackage'],
  ['optional', 'optional'],
])
const SEVERITIES: ReadonlyMap<string, NonNullable<AdvisoryEntry['severity']>> = new Map([
  ['critical', 'critical'],
  ['important', 'important'],
  ['moderate', 'moderate'],
  ['medium', 'moderate'],
  ['low', 'low'],
])

export function advisoryRows(scan: ScanResult): Row[] {
  return rowsOf<AdvisoryEntry>(
    sections['advisories.1'],
    scan.patches.flatMap(patch =>
      patch.advisories.map(advisory => ({
        advisory: toText(advisory, 100),
        patch: toText(patch.key, 200),
        kind: KINDS.get(patch.category ?? '') ?? 'unknown',
        severity: SEVERITIES.get(patch.severity ?? '') ?? null,
        title: toText(patch.title, 300),
        issuedAt: patch.issuedMs,
        rebootSuggested: patch.rebootSuggested,
        cves: cveText(patch.cves),
      })),
    ),
  )
}

/** In order and whole ones only: a kernel advisory names hundreds. */
function cveText(cves: readonly string[]): string {
  let text = ''
  for (const cve of [...new Set(cves)].sort()) {
    if (text.length + cve.length + 1 > 32_000) break
    text += text === '' ? cve : `,${cve}`
  }
  return text
}

export function restartRows(facts: RestartFacts): Row[] {
  const entries: RestartEntry[] = []
  for (const reason of facts.reasons) {
    const names = reason.packages.length === 0 ? [reason.kind === 'asked' ? 'system' : reason.kind] : reason.packages
    for (const name of names)
      entries.push({ kind: 'reboot', name: toText(name, 200), reason: toText(reason.detail, 300) })
  }
  if (facts.newestKernel !== null && facts.reasons.some(reason => reason.kind === 'kernel')) {
    entries.push({
      kind: 'kernel',
      name: toText(facts.newestKernel, 200),
      reason: toText(`${facts.runningKernel} is running`, 300),
    })
  }
  const files = (list: readonly string[]) => toText(`runs replaced files: ${list.join(', ')}`, 300)
  for (const service of facts.services)
    entries.push({ kind: 'service', name: toText(service.unit, 200), reason: files(service.files) })
  for (const process of facts.processes)
    entries.push({ kind: 'process', name: toText(process.program, 200), reason: files(process.files) })
  return rowsOf<RestartEntry>(sections['restart.1'], entries)
}

export function networkRows(facts: SystemFacts): Row[] {
  const entries = facts.network.flatMap(one => [
    ...(one.mac === null ? [] : [networkEntry(one.name, 'link', one.mac, null)]),
    ...one.addresses.map(address => {
      const [ip = '', prefix = ''] = address.split('/')
      return networkEntry(
        one.name,
        ip.includes(':') ? 'inet6' : 'inet',
        ip,
        /^\d{1,3}$/.test(prefix) ? Number(prefix) : null,
      )
    }),
  ])
  return rowsOf<NetworkEntry>(sections['network.1'], entries)
}

function networkEntry(
  name: string,
  family: NetworkEntry['family'],
  address: string,
  prefix: number | null,
): NetworkEntry {
  return { interface: toText(name, 64), family, address: toText(address, 64), prefix }
}

/** `scan` null: no engine that this agent knows. */
export function systemSectionRows(
  facts: SystemFacts,
  restart: RestartFacts,
  scan: ScanResult | null,
  context: ReportContext,
): Row[] {
  const { os, hardware } = facts
  const scalars = {
    hostname: toText(facts.hostname, 255),
    osId: toText(os.id, 40),
    osIdLike: toText(os.idLike.join(' '), 100),
    osVersionId: optional(os.versionId, 40),
    osName: toText(os.prettyName, 128),
    osCodename: optional(os.codename, 60),
    kernelRunning: optional(restart.runningKernel, 128),
    kernelNewest: optional(restart.newestKernel, 128),
    arch: toText(facts.arch, 32),
    virtualization: optional(hardware.virtualization, 60),
    bootedAt: facts.bootTimeMs ?? undefined,
    zone: optional(facts.timeZone, 64),
    manufacturer: optional(hardware.vendor, 200),
    model: optional(hardware.model, 200),
    serial: optional(hardware.serial, 200),
    firmware: optional(hardware.bios, 200),
    cpuModel: optional(hardware.cpuModel, 200),
    cpuCount: hardware.cpuCount,
    memoryBytes: hardware.memoryBytes,
    lastUser: optional(facts.lastUser?.name ?? null, 200),
    lastUserAt: facts.lastUser?.atMs,
    agentVersion: toText(context.agentVersion, 32),
    agentRuntime: toText(context.agentRuntime, 60),
    provider: scan?.provider,
    providerVersion: optional(scan?.engine.split(' ')[1] ?? null, 60),
    scanStatus: scan?.status ?? 'unsupported',
  }
  const known = Object.fromEntries(
    Object.entries(scalars).filter(([, value]) => value !== undefined),
  ) as Partial<ReportedFacts>
  return systemRows({
    ...known,
    scanReasons: scanReasons(scan),
    repositories: named(
      (scan?.repositories ?? []).slice(0, 500).map(one => ({
        id: toText(one.id, 250),
        url: toText(one.url, 500),
        state: one.error === null ? ('ok' as const) : ('failed' as const),
        authenticated: one.authenticated,
        error: toText(one.error ?? '', 300),
      })),
      one => one.id,
    ),
    updaters: named(
      facts.otherUpdaters.map(one => ({ name: toText(one.name, 200), enabled: one.enabled })),
      one => one.name,
    ),
  })
}

/** What has a name, once for each: a fact's name is its key. */
function named<T>(list: readonly T[], nameOf: (one: T) => string): T[] {
  return [...new Map(list.map(one => [nameOf(one), one])).values()].filter(one => nameOf(one) !== '')
}

/** One row for each subject: several sentences on one repository become one. */
function scanReasons(scan: ScanResult | null): { subject: string; text: string }[] {
  if (scan === null) return [{ subject: 'provider', text: 'this system has no package manager that the agent knows' }]
  const found = new Map<string, string>()
  for (const problem of scan.problems.slice(0, 200)) {
    const subject = toText(problem.repository ?? problem.code, 250) || problem.code
    const before = found.get(subject)
    found.set(subject, toText(before === undefined ? problem.detail : `${before}; ${problem.detail}`, 300))
  }
  return [...found].map(([subject, text]) => ({ subject, text }))
}

function optional(text: string | null, bytes: number): string | undefined {
  return text === null || text === '' ? undefined : toText(text, bytes)
}

/** Valid rows, one for each key, in the order of their keys and not more than a section may hold. */
export function rowsOf<E>(section: Section<E>, entries: readonly E[]): Row[] {
  const rows = new Map<string, Row>()
  for (const entry of entries) {
    const row = section.columnNames.map(name => Reflect.get(entry as object, name) as Row[number])
    if (section.wrongColumn(row) === null) rows.set(rowKey(section, row), row)
  }
  const sorted = [...rows].sort(([a], [b]) => compareUtf8(a, b)).map(([, row]) => row)
  return sorted.slice(0, limits.rowsPerSection)
}

/** Which sections a scan speaks for: a failed one says nothing of updates, and nothing of packages when it has none. */
export function sectionRows(
  facts: SystemFacts,
  restart: RestartFacts,
  scan: ScanResult | null,
  context: ReportContext,
): ReadonlyMap<SectionName, readonly Row[]> {
  const found = new Map<SectionName, readonly Row[]>([
    ['system.1', systemSectionRows(facts, restart, scan, context)],
    ['network.1', networkRows(facts)],
    ['restart.1', restartRows(restart)],
  ])
  if (scan === null) return found
  if (scan.packages.length > 0) found.set('packages.1', packageRows(scan, context))
  if (scan.status !== 'failed') {
    found.set('updates.1', updateRows(scan, context))
    found.set('advisories.1', advisoryRows(scan))
  }
  return found
}
