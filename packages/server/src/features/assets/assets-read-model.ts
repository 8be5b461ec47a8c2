import type { Asset, AssetDetail } from '@patchyard/api'
import { type AgentStanding, agentStatus, type ScanStatus } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { CursorCodec } from '../../paging/cursor.ts'
import { contains, type KeysetList, type PageRequest, readPage } from '../../paging/keyset-page.ts'

interface AssetRow {
  public_id: string
  name: string
  os_name: string
  os_family: string
  platform: string
  architecture: string
  standing: string
  seen_at: Date | null
  scan_status: string
  scan_finished_at: Date | null
  missing_count: number
  latest_missing_count: number
  missing_security_count: number
  installed_count: number
  reboot_needed: boolean
  restart_count: number
  last_user: string
}

const columns = sql`a.public_id, a.name, a.os_name, a.os_family, a.platform, a.architecture, l.standing, l.seen_at,
  a.scan_status, a.scan_finished_at, a.missing_count, a.latest_missing_count, a.missing_security_count,
  a.installed_count, a.reboot_needed, a.restart_count, a.last_user`

const never = sql`'epoch'::timestamptz`
const list: KeysetList = {
  name: 'assets',
  defaultSort: 'name',
  tie: { expression: sql`a.asset_id`, type: 'bigint' },
  sorts: {
    name: { expression: sql`a.name_folded`, type: 'text' },
    operatingSystem: { expression: sql`a.os_name`, type: 'text' },
    missingPatchCount: { expression: sql`a.missing_count`, type: 'bigint' },
    latestMissingPatchCount: { expression: sql`a.latest_missing_count`, type: 'bigint' },
    missingSecurityCount: { expression: sql`a.missing_security_count`, type: 'bigint' },
    installedPatchCount: { expression: sql`a.installed_count`, type: 'bigint' },
    scanDateTime: { expression: sql`coalesce(a.scan_finished_at, ${never})`, type: 'timestamptz' },
    lastCheckIn: { expression: sql`coalesce(l.seen_at, ${never})`, type: 'timestamptz' },
    agentStatus: { expression: sql`l.standing`, type: 'text' },
    scanStatus: { expression: sql`a.scan_status`, type: 'text' },
    lastUser: { expression: sql`a.last_user`, type: 'text' },
    rebootNeeded: { expression: sql`a.reboot_needed::int`, type: 'bigint' },
  },
}

/** Assets are machines that were accepted: pending and rejected agents stand in the list of agents. */
export async function listAssets(
  trx: Trx,
  cursors: CursorCodec,
  request: PageRequest & { search?: string | undefined },
  subscriptionId: number,
  nowMs: number,
) {
  const text = sql`(a.name_folded || ' ' || lower(a.os_name) || ' ' || lower(a.last_user))`
  const page = await readPage<AssetRow>(trx, cursors, list, request, {
    columns,
    from: sql`from asset a join agent_line l on l.asset_id = a.asset_id
              where l.standing in ('active', 'quarantined') and ${contains(text, request.search)}`,
    scope: [subscriptionId, request.search ?? ''],
  })
  return { items: page.rows.map(row => assetOf(row, nowMs)), nextCursor: page.nextCursor, total: page.total }
}

function assetOf(row: AssetRow, nowMs: number): Asset {
  return {
    id: row.public_id,
    name: row.name,
    operatingSystem: row.os_name,
    osFamily: row.os_family,
    platform: row.platform,
    architecture: row.architecture,
    agentStatus: agentStatus(row.standing as AgentStanding, row.seen_at?.getTime() ?? null, nowMs),
    lastCheckIn: row.seen_at?.toISOString() ?? null,
    scanStatus: row.scan_status as ScanStatus,
    scanDateTime: row.scan_finished_at?.toISOString() ?? null,
    missingPatchCount: row.missing_count,
    latestMissingPatchCount: row.latest_missing_count,
    missingSecurityCount: row.missing_security_count,
    installedPatchCount: row.installed_count,
    rebootNeeded: row.reboot_needed,
    servicesToRestart: row.restart_count,
    lastUser: row.last_user,
  }
}

interface DetailRow extends AssetRow {
  asset_id: number
  agent_id: string
  agent_version: string
  kernel: string
  virtualization: string
  manufacturer: string
  model: string
  time_zone: string
  provider: string
  package_count: number
  created_at: Date
  scan_problems: { code: string; detail: string }[]
  system: Record<string, unknown>
}

export async function readAsset(trx: Trx, publicId: string, nowMs: number): Promise<AssetDetail | null> {
  const { rows } = await sql<DetailRow>`
    select ${columns}, a.asset_id, l.public_id as agent_id, l.agent_version, a.kernel, a.virtualization, a.manufacturer,
           a.model, a.time_zone, a.provider, a.package_count, a.created_at, a.scan_problems, a.system
      from asset a join agent_line l on l.asset_id = a.asset_id
     where a.public_id = ${publicId}`.execute(trx)
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
    ...assetOf(row, nowMs),
    agentId: row.agent_id,
    agentVersion: row.agent_version,
    kernel: row.kernel,
    virtualization: row.virtualization,
    manufacturer: row.manufacturer,
    model: row.model,
    timeZone: row.time_zone,
    provider: row.provider,
    packageCount: row.package_count,
    enrolledAt: row.created_at.toISOString(),
    scanProblems: row.scan_problems,
    interfaces,
    restart,
    system: row.system,
    notices: notices.map(n => ({ at: n.at.toISOString(), kind: n.kind, detail: JSON.stringify(n.detail) })),
  }
}

export async function findAssetId(trx: Trx, publicId: string): Promise<number | null> {
  const row = await trx.selectFrom('asset').select('asset_id').where('public_id', '=', publicId).executeTakeFirst()
  return row?.asset_id ?? null
}
