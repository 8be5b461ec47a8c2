import type { AssessmentProfile, ConfigurationProfile, ListQuery } from '@patchyard/api'
import { type LicenceKind, type ProfileDocument, scanIntervalS } from '@patchyard/domain'
import { assetInScope, type QueryContext } from '@patchyard/query'
import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { Principal } from '../../http/principal.ts'
import type { CursorCodec } from '../../paging/cursor.ts'
import { contains, type KeysetList, readPage } from '../../paging/keyset-page.ts'
import { contextOf } from '../../queries/query-context.ts'
import { sqlOf } from '../../queries/sql-of.ts'
import { tagsJson } from './profile-tags.ts'

/** Who looks: counts are of what this person may see. */
export interface Looker {
  readonly context: QueryContext
  readonly licence: LicenceKind
}

export const lookerOf = (principal: Principal, nowMs: number): Looker => ({
  context: contextOf(principal, nowMs),
  licence: principal.licence,
})

interface Page<T> {
  readonly items: T[]
  readonly nextCursor: string | null
  readonly total: number
}

interface CommonRow {
  id: number
  public_id: string
  name: string
  is_default: boolean
  tags: { id: string; name: string }[] | null
  asset_count: number
  created_at: Date
  modified_at: Date
}

/** Assets of active agents in scope that have profile `p` now. The rule of scopes knows an asset's row as `a`. */
function assetCount(column: 'configuration_id' | 'assessment_id', { context }: Looker): RawBuilder<unknown> {
  const has = sql.ref(`x.${column}`)
  return sql`(select count(*) from agent_line a left join asset_profile x on x.asset_id = a.asset_id
               where a.standing = 'active' and ${sqlOf<boolean>(assetInScope(context, 'asset'))}
                 and case when p.is_default then ${has} is null else ${has} = p.id end) as asset_count`
}

const common = sql`p.id, p.public_id, p.name, p.is_default, p.created_at, p.modified_at`

const assessmentList: KeysetList = {
  name: 'assessmentProfiles',
  defaultSort: 'name',
  tie: { expression: sql`p.id`, type: 'bigint' },
  sorts: {
    name: { expression: sql`p.name_folded`, type: 'text' },
    status: { expression: sql`p.enabled`, type: 'boolean' },
    scanEveryS: { expression: sql`p.scan_every_s`, type: 'bigint' },
    createdAt: { expression: sql`p.created_at`, type: 'timestamptz' },
    modifiedAt: { expression: sql`p.modified_at`, type: 'timestamptz' },
  },
}

type AssessmentRow = CommonRow & { enabled: boolean; scan_every_s: number }

const assessmentColumns = (looker: Looker) =>
  sql`${common}, p.enabled, p.scan_every_s, ${tagsJson('assessment_profile_tag')}, ${assetCount('assessment_id', looker)}`

function assessmentOf(row: AssessmentRow, licence: LicenceKind): AssessmentProfile {
  return {
    id: row.public_id,
    name: row.name,
    isDefault: row.is_default,
    enabled: row.enabled,
    scanEveryS: row.scan_every_s,
    effectiveScanEveryS: scanIntervalS(licence, row.scan_every_s),
    tags: row.tags ?? [],
    assetCount: row.asset_count,
    createdAt: row.created_at.toISOString(),
    modifiedAt: row.modified_at.toISOString(),
  }
}

export async function listAssessmentProfiles(
  trx: Trx,
  cursors: CursorCodec,
  request: ListQuery,
  looker: Looker,
): Promise<Page<AssessmentProfile>> {
  const page = await readPage<AssessmentRow>(trx, cursors, assessmentList, request, {
    columns: assessmentColumns(looker),
    from: sql`from assessment_profile p where ${contains(sql`p.name_folded`, request.search)}`,
    scope: [request.search ?? ''],
  })
  const items = page.rows.map(row => assessmentOf(row, looker.licence))
  return { items, nextCursor: page.nextCursor, total: page.total }
}

export async function readAssessmentProfile(
  trx: Trx,
  publicId: string,
  looker: Looker,
): Promise<AssessmentProfile | null> {
  const { rows } = await sql<AssessmentRow>`
    select ${assessmentColumns(looker)} from assessment_profile p where p.public_id = ${publicId}`.execute(trx)
  return rows[0] === undefined ? null : assessmentOf(rows[0], looker.licence)
}

const configurationList: KeysetList = {
  name: 'configurationProfiles',
  // The order in which they are asked, the default last.
  defaultSort: 'priority',
  tie: { expression: sql`p.id`, type: 'bigint' },
  sorts: {
    priority: { expression: sql`case when p.is_default then 2147483647 else p.priority end`, type: 'bigint' },
    name: { expression: sql`p.name_folded`, type: 'text' },
    createdAt: { expression: sql`p.created_at`, type: 'timestamptz' },
    modifiedAt: { expression: sql`p.modified_at`, type: 'timestamptz' },
  },
}

type ConfigurationRow = CommonRow & {
  description: string
  priority: number
  document: ProfileDocument
  digest: Buffer
}

const configurationColumns = (looker: Looker) => sql`${common}, p.description, p.priority, p.document, p.digest,
  ${tagsJson('configuration_profile_tag')}, ${assetCount('configuration_id', looker)}`

function configurationOf(row: ConfigurationRow): ConfigurationProfile {
  return {
    id: row.public_id,
    name: row.name,
    description: row.description,
    isDefault: row.is_default,
    priority: row.is_default ? null : row.priority,
    document: apiDocument(row.document),
    version: row.digest.toString('hex'),
    tags: row.tags ?? [],
    assetCount: row.asset_count,
    createdAt: row.created_at.toISOString(),
    modifiedAt: row.modified_at.toISOString(),
  }
}

/** Lists of the API may be changed by whoever holds them; those of a document not. */
export const apiDocument = (document: ProfileDocument): ConfigurationProfile['document'] => ({
  ...document,
  blackouts: document.blackouts.map(window => ({ ...window, days: [...window.days] })),
})

export async function listConfigurationProfiles(
  trx: Trx,
  cursors: CursorCodec,
  request: ListQuery,
  looker: Looker,
): Promise<Page<ConfigurationProfile>> {
  const text = sql`(p.name_folded || ' ' || lower(p.description))`
  const page = await readPage<ConfigurationRow>(trx, cursors, configurationList, request, {
    columns: configurationColumns(looker),
    from: sql`from configuration_profile p where ${contains(text, request.search)}`,
    scope: [request.search ?? ''],
  })
  return { items: page.rows.map(configurationOf), nextCursor: page.nextCursor, total: page.total }
}

export async function readConfigurationProfile(
  trx: Trx,
  publicId: string,
  looker: Looker,
): Promise<ConfigurationProfile | null> {
  const { rows } = await sql<ConfigurationRow>`
    select ${configurationColumns(looker)} from configuration_profile p
     where p.public_id = ${publicId}`.execute(trx)
  return rows[0] === undefined ? null : configurationOf(rows[0])
}
