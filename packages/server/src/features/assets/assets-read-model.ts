import { Asset, type AssetDetail } from '@patchyard/api'
import { type AgentStanding, agentStatus, type ScanStatus } from '@patchyard/domain'
import { assetInScope, type QueryContext } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { ListDefinition } from '../../queries/list-definition.ts'
import { sqlOf } from '../../queries/sql-of.ts'
import { readKernelsOnDisk } from '../findings/kernels-on-disk-read-model.ts'
import { readSystemLifecycle } from '../systems/lifecycles-read-model.ts'
import { assetThen, countsThen } from './assets-then.ts'

interface AssetRow {
  public_id: string
  name: string
  os_name: string
  os_family: string
  os_version: string
  platform: string
  architecture: string
  standing: string
  seen_at: Date | null
  scan_status: string
  scan_finished_at: Date | null
  missing_count: number
  latest_missing_count: number
  missing_security_count: number
  missing_critical_count: number
  installed_count: number
  reboot_needed: boolean
  restart_count: number
  last_user: string
  agent_version: string
  licensed: boolean
  paused_until: Date | null
  paused_reason: string
  risk_score: number | null
  criticality: number | null
  tags: Asset['tags'] | null
}

const columns = sql`a.public_id, a.name, a.os_name, a.os_family, a.os_version, a.platform, a.architecture, l.standing, l.seen_at,
  a.scan_status, a.scan_finished_at, a.missing_count, a.latest_missing_count, a.missing_security_count,
  a.missing_critical_count, a.installed_count, a.reboot_needed, a.restart_count, a.last_user, l.agent_version, a.licensed,
  a.paused_until, a.paused_reason,
  a.risk_score, a.criticality,
  (select json_agg(json_build_object('id', g.public_id, 'name', g.name) order by g.name_folded)
     from asset_tag t join tag g on g.id = t.tag_id where t.asset_id = a.asset_id) as tags`

/** Which assets there are is the language's matter: pending and rejected agents stand in the list of agents. */
export const assetList: ListDefinition<typeof Asset> = {
  entity: 'asset',
  item: Asset,
  defaultSort: 'name',
  latestSort: { missingPatchCount: 'latestMissingPatchCount' },
  async readItems(trx, ids, { status, context }) {
    const { rows } = await sql<AssetRow & { asset_id: number }>`
      select ${columns}, a.asset_id from asset a join agent_line l on l.asset_id = a.asset_id
       where a.asset_id = any(${ids}::bigint[])`.execute(trx)
    if (context.asOfMs !== undefined) {
      const counts = await countsThen(trx, ids, context)
      // Whole items are what lists promise in types; the document says that members may be absent.
      const then = (row: AssetRow & { asset_id: number }): Asset =>
        assetThen(assetOf(row, context), counts.get(row.asset_id)) as Asset
      return new Map(rows.map(row => [row.asset_id, then(row)]))
    }
    return new Map(
      rows.map(row => {
        const asset = assetOf(row, context)
        const missingPatchCount = status === 'latestMissing' ? asset.latestMissingPatchCount : asset.missingPatchCount
        return [row.asset_id, { ...asset, missingPatchCount }]
      }),
    )
  },
}

type Shown = Pick<QueryContext, 'nowMs' | 'unlicensed' | 'staleAfterMs'>

function assetOf(row: AssetRow, { nowMs, unlicensed, staleAfterMs }: Shown): Asset {
  const isPaused = row.paused_until !== null && row.paused_until.getTime() > nowMs
  return {
    id: row.public_id,
    name: row.name,
    operatingSystem: row.os_name,
    osFamily: row.os_family,
    osVersion: row.os_version,
    platform: row.platform,
    architecture: row.architecture,
    agentStatus: agentStatus(row.standing as AgentStanding, row.seen_at?.getTime() ?? null, nowMs, staleAfterMs),
    lastCheckIn: row.seen_at?.toISOString() ?? null,
    scanStatus: row.scan_status as ScanStatus,
    scanDateTime: row.scan_finished_at?.toISOString() ?? null,
    missingPatchCount: row.missing_count,
    latestMissingPatchCount: row.latest_missing_count,
    missingSecurityCount: row.missing_security_count,
    missingCriticalCount: row.missing_critical_count,
    installedPatchCount: row.installed_count,
    rebootNeeded: row.reboot_needed,
    servicesToRestart: row.restart_count,
    lastUser: row.last_user,
    agentVersion: row.agent_version,
    licensed: row.licensed && unlicensed !== true,
    pausedUntil: isPaused ? (row.paused_until?.toISOString() ?? null) : null,
    pausedReason: isPaused ? row.paused_reason : null,
    riskScore: row.risk_score,
    criticality: row.criticality,
    tags: row.tags ?? [],
  }
}

