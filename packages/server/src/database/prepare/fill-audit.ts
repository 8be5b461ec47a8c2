import { canonicalJson } from '@patchyard/domain'
import pg from 'pg'
import { type AuditColumns, auditColumns } from '../audit-columns.ts'

const BATCH = 1000

interface Unfilled {
  readonly n: string
  readonly actor: string
  readonly action: string
  readonly object: string
  readonly detail: Readonly<Record<string, unknown>>
}

/**
 * Fills what the query language searches the audit by, in rows that a version before migration 0014 wrote. A partial index knows that
 * there are none, so that a start costs nothing. Hashes are of other columns and stay. Resolves with how many rows were filled.
 */
export async function fillAudit(owner: pg.Client): Promise<number> {
  // Databases of tests of the migrator hold other tables.
  const { rowCount } = await owner.query(`select 1 from pg_class where oid = to_regclass('public.audit_unfilled')`)
  if (rowCount === 0) return 0
  const { rows: chains } = await owner.query<{ id: number }>('select id from subscription order by id')
  let count = 0
  for (const chain of [0, ...chains.map(row => row.id)]) {
    for (let after = '0'; ; ) {
      const filled = await fillBatch(owner, chain, after)
      count += filled.count
      if (filled.last === null) break
      after = filled.last
    }
  }
  return count
}

/** The owner stands behind the forced wall, too: a transaction for each batch of one chain. */
async function fillBatch(
  owner: pg.Client,
  chain: number,
  after: string,
): Promise<{ readonly count: number; readonly last: string | null }> {
  await owner.query('begin')
  try {
    if (chain !== 0) await owner.query(`set local app.subscription = ${pg.escapeLiteral(String(chain))}`)
    const { rows } = await owner.query<Unfilled>(
      `select n, actor, action, object, detail from audit
        where subscription_id = $1 and n > $2 and actor_kind = '' order by n limit $3`,
      [chain, after, BATCH],
    )
    if (rows.length > 0) await owner.query(update, [chain, canonicalJson(rows.map(filledOf))])
    await owner.query('commit')
    return { count: rows.length, last: rows.length < BATCH ? null : (rows.at(-1)?.n ?? null) }
  } catch (error) {
    await owner.query('rollback')
    throw error
  }
}

const filledOf = (row: Unfilled): AuditColumns & { readonly n: string } => ({ n: row.n, ...auditColumns(row) })

const update = `
  update audit a set actor_kind = f.actor_kind, actor_name = f.actor_name, actor_name_words = f.actor_name_words, actor_person = f.actor_person,
         actor_address = f.actor_address, action_words = f.action_words, object_kind = f.object_kind, object_id = f.object_id,
         object_words = f.object_words, detail_folded = f.detail_folded, detail_words = f.detail_words
    from jsonb_to_recordset($2::jsonb) as f (n bigint, actor_kind text, actor_name text, actor_name_words text, actor_person uuid,
         actor_address inet, action_words text, object_kind text, object_id uuid, object_words text, detail_folded text,
         detail_words text)
   where a.subscription_id = $1 and a.n = f.n`
