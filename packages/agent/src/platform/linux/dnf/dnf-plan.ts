import type { PlanItem, PlannedPackage, PlanOptions, SimulatedPlan } from '../../../core/ports/package-manager.ts'
import { ParseError } from '../../parse-error.ts'
import { refusal, type RpmChange } from '../rpm/judge-rpm-plan.ts'
import { compareEvr, limitsOf, type RunLimits } from '../rpm/rpm-database.ts'
import { nevraArgument } from '../rpm/rpm-names.ts'
import { planRpms, type RpmDryRun } from '../rpm/rpm-plan.ts'
import { FROM_CACHE } from './dnf-dialect.ts'
import { replacedOthers } from './dnf-scan.ts'
import { type DnfTools, dnfComplaint, lookWithDnf, runDnf } from './dnf-tools.ts'
import { parseCheckUpdate } from './parse-check-update.ts'
import { parseTransaction, type TransactionRow } from './parse-transaction.ts'
import { readDnfConfig } from './repo-config.ts'

/** What dnf would do for this item now. @throws PackageManagerError, ParseError, ProcessError */
export function planDnf(tools: DnfTools, item: PlanItem, options: PlanOptions): Promise<SimulatedPlan> {
  return planRpms(tools.processes, item, options, async (asked, { whenGone }, run) => {
    const { repos } = await readDnfConfig(tools.disk)
    let changes = asked
    let dryRun = await simulate(tools, changes, run)
    const replaced: RpmDryRun['replaced'][number][] = []
    if (dryRun.gone.size > 0 && whenGone === 'newest') {
      const newest = await newestOffered(tools, run)
      changes = changes.map(change => {
        const to = dryRun.gone.has(nevraOf(change)) ? newest.get(`${change.name}.${change.arch}`) : undefined
        if (to === undefined || compareEvr(to, change.to) <= 0) return change
        replaced.push({ name: change.name, arch: change.arch, planned: change.to, to })
        return { ...change, to }
      })
      if (replaced.length > 0) dryRun = await simulate(tools, changes, run)
    }
    if (dryRun.complaint !== null) return [refusal('no_plan', null, dryRun.complaint)]
    return {
      changes,
      replaced,
      simulated: dryRun.rows.map(toChange),
      authenticated: new Set([...repos.values()].filter(repo => repo.gpgcheck).map(repo => repo.id)),
      downloadBytes: dryRun.downloadBytes,
      growthBytes: null,
    }
  })
}

interface DryRun {
  readonly rows: readonly TransactionRow[]
  /** Arguments that no repository offers. */
  readonly gone: ReadonlySet<string>
  /** Why there is no plan; null when there is one. */
  readonly complaint: string | null
  readonly downloadBytes: number | null
}

function nevraOf({ name, arch, to }: PlannedPackage): string {
  return nevraArgument({ name, arch, version: to })
}

/**
 * One argument list for simulation, download and installation. `upgrade` takes only what is installed, so a mistake of ours can never become
 * a new package, and it leaves the marks of what was installed as a dependency; new packages come because the others need them.
 */
export function upgradeArguments({ dialect }: DnfTools, changes: readonly PlannedPackage[]): string[] {
  const verb = dialect.generation === 'yum3' ? 'update' : 'upgrade'
  return [...dialect.transaction, verb, ...changes.filter(change => change.from !== null).map(nevraOf)]
}

async function simulate(tools: DnfTools, changes: readonly PlannedPackage[], run: RunLimits): Promise<DryRun> {
  const args = [...FROM_CACHE, '--assumeno', ...upgradeArguments(tools, changes)]
  const result = await runDnf(tools, args, limitsOf(run))
  const text = `${result.stdout}\n${result.stderr}`
  const gone = new Set(
    [...text.matchAll(/^No (?:match for argument|packages marked for update|Match for argument):? (\S+)$/gm)].map(
      match => match[1] ?? '',
    ),
  )
  try {
    return {
      rows: parseTransaction(result.stdout).rows,
      gone,
      complaint: null,
      downloadBytes: parseDownloadSize(result.stdout),
    }
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    // Without a table: dnf 4 says "Error: …" with the problem, or nothing but that an argument has no match.
    if (gone.size > 0) return { rows: [], gone, complaint: null, downloadBytes: null }
    return {
      rows: [],
      gone,
      complaint: error.code === 'E_PARSE_KIND' ? dnfComplaint(result) : error.message,
      downloadBytes: null,
    }
  }
}

/** The version that dnf itself would take now, of each installed package. */
async function newestOffered(tools: DnfTools, run: RunLimits): Promise<ReadonlyMap<string, string>> {
  const { updates } = parseCheckUpdate(await lookWithDnf(tools, tools.dialect.checkUpdate, run))
  return new Map(updates.map(update => [`${update.name}.${update.arch}`, update.version]))
}

/** A row of the table, as the rules for rpm systems see it. */
export function toChange(row: TransactionRow): RpmChange {
  return {
    action: row.action === 'skip' ? 'other' : row.action,
    name: row.name,
    arch: row.arch,
    version: row.version,
    repository: row.repository,
    replaces: replacedOthers(row),
  }
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['B', 1],
  ['k', 1024],
  ['K', 1024],
  ['M', 1024 ** 2],
  ['G', 1024 ** 3],
])

/** `Total download size: 355 M`; packages that are on this host's disk count as `Total size`. */
export function parseDownloadSize(text: string): number | null {
  const [, amount, unit = ''] =
    /^(?:Total download size|Total size of inbound packages is)\s*:?\s*([\d.]+) ?([kKMG]?)i?B?\b/m.exec(text) ?? []
  if (amount === undefined) return /^Total size: /m.test(text) ? 0 : null
  return Math.round(Number(amount) * (UNITS.get(unit) ?? 1))
}
