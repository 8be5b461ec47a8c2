import type { Asset } from '@patchyard/api'
import { compileAssetCounts, type QueryContext } from '@patchyard/query'
import type { Trx } from '../../database/database.ts'
import { sqlOf } from '../../queries/sql-of.ts'

type Counts = Pick<Asset, 'missingPatchCount' | 'missingSecurityCount' | 'missingCriticalCount' | 'installedPatchCount'>

const none: Counts = { missingPatchCount: 0, missingSecurityCount: 0, missingCriticalCount: 0, installedPatchCount: 0 }

/** What the counters of these assets would have said at the instant of the context; of those that had nothing, nothing. */
export async function countsThen(
  trx: Trx,
  ids: readonly number[],
  context: QueryContext,
): Promise<ReadonlyMap<number, Counts>> {
  const { rows } = await sqlOf<{
    id: number
    missing: number
    security: number
    critical: number
    installed: number
  }>(compileAssetCounts(ids, context)).execute(trx)
  return new Map(
    rows.map(row => [
      row.id,
      {
        missingPatchCount: row.missing,
        missingSecurityCount: row.security,
        missingCriticalCount: row.critical,
        installedPatchCount: row.installed,
      },
    ]),
  )
}

/** Members that move with time and of which no history is kept; their tokens are refused, too (`hasNoPast`). */
type NoPast =
  | 'agentStatus'
  | 'lastCheckIn'
  | 'scanStatus'
  | 'scanDateTime'
  | 'latestMissingPatchCount'
  | 'rebootNeeded'
  | 'servicesToRestart'
  | 'lastUser'
  | 'agentVersion'
  | 'pausedUntil'
  | 'pausedReason'
  | 'riskScore'

/** An asset as the list of a past instant has it. */
export function assetThen(asset: Asset, counts: Counts = none): Omit<Asset, NoPast> {
  const { id, name, operatingSystem, osFamily, osVersion, platform, architecture, licensed, criticality, tags } = asset
  const today = { id, name, operatingSystem, osFamily, osVersion, platform, architecture, licensed, criticality, tags }
  return { ...today, ...counts }
}
