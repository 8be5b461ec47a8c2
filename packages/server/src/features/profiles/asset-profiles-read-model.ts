import type { AssetProfiles } from '@patchyard/api'
import {
  blackoutSpans,
  matchAssessment,
  matchConfiguration,
  type ProfileDocument,
  scanIntervalS,
} from '@patchyard/domain'
import { profileSection } from '@patchyard/protocol'
import { assetInScope } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { sqlOf } from '../../queries/sql-of.ts'
import { deliveryColumns, type DeliveryRow, deliveryOf } from './delivery-read-model.ts'
import { apiDocument, type Looker } from './profiles-read-model.ts'

/** What one look ahead shows: a fortnight of windows is what the agent holds. */
const BLACKOUTS_SHOWN = 20
const AHEAD_MS = 14 * 86_400_000

type AssetRow = DeliveryRow & { asset_id: number; zone: string; host_rows: unknown[][] | null }

/** One profile by one of its tags by one tag of the asset; tag members are null in the row of the default. */
interface MatchRow {
  id: number
  public_id: string
  name: string
  is_default: boolean
  tag_key: number | null
  tag_id: string | null
  tag_name: string | null
  carried_key: number | null
  carried_id: string | null
  carried_name: string | null
}

type AssessmentRow = MatchRow & { enabled: boolean; scan_every_s: number }
type ConfigurationRow = MatchRow & { priority: number; document: ProfileDocument; digest: Buffer }

/**
 * Which profiles an asset has and why: chosen here by the domain's own rule from everything that fits, so that the page shows
 * the reasons and not only the outcome. Null: no such asset in the looker's scope.
 */
export async function readAssetProfiles(
  trx: Trx,
  assetPublicId: string,
  looker: Looker,
): Promise<AssetProfiles | null> {
  const { nowMs } = looker.context
  const asset = await readAsset(trx, assetPublicId, looker)
  if (asset === null) return null
  const assessed = await matchRows<AssessmentRow>(trx, 'assessment_profile', asset.asset_id)
  const configured = await matchRows<ConfigurationRow>(trx, 'configuration_profile', asset.asset_id)
  const carried = new Set([...assessed, ...configured].flatMap(row => row.carried_key ?? []))

  const assessments = matchAssessment(
    candidatesOf(assessed).map(({ row, tags }) => ({
      id: row.id,
      tags,
      row,
      enabled: row.enabled,
      scanEveryS: row.scan_every_s,
    })),
    carried,
  )
  const configurations = matchConfiguration(
    candidatesOf(configured).map(({ row, tags }) => ({ id: row.id, tags, row, priority: row.priority })),
    carried,
  )
  const assessment = assessments[0]?.profile.row ?? defaultOf(assessed)
  const configuration = configurations[0]?.profile.row ?? defaultOf(configured)
  const { document } = configuration
  return {
    assessment: {
      profile: {
        id: assessment.public_id,
        name: assessment.name,
        isDefault: assessment.is_default,
        scanEveryS: assessment.scan_every_s,
      },
      ...becauseOf(assessed, assessments[0]),
      others: assessments
        .slice(1)
        .map(({ profile: { row } }) => ({ id: row.public_id, name: row.name, scanEveryS: row.scan_every_s })),
      effectiveScanEveryS: scanIntervalS(looker.licence, assessment.scan_every_s),
    },
    configuration: {
      profile: {
        id: configuration.public_id,
        name: configuration.name,
        isDefault: configuration.is_default,
        priority: configuration.is_default ? null : configuration.priority,
        version: configuration.digest.toString('hex'),
      },
      ...becauseOf(configured, configurations[0]),
      others: configurations
        .slice(1)
        .map(({ profile: { row } }) => ({ id: row.public_id, name: row.name, priority: row.priority })),
      document: apiDocument(document),
      nextBlackouts: blackoutSpans(document.blackouts, asset.zone, nowMs, nowMs + AHEAD_MS)
        .slice(0, BLACKOUTS_SHOWN)
        .map(({ from, to }) => ({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })),
    },
    delivery: deliveryOf(asset),
    host: (asset.host_rows ?? []).map(row => profileSection.fromRow(row)),
  }
}

async function readAsset(trx: Trx, publicId: string, { context }: Looker): Promise<AssetRow | null> {
  const { rows } = await sql<AssetRow>`
    select a.asset_id, l.zone, ${deliveryColumns}, s.rows as host_rows
      from asset a
      join agent_line l on l.asset_id = a.asset_id
      left join asset_section s on s.asset_id = a.asset_id and s.name = 'profile.1'
     where a.public_id = ${publicId} and ${sqlOf<boolean>(assetInScope(context, 'asset'))}`.execute(trx)
  return rows[0] ?? null
}

async function matchRows<R>(
  trx: Trx,
  table: 'assessment_profile' | 'configuration_profile',
  assetId: number,
): Promise<R[]> {
  const special =
    table === 'assessment_profile' ? sql`p.enabled, p.scan_every_s` : sql`p.priority, p.document, p.digest`
  const { rows } = await sql<R>`
    select p.id, p.public_id, p.name, p.is_default, ${special}, m.*
      from ${sql.table(table)} p
      left join lateral (
        select g.id as tag_key, g.public_id as tag_id, g.name as tag_name,
               c.id as carried_key, c.public_id as carried_id, c.name as carried_name
          from ${sql.table(`${table}_tag`)} n
          join tag g on g.id = n.tag_id
          join tag_above b on b.above_id = n.tag_id
          join asset_tag t on t.tag_id = b.tag_id and t.asset_id = ${assetId}
          join tag c on c.id = t.tag_id
         where n.profile_id = p.id
         order by n.tag_id, c.name_folded
      ) m on not p.is_default
     where p.is_default or m.tag_key is not null`.execute(trx)
  return rows
}

interface Candidate<R> {
  readonly row: R
  readonly tags: { tagId: number; covers: number[] }[]
}

function candidatesOf<R extends MatchRow>(rows: readonly R[]): Candidate<R>[] {
  const byId = new Map<number, Candidate<R>>()
  for (const row of rows) {
    if (row.tag_key === null || row.carried_key === null) continue
    const candidate = byId.get(row.id) ?? { row, tags: [] }
    byId.set(row.id, candidate)
    const tag = candidate.tags.find(one => one.tagId === row.tag_key)
    if (tag === undefined) candidate.tags.push({ tagId: row.tag_key, covers: [row.carried_key] })
    else tag.covers.push(row.carried_key)
  }
  return [...byId.values()]
}

function defaultOf<R extends MatchRow>(rows: readonly R[]): R {
  const row = rows.find(one => one.is_default)
  if (row === undefined) throw new Error('a subscription without default profiles')
  return row
}

type Ref = { id: string; name: string }

function becauseOf(
  rows: readonly MatchRow[],
  match: { profile: { id: number }; tagId: number } | undefined,
): { tag: Ref | null; carried: Ref[] } {
  const fitting = rows.filter(row => row.id === match?.profile.id && row.tag_key === match.tagId)
  const first = fitting[0]
  if (first === undefined || first.tag_id === null) return { tag: null, carried: [] }
  return {
    tag: { id: first.tag_id, name: first.tag_name ?? '' },
    carried: fitting.map(row => ({ id: row.carried_id ?? '', name: row.carried_name ?? '' })),
  }
}
