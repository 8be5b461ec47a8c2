import type { CollectedInventory, CollectOptions, Inventory } from '../ports/inventory.ts'
import type { PackageManager } from '../ports/package-manager.ts'
import type { ScanResult } from '../ports/scan-result.ts'
import type { RestartFacts, SystemFacts, SystemFactsReader } from '../ports/system-facts.ts'
import { type ReportContext, sectionRows } from './rows.ts'

/** One look at a host, before it is put into rows: what a report carries. */
export interface HostLook {
  readonly facts: SystemFacts
  readonly restart: RestartFacts
  /** Null: no package manager that this agent knows. */
  readonly scan: ScanResult | null
}

/** A mirror that trickles must not hold the scan for longer than the shortest scan interval. */
export const SCAN_LIMITS = { refreshTimeoutMs: 10 * 60_000, timeoutMs: 10 * 60_000 } as const

export async function lookAtHost(
  ports: { readonly packages: PackageManager | null; readonly facts: SystemFactsReader },
  options: CollectOptions,
): Promise<HostLook> {
  const scan = ports.packages === null ? null : await ports.packages.scan({ ...options, ...SCAN_LIMITS })
  const restart = await ports.facts.restart(scan?.packages ?? [])
  return { facts: await ports.facts.system(), restart, scan }
}

/** The inventory of a host: package manager and system facts as rows of a report. */
export function createHostInventory(ports: {
  readonly packages: PackageManager | null
  readonly facts: SystemFactsReader
  readonly context: ReportContext
}): Inventory {
  return {
    collect: async (options): Promise<CollectedInventory> => {
      const { facts, restart, scan } = await lookAtHost(ports, options)
      return {
        status: scan?.status ?? 'failed',
        sections: sectionRows(facts, restart, scan, ports.context),
        additions: scan?.additions ?? [],
        rebootNeeded: restart.rebootNeeded,
      }
    },
  }
}
