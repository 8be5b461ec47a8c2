import type { CollectedInventory, CollectOptions, Inventory } from '../ports/inventory.ts'
import { DiskError } from '../ports/disk.ts'
import { type PackageManager, PackageManagerError } from '../ports/package-manager.ts'
import { ProcessError } from '../ports/processes.ts'
import type { RollbackPoint } from '../ports/rollback.ts'
import type { ScanResult } from '../ports/scan-result.ts'
import type { RestartFacts, SystemFacts, SystemFactsReader } from '../ports/system-facts.ts'
import { rollbackRows } from './rollback-rows.ts'
import { type ReportContext, sectionRows } from './rows.ts'

/** One look at a host, before it is put into rows: what a report carries. */
export interface HostLook {
  readonly facts: SystemFacts
  readonly restart: RestartFacts
  /** Null: no package manager that this agent knows. */
  readonly scan: ScanResult | null
  /** Null: they could not be read, and what was known of them stays. */
  readonly points: readonly RollbackPoint[] | null
}

/** A mirror that trickles must not hold the scan for longer than the shortest scan interval. */
export const SCAN_LIMITS = { refreshTimeoutMs: 10 * 60_000, timeoutMs: 10 * 60_000 } as const

export async function lookAtHost(
  ports: { readonly packages: PackageManager | null; readonly facts: SystemFactsReader },
  options: CollectOptions,
): Promise<HostLook> {
  const scan = ports.packages === null ? null : await ports.packages.scan({ ...options, ...SCAN_LIMITS })
  const restart = await ports.facts.restart(scan?.packages ?? [])
  return { facts: await ports.facts.system(), restart, scan, points: await pointsOf(ports.packages) }
}

/** A store that cannot be read must not cost the scan. */
async function pointsOf(packages: PackageManager | null): Promise<readonly RollbackPoint[] | null> {
  try {
    return (await packages?.rollbackPoints()) ?? []
  } catch (error) {
    if (error instanceof DiskError || error instanceof PackageManagerError || error instanceof ProcessError) return null
    throw error
  }
}

/** The inventory of a host: package manager and system facts as rows of a report. */
export function createHostInventory(ports: {
  readonly packages: PackageManager | null
  readonly facts: SystemFactsReader
  readonly context: ReportContext
}): Inventory {
  return {
    collect: async (options): Promise<CollectedInventory> => {
      const { facts, restart, scan, points } = await lookAtHost(ports, options)
      const sections = new Map(sectionRows(facts, restart, scan, ports.context))
      if (points !== null) sections.set('rollback.1', rollbackRows(points, ports.context))
      return {
        status: scan?.status ?? 'failed',
        sections,
        additions: scan?.additions ?? [],
        rebootNeeded: restart.rebootNeeded,
      }
    },
  }
}
