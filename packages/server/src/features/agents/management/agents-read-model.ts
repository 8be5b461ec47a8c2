import type { Agent } from '@patchyard/api'
import { type AgentStanding, agentStatus } from '@patchyard/domain'
import { assetInScope, type QueryContext } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import type { CursorCodec } from '../../../paging/cursor.ts'
import { contains, type KeysetList, type PageRequest, readPage } from '../../../paging/keyset-page.ts'
import { sqlOf } from '../../../queries/sql-of.ts'
import { deliveryColumns, type DeliveryRow, deliveryOf } from '../../profiles/delivery-read-model.ts'
import type { SpeakerNote } from '../../../storage/ports/line-record.ts'

interface Ref {
  id: string
  name: string
}

type AgentRow = {
  public_id: string
  asset_public_id: string
  name: string
  standing_why: string | null
  agent_version: string
  platform: string
  provider: string
  os_name: string
  address: string | null
  created_at: Date
  seen_at: Date | null
  looks_like: Ref | null
  speakers: SpeakerNote[]
  activated: boolean
  licensed: boolean
  configuration: Ref | null
  assessment: Ref | null
} & DeliveryRow

/** `{id, name}` of the profile that the asset has; null: the default one. */
const profileOf = (table: string, column: string) => sql`
  (select json_build_object('id', p.public_id, 'name', p.name) from ${sql.table(table)} p where p.id = ${sql.ref(`x.${column}`)})`

const columns = sql`l.public_id, a.public_id as asset_public_id, a.name, l.standing_why,
  coalesce(nullif(l.agent_version, ''), a.agent_version) as agent_version, a.platform, a.provider, a.os_name,
  host(l.address) as address, a.created_at, l.seen_at, l.speakers, ${deliveryColumns},
  a.activated_at is not null and l.deactivated_at is null as activated, a.licensed,
  ${profileOf('configuration_profile', 'configuration_id')} as configuration,
  ${profileOf('assessment_profile', 'assessment_id')} as assessment`
const from = sql`from agent_line l join asset a on a.asset_id = l.asset_id 
  left join asset_profile x on x.asset_id = l.asset_id`

const list: KeysetList = {
  name: 'agents',
  defaultSort: 'name',
  tie: { expression: sql`l.asset_id`, type: 'bigint' },
  sorts: {
    name: { expression: sql`a.name_folded`, type: 'text' },
    status: { expression: sql`l.standing`, type: 'text' },
    version: { expression: sql`l.agent_version`, type: 'text' },
    os: { expression: sql`a.os_name`, type: 'text' },
    enrolledAt: { expression: sql`a.created_at`, type: 'timestamptz' },
    lastSeenAt: { expression: sql`l.seen_at`, type: 'timestamptz' },
  },
}

const inScope = (context: QueryContext) => sqlOf<boolean>(assetInScope(context, 'asset'))

/** Which asset the host looks like, if whoever asks may see that one. The inner `a` hides the outer, so the rule is the same. */
const likeOf = (context: QueryContext) => sql`
  (select json_build_object('id', a.public_id, 'name', a.name)
     from (select a.looks_like as id) v join asset a on a.asset_id = v.id where ${inScope(context)})`

export async function listAgents(
  trx: Trx,
  cursors: CursorCodec,
  request: PageRequest & { search?: string | undefined },
  context: QueryContext,
) {
  const text = sql`(a.name_folded || ' ' || l.standing || ' ' || lower(a.os_name))`
  const page = await readPage<AgentRow>(trx, cursors, list, request, {
    columns: sql`${columns}, ${likeOf(context)} as looks_like`,
    from: sql`${from} where a.removed_at is null and ${contains(text, request.search)} and ${inScope(context)}`,
    scope: [JSON.stringify(context.scope), request.search ?? ''],
  })
  return { items: page.rows.map(row => agentOf(row, context)), nextCursor: page.nextCursor, total: page.total }
}

export async function readAgent(trx: Trx, publicId: string, context: QueryContext): Promise<Agent | null> {
  const { rows } = await sql<AgentRow>`
    select ${columns}, ${likeOf(context)} as looks_like ${from}
     where l.public_id = ${publicId} and a.removed_at is null and ${inScope(context)}`.execute(trx)
  const row = rows[0]
  return row === undefined ? null : agentOf(row, context)
}

/** The asset of an agent that the asker can see; null: there is none. */
export async function findAgent(trx: Trx, publicId: string, context: QueryContext): Promise<number | null> {
  const { rows } = await sql<{ asset_id: number }>`
    select a.asset_id from agent_line l join asset a on a.asset_id = l.asset_id
     where l.public_id = ${publicId} and a.removed_at is null and ${inScope(context)}`.execute(trx)
  return rows[0]?.asset_id ?? null
}

function agentOf(row: AgentRow, { nowMs, unlicensed, staleAfterMs }: QueryContext): Agent {
  return {
    id: row.public_id,
    assetId: row.asset_public_id,
    name: row.name,
    status: agentStatus(row.standing as AgentStanding, row.seen_at?.getTime() ?? null, nowMs, staleAfterMs),
    why: row.standing_why,
    version: row.agent_version,
    platform: row.platform,
    engine: row.provider,
    features: row.features,
    os: row.os_name,
    address: row.address,
    enrolledAt: row.created_at.toISOString(),
    lastSeenAt: row.seen_at?.toISOString() ?? null,
    looksLike: row.looks_like,
    activated: row.activated,
    licensed: row.licensed && unlicensed !== true,
    speakers: row.speakers.map(s => ({ ...s, at: new Date(s.at).toISOString() })),
    profiles: { configuration: row.configuration, assessment: row.assessment, delivery: deliveryOf(row) },
  }
}
