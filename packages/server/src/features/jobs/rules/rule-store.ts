import type { ListQuery, PatchRule, PatchRuleCreate } from '@patchyard/api'
import { foldText } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import type { CursorCodec } from '../../../paging/cursor.ts'
import { contains, type KeysetList, readPage } from '../../../paging/keyset-page.ts'

/** Table `planning_rule`. The wall is set to the subscription. */
const list: KeysetList = {
  name: 'patchRules',
  defaultSort: '-created',
  tie: { expression: sql`r.id`, type: 'bigint' },
  sorts: {
    name: { expression: sql`r.name_folded`, type: 'text' },
    kind: { expression: sql`r.kind`, type: 'text' },
    created: { expression: sql`r.created_at`, type: 'timestamptz' },
  },
}

interface RuleRow {
  public_id: string
  name: string
  kind: PatchRule['kind']
  target: PatchRule['target']
  value: string
  min_age_days: number
  reason: string
  tags: string[]
  created_by_name: string
  created_at: Date
  ends_at: Date | null
  ended_by_name: string | null
}

const columns = sql`r.public_id, r.name, r.kind, r.target, r.value, r.min_age_days, r.reason, r.tags, r.created_by_name, r.created_at,
  r.ends_at, r.ended_by_name`

const ruleOf = (row: RuleRow, nowMs: number): PatchRule => ({
  id: row.public_id,
  name: row.name,
  kind: row.kind,
  target: row.target,
  value: row.value,
  minAgeDays: row.kind === 'minAge' ? row.min_age_days : null,
  reason: row.reason,
  tags: row.tags,
  active: row.ends_at === null || row.ends_at.getTime() > nowMs,
  createdBy: row.created_by_name,
  createdAt: row.created_at.toISOString(),
  endsAt: row.ends_at?.toISOString() ?? null,
  endedBy: row.ended_by_name,
})

export async function listPatchRules(
  trx: Trx,
  cursors: CursorCodec,
  request: ListQuery,
  nowMs: number,
): Promise<{ items: PatchRule[]; nextCursor: string | null; total: number }> {
  const page = await readPage<RuleRow>(trx, cursors, list, request, {
    columns,
    from: sql`from planning_rule r
               where r.subscription_id = app_subscription()
                 and (${contains(sql`r.name_folded`, request.search)} or ${contains(sql`r.value_folded`, request.search)})`,
    scope: [request.search ?? ''],
  })
  return { items: page.rows.map(row => ruleOf(row, nowMs)), nextCursor: page.nextCursor, total: page.total }
}

export async function countActiveRules(trx: Trx, nowMs: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from planning_rule r
     where r.subscription_id = app_subscription() and (r.ends_at is null or r.ends_at > ${new Date(nowMs)})`.execute(
    trx,
  )
  return rows[0]?.n ?? 0
}

/** Public ids among these that are no tag of the subscription. */
export async function unknownTags(trx: Trx, ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select v.id from unnest(${[...ids]}::uuid[]) as v(id)
     where not exists (select 1 from tag t where t.public_id = v.id)`.execute(trx)
  return rows.map(row => row.id)
}

export async function insertRule(
  trx: Trx,
  rule: PatchRuleCreate & { readonly id: string; readonly value: string },
  by: { readonly personId: number; readonly name: string },
  nowMs: number,
): Promise<PatchRule> {
  const { id, name, kind, target, value, minAgeDays = 0, reason, tags = [], endsAt = null } = rule
  const { rows } = await sql<RuleRow>`
    insert into planning_rule as r (subscription_id, public_id, name, name_folded, kind, target, value, value_folded, min_age_days, reason,
                                    tags, created_by, created_by_name, created_at, ends_at)
    values (app_subscription(), ${id}, ${name}, ${foldText(name)}, ${kind}, ${target}, ${value}, ${foldText(value)},
            ${kind === 'minAge' ? minAgeDays : 0}, ${reason}, ${tags}::uuid[], ${by.personId}, ${by.name}, ${new Date(nowMs)},
            ${endsAt === null ? null : new Date(endsAt)})
    returning ${columns}`.execute(trx)
  return ruleOf(rows[0] as RuleRow, nowMs)
}

/** The rule as it is then; null: there is none of that id. One that has ended stays as it was. */
export async function endRule(
  trx: Trx,
  id: string,
  byName: string,
  nowMs: number,
): Promise<{ readonly rule: PatchRule; readonly ended: boolean } | null> {
  const now = new Date(nowMs)
  const ended = await sql<RuleRow>`
    update planning_rule r set ends_at = ${now}, ended_by_name = ${byName}
     where r.public_id = ${id} and (r.ends_at is null or r.ends_at > ${now}) returning ${columns}`.execute(trx)
  if (ended.rows[0] !== undefined) return { rule: ruleOf(ended.rows[0], nowMs), ended: true }
  const { rows } = await sql<RuleRow>`select ${columns} from planning_rule r where r.public_id = ${id}`.execute(trx)
  return rows[0] === undefined ? null : { rule: ruleOf(rows[0], nowMs), ended: false }
}