interface DetailRow extends AssetRow {
  asset_id: number
  agent_id: string
  kernel: string
  virtualization: string
  manufacturer: string
  model: string
  time_zone: string
  provider: string
  package_count: number
  created_at: Date
  activated_at: Date | null
  scan_problems: { code: string; detail: string }[]
  system: Record<string, unknown>
  os_id: string
  os_version_id: string | null
  vulnerable_in_memory: boolean
}

export async function readAsset(trx: Trx, publicId: string, context: QueryContext): Promise<AssetDetail | null> {
  const { rows } = await sql<DetailRow>`
    select ${columns}, a.asset_id, l.public_id as agent_id, a.kernel, a.virtualization, a.manufacturer,
           a.model, a.time_zone, a.provider, a.package_count, a.created_at, a.activated_at, a.scan_problems, a.system,
           a.os_id, a.system ->> 'os.versionId' as os_version_id,
           (a.reboot_needed or a.restart_count > 0) and exists (
             select 1 from finding f join patch p on p.id = f.patch_id
              where f.asset_id = a.asset_id and f.status = 2 and p.is_security) as vulnerable_in_memory
      from asset a join agent_line l on l.asset_id = a.asset_id
     where a.public_id = ${publicId} and a.removed_at is null
       and ${sqlOf<boolean>(assetInScope(context, 'asset'))}`.execute(trx)
  const row = rows[0]
  if (row === undefined) return null
  const interfaces = await trx
    .selectFrom('asset_interface')
    .select(['name', 'mac', 'address'])
    .where('asset_id', '=', row.asset_id)
    .orderBy('name')
    .orderBy('address')
    .execute()
  const restart = await trx
    .selectFrom('asset_restart')
    .select(['kind', 'name', 'reason'])
    .where('asset_id', '=', row.asset_id)
    .orderBy('kind')
    .orderBy('name')
    .execute()
  const notices = await trx
    .selectFrom('agent_notice')
    .select(['at', 'kind', 'detail'])
    .where('asset_id', '=', row.asset_id)
    .orderBy('id', 'desc')
    .limit(50)
    .execute()
  return {
    ...assetOf(row, context),
    agentId: row.agent_id,
    kernel: row.kernel,
    virtualization: row.virtualization,
    manufacturer: row.manufacturer,
    model: row.model,
    timeZone: row.time_zone,
    provider: row.provider,
    packageCount: row.package_count,
    enrolledAt: row.created_at.toISOString(),
    activatedAt: row.activated_at?.toISOString() ?? null,
    scanProblems: row.scan_problems,
    interfaces,
    restart,
    vulnerableInMemory: row.vulnerable_in_memory,
    kernelPatchesOnDiskAlone: (await readKernelsOnDisk(trx, [row.asset_id])).get(row.asset_id)?.size ?? 0,
    lifecycle: await readSystemLifecycle(trx, row.os_id, row.os_version_id ?? '', context.nowMs),
    system: row.system,
    notices: notices.map(n => ({ at: n.at.toISOString(), kind: n.kind, detail: JSON.stringify(n.detail) })),
  }
}

/** null: there is none that the asker can see. */
export async function findAssetId(trx: Trx, publicId: string, context: QueryContext): Promise<number | null> {
  const { rows } = await sql<{ asset_id: number }>`
    select a.asset_id from asset a where a.public_id = ${publicId} and a.removed_at is null
       and ${sqlOf<boolean>(assetInScope(context, 'asset'))}`.execute(trx)
  return rows[0]?.asset_id ?? null
}
